import { createApiToken, scopesOfMask } from '../../auth/api-tokens.js'
import type { UserJson } from '../../client/account-types.js'
import { AppError, invalidField } from '../../errors.js'
import { notFound, userOf } from '../../orgs/access.js'
import type { ApiToken, User } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { boolean, type Field, given, integer, listOf, nullable, object, optional, readFields, text } from '../input.js'
import { apiTokenJson, userJson } from '../json/users.js'
import { ownUser } from '../own-user.js'
import { pageOf, pageResponse } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ACCOUNT, SESSION } from './rules.js'

/** The caller's own account and tokens. Nobody sees another's. */
export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/0/users/', operation: null, auth: ACCOUNT, handle: listUsers },
  { method: 'GET', path: '/api/0/users/:user/', operation: 'getMe', auth: ACCOUNT, handle: getUser },
  { method: 'PUT', path: '/api/0/users/:user/', operation: 'updateMe', auth: ACCOUNT, handle: putUser },
  { method: 'DELETE', path: '/api/0/users/:user/', operation: 'deleteMe', auth: SESSION, handle: deleteUser },
  { method: 'GET', path: '/api/0/api-tokens/', operation: 'listTokens', auth: SESSION, handle: listTokens },
  { method: 'POST', path: '/api/0/api-tokens/', operation: 'createToken', auth: SESSION, handle: postToken },
  { method: 'DELETE', path: '/api/0/api-tokens/:token/', operation: 'deleteToken', auth: SESSION, handle: deleteToken },
]

const OPTIONS = {
  timezone: optional(nullable(text({ max: 64 }))),
  stacktraceOrder: optional(nullable(integer(-1000, 1000))),
  language: optional(nullable(text({ max: 16 }))),
  clock24Hours: optional(nullable(boolean)),
  preferredTheme: optional(nullable(text({ max: 16 }))),
}

async function listUsers(call: Call): Promise<HttpResponse> {
  return pageResponse(call, { items: [userOf(call.actor)], next: null, previous: null }, (user) => userJson(user))
}

async function getUser(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, { ...(await withIdentities(call, ownUser(call))), ...impersonatedBy(call) })
}

async function withIdentities({ context }: Call, user: User): Promise<UserJson> {
  return userJson(user, await context.storage.signIn.identities(user.id))
}

function impersonatedBy({ actor }: Call): Pick<UserJson, 'impersonatedBy'> {
  if (actor.kind !== 'session' || actor.impersonator === null) return {}
  const { user, until } = actor.impersonator
  return { impersonatedBy: { email: user.email, until: until.toISOString() } }
}

async function putUser(call: Call): Promise<HttpResponse> {
  const user = ownUser(call)
  const input = readFields(await call.json(), {
    name: optional(nullable(text({ max: 255 }))),
    options: optional(object),
  })
  const options = input.options === undefined ? {} : given(readFields(input.options, OPTIONS))
  const change = {
    ...(input.name === undefined ? {} : { name: input.name ?? '' }),
    options: { ...user.options, ...options },
  }
  const updated = await call.context.storage.users.update(user.id, change)
  if (updated === null) throw notFound('user')
  return jsonResponse(200, await withIdentities(call, updated))
}

async function deleteUser(call: Call): Promise<HttpResponse> {
  const user = ownUser(call)
  if (user.isSuperuser)
    throw new AppError('invalid_input', 'Whoever runs the instance cannot leave it by deleting the account.')
  await call.context.storage.users.delete(user.id)
  await record(call, { ...aboutUser(user), action: 'account.deleted' })
  return emptyResponse()
}

async function listTokens(call: Call): Promise<HttpResponse> {
  const page = await call.context.storage.tokens.list(userOf(call.actor).id, pageOf(call.query))
  return pageResponse(call, page, (token) => apiTokenJson(token))
}

/** Scopes come as a list of names, or as one number with a bit for each. */
const scopesField: Field<readonly string[]> = (value, loc) =>
  typeof value === 'number' ? scopesOfMask(value) : listOf(text({ max: 40 }), 100)(value, loc)

async function postToken(call: Call): Promise<HttpResponse> {
  const input = readFields(await call.json(), {
    label: optional(nullable(text({ max: 255 }))),
    scopes: scopesField,
    expires: optional(nullable(text({ max: 40 }))),
  })
  const expiresAt = input.expires == null ? null : parseTime(input.expires, call.context.clock.now(), 'expires')
  if (expiresAt !== null && expiresAt <= call.context.clock.now())
    throw invalidField('expires', 'out_of_range', 'Wanted a time to come')
  const { token, value } = await createApiToken(call.context, {
    userId: userOf(call.actor).id,
    label: input.label ?? '',
    scopes: input.scopes,
    expiresAt,
  })
  await record(call, {
    ...aboutToken(token),
    action: 'token.created',
    after: { scopes: token.scopes, expires: token.expiresAt },
  })
  return jsonResponse(201, apiTokenJson(token, value))
}

async function deleteToken(call: Call): Promise<HttpResponse> {
  const { context, actor, params } = call
  const isGone = await context.storage.tokens.delete(userOf(actor).id, params.token ?? '')
  if (!isGone) throw notFound('token')
  await record(call, { ...aboutToken({ id: params.token ?? '', label: '' }), action: 'token.deleted' })
  return emptyResponse()
}

function aboutToken({ id, label }: Pick<ApiToken, 'id' | 'label'>) {
  return { organizationId: null, target: { kind: 'token', id, name: label } }
}
