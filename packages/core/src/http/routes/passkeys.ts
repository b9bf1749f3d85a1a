import { limitAttempts } from '../../auth/limit.js'
import {
  addPasskey,
  creationOptions,
  removePasskeys,
  requestOptions,
  usePasskey,
} from '../../auth/passkeys/passkeys.js'
import { pendingSignIn, prove } from '../../auth/sign-in.js'
import { hashToken } from '../../auth/tokens.js'
import { AppError } from '../../errors.js'
import { jsonResponse } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { anonymousResponse, authenticatedResponse } from '../auth-answers.js'
import { PENDING_COOKIE, readCookie } from '../cookies.js'
import { fresh } from '../fresh.js'
import { integer, listOf, nullable, object, optional, readFields, text } from '../input.js'
import { passkeyJson } from '../json/second-factors.js'
import { sessionOf } from '../own-user.js'
import { finishWaiting, signIn, withCsrf } from '../signed-in.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC, SESSION } from './rules.js'

const BASE = '/_allauth/browser/v1'
const OWN = `${BASE}/account/authenticators/webauthn`
const LOGIN = `${BASE}/auth/webauthn/login`
const FACTOR = `${BASE}/auth/webauthn/authenticate`
const AGAIN = `${BASE}/auth/webauthn/reauthenticate`

/** Passkeys and security keys: the caller's own, and signing in with one, instead of the password or beside it. */
export const passkeyRoutes: readonly Route[] = [
  { method: 'GET', path: OWN, operation: 'beginPasskey', auth: SESSION, handle: fresh(begin) },
  { method: 'POST', path: OWN, operation: 'addPasskey', auth: SESSION, handle: fresh(add) },
  { method: 'PUT', path: OWN, operation: 'renamePasskey', auth: SESSION, handle: fresh(rename) },
  { method: 'DELETE', path: OWN, operation: 'removePasskeys', auth: SESSION, handle: fresh(remove) },
  { method: 'GET', path: LOGIN, operation: 'beginPasskeyLogin', auth: PUBLIC, handle: beginLogin },
  { method: 'POST', path: LOGIN, operation: 'loginByPasskey', auth: PUBLIC, handle: login },
  { method: 'GET', path: FACTOR, operation: 'beginPasskeyFactor', auth: PUBLIC, handle: beginFactor },
  { method: 'POST', path: FACTOR, operation: 'authenticateByPasskey', auth: PUBLIC, handle: factor },
  { method: 'GET', path: AGAIN, operation: 'beginPasskeyProof', auth: SESSION, handle: beginAgain },
  { method: 'POST', path: AGAIN, operation: 'reauthenticateByPasskey', auth: SESSION, handle: again },
]

const NAME = text({ min: 1, max: 100 })
const ID = integer(1, Number.MAX_SAFE_INTEGER)
const BYTES = text({ min: 1, max: 32_768 })
const NEW = { clientDataJSON: BYTES, attestationObject: BYTES, transports: optional(listOf(text({ max: 30 }), 10)) }
const USED = {
  clientDataJSON: BYTES,
  authenticatorData: BYTES,
  signature: BYTES,
  userHandle: optional(nullable(text({ max: 100 }))),
}

async function begin(call: Call): Promise<HttpResponse> {
  const isPasswordless = call.query.has('passwordless') && call.query.get('passwordless') !== 'false'
  const publicKey = await creationOptions(call.context, sessionOf(call), { isPasswordless, ip: call.ip })
  return jsonResponse(200, { status: 200, data: { creation_options: { publicKey } } })
}

async function add(call: Call): Promise<HttpResponse> {
  const who = sessionOf(call)
  const body = await call.json()
  const { name = 'Passkey', credential } = readFields(body, { name: optional(NAME), credential: object })
  const { id, response } = readFields(credential, { id: BYTES, response: object })
  const { transports = [], ...made } = readFields(response, NEW)
  const { passkey, areCodesNew } = await addPasskey(call.context, who, {
    name,
    credential: { id, ...made },
    transports,
  })
  const after = { name, is_passwordless: passkey.isPasswordless }
  await record(call, { ...aboutUser(who.user), action: 'account.passkey_added', after })
  const meta = { recovery_codes_generated: areCodesNew }
  return jsonResponse(200, { status: 200, data: passkeyJson(passkey), meta })
}

