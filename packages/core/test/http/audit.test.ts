import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startSession } from '../../src/auth/sessions.js'
import type { AuditEntryJson } from '../../src/client/index.js'
import { aUser, aWorld, type Tenant, type World } from './world.js'

let world: World
let acme: Tenant

beforeAll(async () => {
  world = await aWorld({ trustProxy: true })
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const LOG = '/api/0/organizations/acme/audit-logs/'
const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, path, {
    token: acme.token,
    headers: { 'x-forwarded-for': '203.0.113.7', 'user-agent': 'sentry-cli/3.8.0' },
    ...(body === undefined ? {} : { body }),
  })
const logOf = async (query = '') => (await ask('GET', `${LOG}${query}`)).body as readonly AuditEntryJson[]
const lastOf = async () => (await logOf('?limit=1'))[0]

describe('the audit log', () => {
  it('says who did what to what, before and after, from where', async () => {
    await ask('PUT', '/api/0/projects/acme/web/', { name: 'Website', eventThrottleRate: 5 })
    expect(await lastOf()).toEqual({
      id: expect.stringMatching(/^\d+$/),
      dateCreated: expect.stringMatching(/Z$/),
      action: 'project.updated',
      actor: { id: acme.user.id, email: acme.user.email },
      impersonator: null,
      via: 'cli',
      ipAddress: '203.0.113.7',
      organizationID: acme.organization.id,
      target: { kind: 'project', id: acme.project.id, name: 'web' },
      before: { name: 'Web', eventThrottleRate: 0 },
      after: { name: 'Website', eventThrottleRate: 5 },
    })
  })

  it.each<[string, string, string, unknown]>([
    ['organization.updated', 'PUT', '/api/0/organizations/acme/', { openMembership: false }],
    ['team.created', 'POST', '/api/0/organizations/acme/teams/', { slug: 'new' }],
    ['team.updated', 'PUT', '/api/0/teams/acme/new/', { slug: 'newer' }],
    ['project.team_added', 'POST', '/api/0/projects/acme/web/teams/newer/', {}],
    ['project.team_removed', 'DELETE', '/api/0/projects/acme/web/teams/newer/', undefined],
    ['member.joined_team', 'POST', '/api/0/organizations/acme/members/me/teams/newer/', {}],
    ['member.left_team', 'DELETE', '/api/0/organizations/acme/members/me/teams/newer/', undefined],
    ['team.deleted', 'DELETE', '/api/0/teams/acme/newer/', undefined],
    ['member.invited', 'POST', '/api/0/organizations/acme/members/', { email: 'a@example.com', orgRole: 'member' }],
    ['key.created', 'POST', '/api/0/projects/acme/web/keys/', { name: 'second' }],
    ['project.ingest_settings_changed', 'PUT', '/api/0/projects/acme/web/ingest-settings/', { localhost: true }],
    ['project.limits_changed', 'PUT', '/api/0/projects/acme/web/retention/', { maxEvents: 5 }],
    ['project.ownership_changed', 'PUT', '/api/0/projects/acme/web/ownership/', { raw: '*.js #crew' }],
    ['project.created', 'POST', '/api/0/teams/acme/crew/projects/', { name: 'Other' }],
    ['project.deleted', 'DELETE', '/api/0/projects/acme/other/', undefined],
  ])('has %s', async (action, method, path, body) => {
    expect((await ask(method, path, body)).status).toBeLessThan(300)
    expect((await lastOf())?.action).toBe(action)
  })

  it('does not mention what changed nothing', async () => {
    const before = await lastOf()
    await ask('PUT', '/api/0/projects/acme/web/', { name: 'Website' })
    expect(await lastOf()).toEqual(before)
  })

  it('is narrowed and paged', async () => {
    expect((await logOf('?action=team.')).map(({ action }) => action)).toEqual([
      'team.deleted',
      'team.updated',
      'team.created',
    ])
    const target = await logOf('?target=key')
    expect(target.map(({ action }) => action)).toEqual(['key.created'])
    expect(await logOf('?user=999999')).toEqual([])
    const first = await ask('GET', `${LOG}?limit=2`)
    expect(first.headers.get('link')).toContain('rel="next"; results="true"')
  })

  it('is for managers, and of their own organization', async () => {
    const admin = await world.member('admin', acme.organization)
    expect((await world.ask('GET', LOG, { token: admin.token })).status).toBe(403)
    const manager = await world.member('manager', acme.organization)
    expect((await world.ask('GET', LOG, { token: manager.token })).status).toBe(200)
    const other = await world.tenant('Other people')
    expect((await world.ask('GET', LOG, { token: other.token })).status).toBe(404)
    const own = await world.ask('GET', `/api/0/organizations/${other.organization.slug}/audit-logs/`, {
      token: other.token,
    })
    expect(own.body).toEqual([])
  })

  it('of the instance is for superusers, and knows organizations that are gone', async () => {
    const gone = await world.tenant('Gone soon')
    await world.ask('DELETE', '/api/0/organizations/gone-soon/', { token: gone.token })
    const user = await aUser(world.app)
    const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
    const list = () =>
      world.ask('GET', '/api/0/audit-logs/?action=organization.deleted', { cookie: `sessionid=${secret}` })
    expect((await list()).status).toBe(403)
    await world.app.context.storage.users.update(user.id, { isSuperuser: true })
    expect((await list()).body).toMatchObject([{ target: { name: 'gone-soon' } }])
  })

  it('holds no secret', async () => {
    const { secret } = await startSession(world.app.context, acme.user, { userAgent: null, ip: null })
    const made = await world.ask('POST', '/api/0/api-tokens/', {
      cookie: `sessionid=${secret}; csrftoken=x`,
      headers: { 'x-csrftoken': 'x' },
      body: { label: 'CI', scopes: ['org:read'] },
    })
    const page = await world.app.context.storage.audit.list(null, { limit: 100, cursor: null })
    const entry = page.items.find(({ action }) => action === 'token.created')
    expect(entry).toMatchObject({ target: { name: 'CI' }, after: { scopes: ['org:read'] } })
    expect(JSON.stringify(page)).not.toContain((made.body as { token: string }).token)
  })
})
