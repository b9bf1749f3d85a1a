import { addEmail, confirmEmail, removeEmail, resendConfirmation, setPrimaryEmail } from '../../auth/emails.js'
import { hashToken } from '../../auth/tokens.js'
import type { EmailJson } from '../../client/account-types.js'
import { invalidField } from '../../errors.js'
import type { UserEmail } from '../../ports/accounts.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { anonymousResponse, authenticatedResponse } from '../auth-answers.js'
import { freshInApi } from '../fresh.js'
import { readFields, text } from '../input.js'
import { authUserJson } from '../json/users.js'
import { ownUser } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ACCOUNT, PUBLIC, SESSION } from './rules.js'

const ALL = '/api/0/users/:user/emails/'
const VERIFY = '/_allauth/browser/v1/auth/email/verify'

/** The caller's addresses. By a token they are only read: whoever changes them can take the account. */
export const emailRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listEmails', auth: ACCOUNT, handle: list },
  { method: 'POST', path: ALL, operation: 'addEmail', auth: SESSION, handle: freshInApi(add) },
  { method: 'PUT', path: ALL, operation: 'setPrimaryEmail', auth: SESSION, handle: freshInApi(setPrimary) },
  { method: 'DELETE', path: ALL, operation: 'removeEmail', auth: SESSION, handle: freshInApi(remove) },
  { method: 'POST', path: `${ALL}confirm/`, operation: 'sendConfirmation', auth: SESSION, handle: resend },
  { method: 'GET', path: VERIFY, operation: null, auth: PUBLIC, handle: getConfirmation },
  { method: 'POST', path: VERIFY, operation: 'confirmEmail', auth: PUBLIC, handle: confirm },
]

const ONE = { email: text({ min: 1, max: 254 }) }

async function list(call: Call): Promise<HttpResponse> {
  const emails = await call.context.storage.accounts.emails(ownUser(call).id)
  return jsonResponse(200, emails.map(emailJson))
}

async function add(call: Call): Promise<HttpResponse> {
  const user = ownUser(call)
  const added = await addEmail(call.context, user, readFields(await call.json(), ONE).email)
  await record(call, { ...aboutUser(user), action: 'account.email_added', after: { email: added.email } })
  return jsonResponse(201, emailJson(added))
}

async function setPrimary(call: Call): Promise<HttpResponse> {
  const user = ownUser(call)
  const primary = await setPrimaryEmail(call.context, user, readFields(await call.json(), ONE).email)
  if (primary.email !== user.email)
    await record(call, {
      ...aboutUser(user),
      action: 'account.primary_email_changed',
      before: { email: user.email },
      after: { email: primary.email },
    })
  return jsonResponse(200, emailJson(primary))
}

async function remove(call: Call): Promise<HttpResponse> {
  const user = ownUser(call)
  const { email } = readFields(await call.json(), ONE)
  await removeEmail(call.context, user, email)
  await record(call, { ...aboutUser(user), action: 'account.email_removed', before: { email } })
  return emptyResponse()
}

async function resend(call: Call): Promise<HttpResponse> {
  await resendConfirmation(call.context, ownUser(call), readFields(await call.json(), ONE).email)
  return emptyResponse()
}

async function getConfirmation({ context, header }: Call): Promise<HttpResponse> {
  const { accounts, users } = context.storage
  const key = hashToken(header('x-email-verification-key') ?? '')
  const found = await accounts.findConfirmation(key, context.clock.now())
  const user = found === null ? null : await users.get(found.userId)
  if (found === null || user === null) throw invalidField('key', 'invalid_or_expired_key', 'Invalid or expired key.')
  const data = { email: found.email, user: authUserJson(user) }
  return jsonResponse(200, { status: 200, data, meta: { is_authenticating: false } })
}

/** Signed in or not: the link in the mail is what counts. It signs nobody in. */
async function confirm(call: Call): Promise<HttpResponse> {
  const { key } = readFields(await call.json(), { key: text({ min: 1, max: 200 }) })
  const { userId, email } = await confirmEmail(call.context, key)
  await record(call, {
    ...aboutUser({ id: userId, email }),
    action: 'account.email_confirmed',
    after: { email },
  })
  const { actor, context } = call
  return actor.kind === 'session' ? authenticatedResponse(actor.user, actor.session) : anonymousResponse(context)
}

function emailJson({ email, isPrimary, isVerified }: UserEmail): EmailJson {
  return { email, isPrimary, isVerified }
}
