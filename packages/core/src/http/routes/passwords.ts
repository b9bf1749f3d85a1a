import { changePassword, openPasswordReset, requestPasswordReset, resetPassword } from '../../auth/passwords.js'
import { requirePasswords } from '../../auth/providers/known.js'
import { jsonResponse } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { anonymousResponse, authenticatedResponse } from '../auth-answers.js'
import { whenStale } from '../fresh.js'
import { optional, readFields, secret, text } from '../input.js'
import { authUserJson } from '../json/users.js'
import { sessionOf } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC, SESSION } from './rules.js'

const BASE = '/_allauth/browser/v1'
const RESET = `${BASE}/auth/password/reset`

/** Passwords that are changed, and set anew by a link in a mail. */
export const passwordRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${BASE}/account/password/change`,
    operation: 'changePassword',
    auth: SESSION,
    handle: change,
  },
  {
    method: 'POST',
    path: `${BASE}/auth/password/request`,
    operation: 'requestPasswordReset',
    auth: PUBLIC,
    handle: ask,
  },
  { method: 'GET', path: RESET, operation: 'checkPasswordReset', auth: PUBLIC, handle: check },
  { method: 'POST', path: RESET, operation: 'resetPassword', auth: PUBLIC, handle: reset },
]

const CHANGE = { currentPassword: optional(secret(4096)), newPassword: secret(4096) }
const RESET_BODY = { key: text({ min: 1, max: 200 }), password: secret(4096) }

async function change(call: Call): Promise<HttpResponse> {
  const { user, session } = sessionOf(call)
  // Who has a password gives it; who came by an invitation or a provider has nothing to give.
  const refusal = user.passwordHash === null ? await whenStale(call) : null
  if (refusal !== null) return refusal
  const { currentPassword: current = null, newPassword: password } = readFields(await call.json(), CHANGE)
  const changed = await changePassword(call.context, { user, session }, { current, password })
  await record(call, { ...aboutUser(changed), action: 'account.password_changed' })
  return authenticatedResponse(changed, session)
}

async function ask(call: Call): Promise<HttpResponse> {
  const { email } = readFields(await call.json(), { email: text({ min: 1, max: 254 }) })
  await requirePasswords(call.context)
  await requestPasswordReset(call.context, { email, ip: call.ip })
  return jsonResponse(200, { status: 200 })
}

async function check({ context, header, ip }: Call): Promise<HttpResponse> {
  const user = await openPasswordReset(context, { key: header('x-password-reset-key') ?? '', ip })
  return jsonResponse(200, { status: 200, data: { user: authUserJson(user) } })
}

/** 401 says that it is done and nobody is signed in: the second factor is still to be asked for. */
async function reset(call: Call): Promise<HttpResponse> {
  const { key, password } = readFields(await call.json(), RESET_BODY)
  const user = await resetPassword(call.context, { key, password, ip: call.ip })
  await record(call, { ...aboutUser(user), action: 'account.password_reset' })
  return anonymousResponse(call.context)
}
