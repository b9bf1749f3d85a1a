import { addEmail, removeEmail, resendConfirmation, setPrimaryEmail } from '../../auth/emails.js'
import { AppError } from '../../errors.js'
import { jsonResponse } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { fresh } from '../fresh.js'
import { readFields, text } from '../input.js'
import { sessionOf } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC, SESSION } from './rules.js'

const BASE = '/_allauth/browser/v1'
const PATH = `${BASE}/account/email`

/**
 * The caller's addresses as the auth API has them; the management API has the same under `users/me/emails/`, for the front
 * end of GlitchTip, which does not know that somebody may have to show once more who they are.
 */
export const accountEmailRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: null, auth: SESSION, handle: list },
  { method: 'POST', path: PATH, operation: null, auth: SESSION, handle: fresh(add) },
  { method: 'PUT', path: PATH, operation: null, auth: SESSION, handle: resend },
  { method: 'PATCH', path: PATH, operation: null, auth: SESSION, handle: fresh(makePrimary) },
  { method: 'DELETE', path: PATH, operation: null, auth: SESSION, handle: fresh(remove) },
  { method: 'POST', path: `${BASE}/auth/email/verify/resend`, operation: null, auth: PUBLIC, handle: resendPrimary },
]

const ONE = { email: text({ min: 1, max: 254 }) }

async function list(call: Call): Promise<HttpResponse> {
  const emails = await call.context.storage.accounts.emails(sessionOf(call).user.id)
  const data = emails.map(({ email, isPrimary, isVerified }) => ({ email, primary: isPrimary, verified: isVerified }))
  return jsonResponse(200, { status: 200, data })
}

async function add(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  const { email } = await addEmail(call.context, user, readFields(await call.json(), ONE).email)
  await record(call, { ...aboutUser(user), action: 'account.email_added', after: { email } })
  return list(call)
}

/** 403 says that there is nothing to confirm. */
async function resend(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  const wanted = readFields(await call.json(), ONE)
    .email.trim()
    .toLowerCase()
  const emails = await call.context.storage.accounts.emails(user.id)
  const own = emails.find((one) => one.email.toLowerCase() === wanted)
  if (own === undefined || own.isVerified) return jsonResponse(403, { status: 403 })
  await resendConfirmation(call.context, user, own.email)
  return jsonResponse(200, { status: 200 })
}

async function makePrimary(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  const { email } = await setPrimaryEmail(call.context, user, readFields(await call.json(), ONE).email)
  if (email !== user.email)
    await record(call, {
      ...aboutUser(user),
      action: 'account.primary_email_changed',
      before: { email: user.email },
      after: { email },
    })
  return list(call)
}

async function remove(call: Call): Promise<HttpResponse> {
  const { user } = sessionOf(call)
  const { email } = readFields(await call.json(), ONE)
  await removeEmail(call.context, user, email)
  await record(call, { ...aboutUser(user), action: 'account.email_removed', before: { email } })
  return list(call)
}

/** For the primary address of who is signed in; there is no sign-in that waits for it. */
async function resendPrimary({ actor, context }: Call): Promise<HttpResponse> {
  if (actor.kind !== 'session') return jsonResponse(409, { status: 409 })
  const [primary] = await context.storage.accounts.emails(actor.user.id)
  if (primary === undefined) throw new AppError('not_found', 'Not found: the account has no address.')
  if (primary.isVerified) return jsonResponse(409, { status: 409 })
  await resendConfirmation(context, actor.user, primary.email)
  return jsonResponse(200, { status: 200 })
}
