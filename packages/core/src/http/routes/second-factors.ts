import { newRecoveryCodes, recoveryCodesOf } from '../../auth/second-factor.js'
import { proveByFactor, proveByPassword } from '../../auth/sign-in.js'
import { base32, totpUrl } from '../../auth/totp.js'
import { activateTotp, beginTotp, deactivateTotp } from '../../auth/totp-setup.js'
import type { SecondFactors } from '../../ports/second-factors.js'
import { jsonResponse, withCookie } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { authenticatedResponse } from '../auth-answers.js'
import { endedShortCookie, readCookie, shortCookie } from '../cookies.js'
import { fresh } from '../fresh.js'
import { readFields, secret, text } from '../input.js'
import { codesJson, passkeyJson, totpJson } from '../json/second-factors.js'
import { sessionOf } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SESSION } from './rules.js'

const BASE = '/_allauth/browser/v1'
const ALL = `${BASE}/account/authenticators`
const TOTP = `${ALL}/totp`
const CODES = `${ALL}/recovery-codes`
const SETUP_COOKIE = 'totpsetup'
const SETUP_SECONDS = 1800

/** Authenticator apps and recovery codes of who is signed in, and showing once more who they are. */
export const secondFactorRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listAuthenticators', auth: SESSION, handle: list },
  { method: 'GET', path: TOTP, operation: 'getTotp', auth: SESSION, handle: getTotp },
  { method: 'POST', path: TOTP, operation: 'activateTotp', auth: SESSION, handle: fresh(activate) },
  { method: 'DELETE', path: TOTP, operation: 'deactivateTotp', auth: SESSION, handle: fresh(deactivate) },
  { method: 'GET', path: CODES, operation: 'getRecoveryCodes', auth: SESSION, handle: fresh(getCodes) },
  { method: 'POST', path: CODES, operation: 'replaceRecoveryCodes', auth: SESSION, handle: fresh(replaceCodes) },
  { method: 'POST', path: `${BASE}/auth/reauthenticate`, operation: 'reauthenticate', auth: SESSION, handle: again },
  {
    ...{ method: 'POST', path: `${BASE}/auth/2fa/reauthenticate`, operation: 'reauthenticateByCode' },
    ...{ auth: SESSION, handle: againByCode },
  },
]

const CODE = { code: text({ min: 1, max: 20 }) }

async function list(call: Call): Promise<HttpResponse> {
  const factors = await factorsOfCaller(call)
  const data = [totpJson(factors), codesJson(factors), ...factors.passkeys.map(passkeyJson)]
  return jsonResponse(200, { status: 200, data: data.filter((one) => one !== null) })
}

/** 404 where there is no app, with the secret for one. */
async function getTotp(call: Call): Promise<HttpResponse> {
  const data = totpJson(await factorsOfCaller(call))
  if (data !== null) return jsonResponse(200, { status: 200, data })
  const { context, header } = call
  const who = sessionOf(call)
  const setup = beginTotp(context, who, readCookie(header('cookie'), SETUP_COOKIE))
  const meta = { secret: base32(setup.secret), totp_url: totpUrl(setup.secret, who.user.email) }
  const cookie = shortCookie(context.config, { name: SETUP_COOKIE, value: setup.sealed, seconds: SETUP_SECONDS })
  return withCookie(jsonResponse(404, { status: 404, meta }), cookie)
}

async function activate(call: Call): Promise<HttpResponse> {
  const { context, header } = call
  const who = sessionOf(call)
  const { code } = readFields(await call.json(), CODE)
  const areCodesNew = await activateTotp(context, who, { begun: readCookie(header('cookie'), SETUP_COOKIE), code })
  await record(call, { ...aboutUser(who.user), action: 'account.totp_activated' })
  const data = totpJson(await factorsOfCaller(call))
  const answer = jsonResponse(200, { status: 200, data, meta: { recovery_codes_generated: areCodesNew } })
  return withCookie(answer, endedShortCookie(context.config, SETUP_COOKIE))
}

async function deactivate(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  if (await deactivateTotp(call.context, user))
    await record(call, { ...aboutUser(user), action: 'account.totp_deactivated' })
  return jsonResponse(200, { status: 200 })
}

async function getCodes(call: Call): Promise<HttpResponse> {
  const factors = await factorsOfCaller(call)
  const data = codesJson(factors)
  if (data === null) return jsonResponse(404, { status: 404 })
  const codes = recoveryCodesOf(call.context, sessionOf(call).user, factors)
  const unused = codes.filter((_, index) => !factors.recoveryCodes?.used.includes(index))
  return jsonResponse(200, { status: 200, data: { ...data, unused_codes: unused } })
}

async function replaceCodes(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { user } = sessionOf(call)
  const codes = { sealedCodes: newRecoveryCodes(context, user), now: context.clock.now() }
  if (!(await context.storage.secondFactors.replaceRecoveryCodes(user.id, codes)))
    return jsonResponse(404, { status: 404 })
  await record(call, { ...aboutUser(user), action: 'account.recovery_codes_replaced' })
  return getCodes(call)
}

async function again(call: Call): Promise<HttpResponse> {
  const who = sessionOf(call)
  const { password } = readFields(await call.json(), { password: secret(4096) })
  return authenticatedResponse(who.user, await proveByPassword(call.context, who, password))
}

async function againByCode(call: Call): Promise<HttpResponse> {
  const who = sessionOf(call)
  const { code } = readFields(await call.json(), CODE)
  return authenticatedResponse(who.user, await proveByFactor(call.context, who, code))
}

function factorsOfCaller(call: Call): Promise<SecondFactors> {
  return call.context.storage.secondFactors.get(sessionOf(call).user.id)
}
