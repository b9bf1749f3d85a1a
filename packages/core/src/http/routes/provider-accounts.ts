import { securityMail, sendAside } from '../../auth/account-mails.js'
import { limitAttempts } from '../../auth/limit.js'
import { admit, admitByTypedEmail, connect, identityOf } from '../../auth/providers/admit.js'
import { joinByProvider } from '../../auth/providers/join.js'
import { accessOf, allowsPasswords, allProviders, openProvider, openProviders } from '../../auth/providers/known.js'
import { isEmail } from '../../auth/users.js'
import { AppError, invalidField } from '../../errors.js'
import type { User } from '../../ports/model.js'
import { jsonResponse, withCookie } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { authenticatedResponse } from '../auth-answers.js'
import { endedShortCookie } from '../cookies.js'
import { fresh, whenStale } from '../fresh.js'
import { object, oneOf, readFields, secret, text } from '../input.js'
import { providerAccountJson } from '../json/providers.js'
import { sessionOf } from '../own-user.js'
import { recordJoining, SIGNUP_COOKIE, waitingSignup } from '../provider-signup.js'
import { signInOrWait } from '../signed-in.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC, SESSION } from './rules.js'

const BASE = '/_allauth/browser/v1'
const ACCOUNTS = `${BASE}/account/providers`
const SIGNUP = `${BASE}/auth/provider/signup`

/** Accounts at providers: those of who is signed in, and of who comes by one without an address. */
export const providerAccountRoutes: readonly Route[] = [
  { method: 'GET', path: ACCOUNTS, operation: 'listProviderAccounts', auth: SESSION, handle: list },
  { method: 'DELETE', path: ACCOUNTS, operation: 'disconnectProvider', auth: SESSION, handle: fresh(disconnect) },
  { method: 'GET', path: SIGNUP, operation: 'getProviderSignup', auth: PUBLIC, handle: getSignup },
  { method: 'POST', path: SIGNUP, operation: 'finishProviderSignup', auth: PUBLIC, handle: postSignup },
  { method: 'POST', path: `${BASE}/auth/provider/token`, operation: null, auth: PUBLIC, handle: postToken },
]

async function list(call: Call): Promise<HttpResponse> {
  const [identities, providers] = await Promise.all([
    call.context.storage.signIn.identities(sessionOf(call).user.id),
    allProviders(call.context),
  ])
  const known = new Map(providers.map((provider) => [provider.id, provider]))
  const data = identities.map((identity) => providerAccountJson(identity, known.get(identity.providerId)))
  return jsonResponse(200, { status: 200, data })
}

async function disconnect(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { user } = sessionOf(call)
  const { provider, account } = readFields(await call.json(), {
    provider: text({ min: 1, max: 30 }),
    account: text({ min: 1, max: 300 }),
  })
  const which = { providerId: provider, subject: account, keepOneOf: await needsOneOf(call, user) }
  if (!(await context.storage.signIn.disconnect(user.id, which)))
    throw invalidField('account', 'account_not_found', 'This account is not connected.')
  await record(call, { ...aboutUser(user), action: 'account.disconnected', before: { provider, account } })
  sendAside(context, securityMail(context, user, `An account at ${provider} was disconnected from yours`))
  return list(call)
}

// Who has a password that opens something, or a passkey that needs none, may let go of every one of them.
async function needsOneOf({ context }: Call, user: User): Promise<readonly string[] | null> {
  if (user.passwordHash !== null && (await allowsPasswords(context))) return null
  const { passkeys } = await context.storage.secondFactors.get(user.id)
  if (passkeys.some(({ isPasswordless }) => isPasswordless)) return null
  return (await openProviders(context)).map(({ id }) => id)
}

async function getSignup(call: Call): Promise<HttpResponse> {
  const waiting = await waitingSignup(call, 'find')
  if (waiting === null) return jsonResponse(409, { status: 409 })
  const { provider } = await openProvider(call.context, waiting.providerId)
  const identity = identityOf({ provider, claims: waiting.claims })
  const user = { id: 0, display: identity.name, has_usable_password: false }
  const data = { email: [], account: providerAccountJson(identity, provider), user }
  return jsonResponse(200, { status: 200, data })
}

async function postSignup(call: Call): Promise<HttpResponse> {
  const { context, ip } = call
  const { email } = readFields(await call.json(), { email: text({ min: 1, max: 254 }) })
  if (!isEmail(email)) throw invalidField('email', 'email', 'Enter an email address, such as ada@example.com.')
  const waiting = await waitingSignup(call, 'find')
  if (waiting === null) return jsonResponse(409, { status: 409 })
  const { provider } = await openProvider(context, waiting.providerId)
  const arrival = { provider, claims: waiting.claims }
  const identity = identityOf(arrival)
  const user = await admitByTypedEmail(context, identity, { email, ip })
  if (user === null)
    throw invalidField(
      'email',
      'email_taken',
      'There is an account with this address. Sign in to it and connect the provider in its settings.',
    )
  await waitingSignup(call, 'take')
  const account = { providerId: provider.id, subject: identity.subject }
  await record(call, { ...aboutUser(user), action: 'account.created', after: { provider: provider.id } })
  await recordJoining(call, user, arrival, await joinByProvider(context, user, arrival))
  const answer = await signInOrWait(call, user, { proofs: ['provider'], account, trustsSecondFactor: true })
  return withCookie(answer, endedShortCookie(context.config, SIGNUP_COOKIE))
}

/** For pages and apps that have got an ID token for our client by themselves. */
async function postToken(call: Call): Promise<HttpResponse> {
  const { context, ip } = call
  await limitAttempts(context, { key: `provider:address:${ip ?? 'unknown'}`, limit: 60 })
  const fields = { provider: text({ min: 1, max: 30 }), process: oneOf('login', 'connect'), token: object }
  const input = readFields(await call.json(), fields)
  const token = readFields(input.token, { client_id: text({ min: 1, max: 300 }), id_token: secret(20_000) })
  const { provider, client } = await openProvider(context, input.provider).catch(refuseToken)
  if (token.client_id !== provider.clientId || provider.kind === 'github') return refuseToken()
  const claims = await client.readToken(accessOf(provider), token.id_token).catch(refuseToken)
  const arrival = { provider, claims }
  if (input.process === 'connect') return connectByToken(call, arrival)
  const admission = await admit(context, { ...arrival, ip, isInvited: false })
  if (admission.kind === 'nameless') return refuseToken()
  const { user, kind } = admission
  const action = kind === 'made' ? 'account.created' : 'account.connected'
  if (kind !== 'known') await record(call, { ...aboutUser(user), action, after: { provider: provider.id } })
  await recordJoining(call, user, arrival, await joinByProvider(context, user, arrival))
  const account = { providerId: provider.id, subject: claims.subject }
  return signInOrWait(call, user, { proofs: ['provider'], account, trustsSecondFactor: provider.trustsSecondFactor })
}

async function connectByToken(call: Call, arrival: Parameters<typeof connect>[2]): Promise<HttpResponse> {
  if (call.actor.kind !== 'session') throw new AppError('unauthenticated', 'Wanted a session, found none')
  const { user, session } = call.actor
  const stale = await whenStale(call)
  if (stale !== null) return stale
  await connect(call.context, user, arrival)
  await record(call, { ...aboutUser(user), action: 'account.connected', after: { provider: arrival.provider.id } })
  return authenticatedResponse(user, session)
}

function refuseToken(): never {
  throw invalidField('token', 'invalid_token', 'The token is not one of this provider for this server.')
}
