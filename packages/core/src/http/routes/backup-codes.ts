import { incorrectCode, newRecoveryCodes, recoveryCodesOf } from '../../auth/second-factor.js'
import { AppError } from '../../errors.js'
import type { User } from '../../ports/model.js'
import { emptyResponse, jsonResponse, withCookie } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { endedShortCookie, readCookie, shortCookie } from '../cookies.js'
import { whenStale } from '../fresh.js'
import { readFields, text } from '../input.js'
import { sessionOf } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SESSION } from './rules.js'

const PATH = '/api/0/generate-recovery-codes/'
const COOKIE = 'newcodes'
const SECONDS = 1800

/** Recovery codes as GlitchTip's front end makes them: shown first, and worth something once one of them is typed in. */
export const backupCodeRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: null, auth: SESSION, handle: propose },
  { method: 'POST', path: PATH, operation: null, auth: SESSION, handle: accept },
]

/** Until they are accepted the codes are nowhere but in the browser, which cannot read them. */
async function propose(call: Call): Promise<HttpResponse> {
  const user = await freshUser(call)
  const sealed = newRecoveryCodes(call.context, user)
  const cookie = shortCookie(call.context.config, { name: COOKIE, value: sealed, seconds: SECONDS })
  return withCookie(jsonResponse(200, { codes: codesIn(call, user, sealed) }), cookie)
}

async function accept(call: Call): Promise<HttpResponse> {
  const { context, header } = call
  const user = await freshUser(call)
  const { code } = readFields(await call.json(), { code: text({ min: 1, max: 20 }) })
  const sealed = readCookie(header('cookie'), COOKIE)
  if (sealed === null || !codesIn(call, user, sealed).includes(code.replace(/[\s-]/g, ''))) throw incorrectCode()
  const codes = { sealedCodes: sealed, now: context.clock.now() }
  if (!(await context.storage.secondFactors.replaceRecoveryCodes(user.id, codes)))
    throw new AppError('invalid_input', 'Recovery codes stand in for a second factor, of which there is none yet.')
  await record(call, { ...aboutUser(user), action: 'account.recovery_codes_replaced' })
  return withCookie(emptyResponse(), endedShortCookie(context.config, COOKIE))
}

function codesIn({ context }: Call, user: User, sealedCodes: string): readonly string[] {
  return recoveryCodesOf(context, user, { recoveryCodes: { sealedCodes } })
}

async function freshUser(call: Call): Promise<User> {
  if ((await whenStale(call)) !== null)
    throw new AppError('forbidden', 'Show once more who you are: it was some time ago that you signed in.')
  return sessionOf(call).user
}
