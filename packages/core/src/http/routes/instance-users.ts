import { startActing, stopActing } from '../../auth/impersonation.js'
import { makePasswordLink, sendPasswordLink } from '../../auth/passwords.js'
import { factorsOf } from '../../auth/second-factor.js'
import type { ImpersonationJson, InstanceUserJson, PasswordLinkJson } from '../../client/admin-types.js'
import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import { notFound, userOf } from '../../orgs/access.js'
import type { User } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutUser, changed, record } from '../audit.js'
import { freshInApi } from '../fresh.js'
import { boolean, given, optional, readFields, readQuery, text } from '../input.js'
import { userJson } from '../json/users.js'
import { sessionOf } from '../own-user.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SESSION, SUPERUSER } from './rules.js'

const USERS = '/api/0/instance/users/'
const USER = `${USERS}:user/`
const ACTING = '/api/0/impersonation/'

/** What who runs the instance does with the accounts of others. */
export const instanceUserRoutes: readonly Route[] = [
  { method: 'GET', path: USERS, operation: 'listUsers', auth: SUPERUSER, handle: list },
  { method: 'GET', path: USER, operation: 'getUser', auth: SUPERUSER, handle: get },
  { method: 'PUT', path: USER, operation: 'updateUser', auth: SUPERUSER, handle: freshInApi(update) },
  { method: 'DELETE', path: USER, operation: 'deleteUser', auth: SUPERUSER, handle: freshInApi(remove) },
  {
    ...{ method: 'POST', path: `${USER}password-link/`, operation: 'createPasswordLink' },
    ...{ auth: SUPERUSER, handle: freshInApi(makeLink) },
  },
  {
    ...{ method: 'DELETE', path: `${USER}second-factors/`, operation: 'removeSecondFactors' },
    ...{ auth: SUPERUSER, handle: freshInApi(removeFactors) },
  },
  {
    method: 'DELETE',
    path: `${USER}sessions/`,
    operation: 'endUserSessions',
    auth: SUPERUSER,
    handle: freshInApi(endSessions),
  },
  {
    method: 'POST',
    path: `${USER}impersonation/`,
    operation: 'impersonate',
    auth: SUPERUSER,
    handle: freshInApi(impersonate),
  },
  { method: 'DELETE', path: ACTING, operation: 'stopImpersonation', auth: SESSION, handle: stop },
]

const CHANGE = {
  isActive: optional(boolean),
  isSuperuser: optional(boolean),
  name: optional(text({ max: 255 })),
}

async function list(call: Call): Promise<HttpResponse> {
  const query = readQuery(call.query, 'query', optional(text({ max: 200 }))) ?? ''
  const page = await call.context.storage.users.list(pageOf(call.query), { query })
  return pageResponse(call, page, (user) => userJson(user))
}

async function get(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, await detail(call.context, await open(call)))
}

/** Nobody locks themselves out, so that somebody is always left who can let others in. */
async function update(call: Call): Promise<HttpResponse> {
  const { users, sessions } = call.context.storage
  const change = given(readFields(await call.json(), CHANGE))
  const before = await open(call)
  if (change.isActive === false || change.isSuperuser === false) refuseSelf(call, before)
  const after = await users.update(before.id, change)
  if (after === null) throw notFound('user')
  if (!after.isActive) await sessions.deleteForUser(after.id)
  await record(call, { ...aboutUser(after), action: 'user.updated', ...changed(userJson(before), userJson(after)) })
  return jsonResponse(200, userJson(after))
}

async function remove(call: Call): Promise<HttpResponse> {
  const user = await open(call)
  refuseSelf(call, user)
  await call.context.storage.users.delete(user.id)
  await record(call, { ...aboutUser(user), action: 'user.deleted' })
  return emptyResponse()
}

/** Where no mail is sent, or the superuser would rather hand it over, the answer has the link. */
async function makeLink(call: Call): Promise<HttpResponse> {
  const { send = true } = readFields(await call.json(), { send: optional(boolean) })
  const user = await open(call)
  refuseSelf(call, user)
  const isSent = send && call.context.mailer !== null
  const link = isSent ? null : await makePasswordLink(call.context, user)
  if (isSent) await sendPasswordLink(call.context, user)
  await record(call, { ...aboutUser(user), action: 'user.password_link_made', after: { isSent } })
  const answer: PasswordLinkJson = { isSent, link }
  return jsonResponse(200, answer)
}

async function removeFactors(call: Call): Promise<HttpResponse> {
  const user = await open(call)
  refuseSelf(call, user)
  const { secondFactors } = call.context.storage
  const before = factorsOf(await secondFactors.get(user.id))
  if (await secondFactors.removeAll(user.id))
    await record(call, { ...aboutUser(user), action: 'user.second_factors_removed', before: { secondFactors: before } })
  return emptyResponse()
}

async function endSessions(call: Call): Promise<HttpResponse> {
  const user = await open(call)
  const { context, actor } = call
  const count = (await context.storage.sessions.list(user.id, context.clock.now())).length
  // Whoever ends their own stays where they are.
  const own = actor.kind === 'session' && actor.user.id === user.id ? { except: actor.session.idHash } : {}
  await context.storage.sessions.deleteForUser(user.id, own)
  await record(call, { ...aboutUser(user), action: 'user.sessions_ended', before: { sessions: count } })
  return emptyResponse()
}

async function impersonate(call: Call): Promise<HttpResponse> {
  if (call.actor.kind !== 'session')
    throw new AppError('invalid_input', 'The app that Mishap is part of signs people in: act as somebody else there.')
  const user = await open(call)
  const { until } = await startActing(call.context, sessionOf(call).session, user)
  await record(call, { ...aboutUser(user), action: 'user.impersonated', after: { until } })
  const answer: ImpersonationJson = { user: { id: user.id, email: user.email }, until: until.toISOString() }
  return jsonResponse(200, answer)
}

async function stop(call: Call): Promise<HttpResponse> {
  const { user, session } = sessionOf(call)
  const { actor } = call
  if (actor.kind === 'session' && actor.impersonator !== null) {
    await stopActing(call.context, session)
    await record(call, { ...aboutUser(user), action: 'user.impersonation_ended' })
  }
  return emptyResponse()
}

async function open({ context, params }: Call): Promise<User> {
  const user = await context.storage.users.get(params.user ?? '')
  if (user === null) throw notFound('user')
  return user
}

function refuseSelf({ actor }: Call, { id }: User): void {
  if (id === userOf(actor).id)
    throw new AppError(
      'invalid_input',
      'Nobody does this to their own account here: how you sign in is under your profile.',
    )
}

async function detail({ storage, clock }: Context, user: User): Promise<InstanceUserJson> {
  const [factors, sessions, identities, organizations] = await Promise.all([
    storage.secondFactors.get(user.id),
    storage.sessions.list(user.id, clock.now()),
    storage.signIn.identities(user.id),
    allPages((page) => storage.organizations.listForUser(user.id, page)),
  ])
  const places = await Promise.all(
    organizations.map(async ({ id, slug, name }) => {
      const membership = await storage.organizations.membership(id, user.id)
      return membership === null ? [] : [{ slug, name, role: membership.role }]
    }),
  )
  return {
    ...userJson(user, identities),
    secondFactors: [...factorsOf(factors)],
    sessionCount: sessions.length,
    organizations: places.flat(),
  }
}
