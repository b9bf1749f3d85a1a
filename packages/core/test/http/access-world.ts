import { SCOPES } from '../../src/auth/scopes.js'
import { startSession } from '../../src/auth/sessions.js'
import type { Route } from '../../src/http/types.js'
import { ROLES, type Role, type User } from '../../src/ports/model.js'
import { anError, aToken, aUser, report, type World } from './world.js'

/** Somebody who calls, and as whom. */
export interface Caller {
  readonly name: string
  /** Null for who is not in the organization. */
  readonly role: Role | null
  readonly kind: 'anonymous' | 'token' | 'browser'
  readonly scopes: readonly string[]
  readonly isSuperuser: boolean
}

/** Everybody whom a route may meet: each role with every scope, the owner with one scope at a time, strangers, browsers. */
export const CALLERS: readonly Caller[] = [
  { name: 'anonymous', role: null, kind: 'anonymous', scopes: [], isSuperuser: false },
  { name: 'a stranger', role: null, kind: 'token', scopes: SCOPES, isSuperuser: false },
  { name: 'a stranger in a browser', role: null, kind: 'browser', scopes: [], isSuperuser: false },
  { name: 'a superuser who is a stranger', role: null, kind: 'browser', scopes: [], isSuperuser: true },
  { name: 'an owner without a scope', role: 'owner', kind: 'token', scopes: [], isSuperuser: false },
  ...ROLES.map((role): Caller => ({ name: role, role, kind: 'token', scopes: SCOPES, isSuperuser: false })),
  ...ROLES.map(
    (role): Caller => ({ name: `${role} in a browser`, role, kind: 'browser', scopes: [], isSuperuser: false }),
  ),
  ...SCOPES.map(
    (scope): Caller => ({
      name: `owner with ${scope}`,
      role: 'owner',
      kind: 'token',
      scopes: [scope],
      isSuperuser: false,
    }),
  ),
]

/** What a route shows of the organization that nobody outside of it may see. */
export const SECRET = 'kept-to-ourselves'

/** An organization with one of everything, and the path of each route in it. */
export async function aPlace(world: World) {
  const tenant = await world.tenant(SECRET)
  const { organization, project, team, key, user } = tenant
  const { storage } = world.app.context
  const victim = await aUser(world.app)
  const member = await storage.organizations.addMember(organization.id, victim.id, 'member')
  const [first, eventId] = [
    await report(world.app, key, anError(SECRET, { environment: 'prod', release: '1.0' })),
    await report(world.app, key, anError(SECRET, { environment: 'prod', release: '1.0' })),
  ]
  const issue = (await storage.events.issueOfEvent(organization.id, first)) ?? ''
  const ask = (method: string, path: string, body?: unknown) =>
    world.ask(method, path, { token: tenant.token, ...(body === undefined ? {} : { body }) })
  const comment = await ask('POST', `/api/0/issues/${issue}/comments/`, { data: { text: SECRET } })
  const [hash] = await storage.issues.hashes(organization.id, issue)
  const alert = await ask('POST', `/api/0/projects/${organization.slug}/${project.slug}/alerts/`, { name: SECRET })
  const monitor = await ask('POST', `/api/0/organizations/${organization.slug}/monitors/`, {
    ...{ name: SECRET, monitorType: 'Heartbeat', expectedStatus: null, expectedBody: '', timeout: null },
  })
  const incident = await ask('POST', `/api/0/organizations/${organization.slug}/incidents/`, { title: SECRET })
  const view = await ask('POST', `/api/0/organizations/${organization.slug}/searches/`, {
    ...{ name: SECRET, query: 'is:unresolved', visibility: 'organization' },
  })
  const maintenance = await ask('POST', `/api/0/organizations/${organization.slug}/maintenance-windows/`, {
    ...{ title: SECRET, window: { kind: 'cron', cron: '0 4 * * *', minutes: 30, timezone: 'UTC' } },
  })
  const page = await ask('POST', `/api/0/organizations/${organization.slug}/status-pages/`, {
    ...{ name: SECRET, isPublic: false, slug: 'status' },
  })
  const integrations = `/api/0/organizations/${organization.slug}/integrations/`
  const integration = await ask('POST', integrations, { kind: 'slack', name: SECRET })
  const mute = await ask('POST', `/api/0/organizations/${organization.slug}/mutes/`, { isOwn: true })
  const params: Readonly<Record<string, string>> = {
    org: organization.slug,
    project: project.slug,
    team: team.slug,
    key: key.id,
    member: member.id,
    issue,
    event: eventId,
    environment: 'prod',
    version: '1.0',
    alert: String((alert.body as { id: number }).id),
    monitor: String((monitor.body as { id: number }).id),
    endpoint: (monitor.body as { endpointID: string }).endpointID,
    incident: String((incident.body as { id: string }).id),
    maintenance: String((maintenance.body as { id: string }).id),
    page: String((page.body as { slug: string }).slug),
    mute: String((mute.body as { id: string }).id),
    integration: String((integration.body as { id: string }).id),
    comment: String((comment.body as { id: number }).id),
    hash: hash ?? '',
    search: String((view.body as { id?: string }).id ?? ''),
    user: 'me',
  }
  return { ...tenant, owner: user, issue, params, pathOf: (route: Route) => pathOf(route, params) }
}

export type Place = Awaited<ReturnType<typeof aPlace>>

function pathOf({ path }: Route, params: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? '999999999'))
}

/** How the caller shows who they are. */
export async function credentialsOf(world: World, place: Place, caller: Caller): Promise<Record<string, string>> {
  if (caller.kind === 'anonymous') return {}
  const user = await userOf(world, place, caller)
  if (caller.kind === 'token') return { authorization: `Bearer ${await aToken(world.app, user, caller.scopes)}` }
  const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
  return { cookie: `sessionid=${secret}; csrftoken=x`, 'x-csrftoken': 'x' }
}

async function userOf(world: World, { organization, owner }: Place, { role, isSuperuser }: Caller): Promise<User> {
  if (role === 'owner') return owner
  const user = await aUser(world.app)
  if (isSuperuser) await world.app.context.storage.users.update(user.id, { isSuperuser })
  if (role !== null) await world.app.context.storage.organizations.addMember(organization.id, user.id, role)
  return user
}

/** What a body must have for the most routes; a route that wants something else says 422, which is not a refusal. */
export const ANY_BODY = {
  ...{ name: 'x', slug: 'x', status: 'resolved', isHidden: true, orgRole: 'member', acceptInvite: true },
  ...{ data: { text: 'x' }, email: 'invited@example.com', sendInvite: false, subscribeByDefault: true },
  ...{ version: '2.0', environment: 'prod' },
}