async function rename(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  const { id, name } = readFields(await call.json(), { id: ID, name: NAME })
  const { secondFactors } = call.context.storage
  const before = (await secondFactors.get(user.id)).passkeys.find((one) => one.id === String(id))
  const passkey = await secondFactors.renamePasskey(user.id, String(id), name)
  if (passkey === null || before === undefined)
    throw new AppError('not_found', 'Not found: this is none of your passkeys.')
  if (before.name !== name)
    await record(call, {
      ...aboutUser(user),
      action: 'account.passkey_renamed',
      before: { name: before.name },
      after: { name },
    })
  return jsonResponse(200, { status: 200, data: passkeyJson(passkey) })
}

/** Ids that are nobody's, or somebody else's, are removed already as far as the caller can tell. */
async function remove(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  const { authenticators: ids } = readFields(await call.json(), { authenticators: listOf(ID, 100) })
  const removed = await removePasskeys(call.context, user, ids.map(String))
  for (const { name } of removed)
    await record(call, { ...aboutUser(user), action: 'account.passkey_removed', before: { name } })
  return jsonResponse(200, { status: 200 })
}

const LOGIN_HOLDER = { purpose: 'login', holder: '' } as const

async function beginLogin(call: Call): Promise<HttpResponse> {
  const options = await requestOptions(call.context, { ...LOGIN_HOLDER, user: null, ip: call.ip })
  return withCsrf(call, requestResponse(options))
}

async function login(call: Call): Promise<HttpResponse> {
  if (call.actor.kind === 'session') return jsonResponse(409, { status: 409 })
  const { context, ip } = call
  await limitAttempts(context, { key: `login:address:${ip ?? 'unknown'}`, limit: 60 })
  const user = await usePasskey(context, { ...LOGIN_HOLDER, user: null }, await readUsed(call))
  return signIn(call, user, authenticatedResponse, { proofs: ['webauthn'] })
}

async function beginFactor(call: Call): Promise<HttpResponse> {
  const { context, ip } = call
  const waiting = readCookie(call.header('cookie'), PENDING_COOKIE)
  const pending = await pendingSignIn(context, waiting)
  if (pending === null || waiting === null) return anonymousResponse(context)
  return requestResponse(await requestOptions(context, { ...factorHolder(waiting), user: pending.user, ip }))
}

async function factor(call: Call): Promise<HttpResponse> {
  const credential = await readUsed(call)
  return finishWaiting(call, async (user, waiting) => {
    await usePasskey(call.context, { ...factorHolder(waiting), user }, credential)
    return 'webauthn'
  })
}

async function beginAgain(call: Call): Promise<HttpResponse> {
  const { user, session } = sessionOf(call)
  const holder = { purpose: 'again', holder: session.idHash } as const
  return requestResponse(await requestOptions(call.context, { ...holder, user, ip: call.ip }))
}

async function again(call: Call): Promise<HttpResponse> {
  const { user, session } = sessionOf(call)
  await usePasskey(call.context, { purpose: 'again', holder: session.idHash, user }, await readUsed(call))
  return authenticatedResponse(user, await prove(call.context, session, 'webauthn'))
}

function factorHolder(waiting: string) {
  return { purpose: 'factor', holder: hashToken(waiting) } as const
}

async function readUsed(call: Call) {
  const { credential } = readFields(await call.json(), { credential: object })
  const { id, response } = readFields(credential, { id: BYTES, response: object })
  const { userHandle, ...used } = readFields(response, USED)
  return { id, ...used, userHandle: userHandle === undefined || userHandle === '' ? null : userHandle }
}

function requestResponse(publicKey: object): HttpResponse {
  return jsonResponse(200, { status: 200, data: { request_options: { publicKey } } })
}
