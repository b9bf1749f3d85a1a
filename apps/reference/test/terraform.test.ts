import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aDatabase, dropDatabases } from './support/database.js'
import { decodeGo } from './support/go-json.js'
import { stopServers } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { TYPES, terraform } from './support/terraform.js'
import { ADMIN, startServerWithAdmin } from './support/world.js'

// Each resource as the provider makes, reads, changes and removes it; later steps build on what those before have made.
describe('the Terraform provider', () => {
  let client: ReturnType<typeof terraform>
  beforeAll(async () => {
    const server = await startServerWithAdmin({ env: { DATABASE_URL: await aDatabase() } })
    client = terraform(server.url, ADMIN.token)
  })
  afterAll(async () => {
    await stopServers()
    await dropDatabases()
    removeTempDirs()
  })

  it('keeps organizations', async () => {
    const { read, list, ok, isGone } = client
    const made = await read(TYPES.organization, 'POST', '/organizations/', { name: 'Tea House' })
    expect(made).toMatchObject({ slug: 'tea-house', name: 'Tea House', isAcceptingEvents: true })
    const found = await read(TYPES.organizationDetail, 'GET', '/organizations/tea-house/')
    expect(found).toMatchObject(made)
    const change = { name: 'Coffee House' }
    const changed = await read(TYPES.organizationDetail, 'PUT', '/organizations/tea-house/', change)
    expect(changed).toEqual({ ...(found as object), ...change })
    await read(TYPES.organization, 'POST', '/organizations/', { name: 'Second' })
    expect((await list(TYPES.organization, '/organizations/')).map(({ slug }) => slug).sort()).toEqual([
      ...['second', 'tea-house'],
    ])
    await ok('DELETE', '/organizations/second/')
    expect(await isGone('/organizations/second/')).toBe(true)
  })

  it('keeps teams', async () => {
    const { read, list, ok, isGone } = client
    const made = await read(TYPES.team, 'POST', '/organizations/tea-house/teams/', { slug: 'crew' })
    expect(made).toMatchObject({ slug: 'crew', isMember: true, memberCount: 1, id: expect.stringMatching(/^\d+$/) })
    expect(await read(TYPES.team, 'GET', '/teams/tea-house/crew/')).toEqual(made)
    const renamed = await read(TYPES.team, 'PUT', '/teams/tea-house/crew/', { slug: 'staff' })
    expect(renamed).toEqual({ ...(made as object), slug: 'staff' })
    expect(await isGone('/teams/tea-house/crew/')).toBe(true)
    await read(TYPES.team, 'POST', '/organizations/tea-house/teams/', { slug: 'guests' })
    expect((await list(TYPES.team, '/organizations/tea-house/teams/')).map(({ slug }) => slug)).toEqual([
      ...['guests', 'staff'],
    ])
    await read(TYPES.team, 'POST', '/organizations/tea-house/teams/', { slug: 'gone' })
    await ok('DELETE', '/teams/tea-house/gone/')
    expect(await isGone('/teams/tea-house/gone/')).toBe(true)
  })

  it('keeps projects, and names them by a second request', async () => {
    const { read, list, ok, isGone } = client
    const input = { name: 'Shop API', slug: 'api', platform: 'node', eventThrottleRate: 5 }
    const made = (await read(TYPES.project, 'POST', '/teams/tea-house/staff/projects/', input)) as { slug: string }
    expect(made).toMatchObject({ name: 'Shop API', platform: 'node', eventThrottleRate: 5 })
    const changed = await read(TYPES.project, 'PUT', `/projects/tea-house/${made.slug}/`, input)
    expect(changed).toEqual({ ...made, slug: 'api' })
    expect(await read(TYPES.project, 'GET', '/projects/tea-house/api/')).toEqual(changed)
    const plain = await read(TYPES.project, 'POST', '/teams/tea-house/staff/projects/', { name: 'Plain' })
    expect(plain).toMatchObject({ slug: 'plain', platform: null, eventThrottleRate: 0 })
    expect((await list(TYPES.project, '/organizations/tea-house/projects/')).map(({ slug }) => slug).sort()).toEqual([
      ...['api', 'plain'],
    ])
    await ok('DELETE', '/projects/tea-house/plain/')
    expect(await isGone('/projects/tea-house/plain/')).toBe(true)
  })

  it('gives projects to teams, with neither a body nor a type of one', async () => {
    const { read, ok } = client
    const teams = async () =>
      ((await read({ slice: TYPES.team }, 'GET', '/projects/tea-house/api/teams/')) as { slug: string }[]).map(
        ({ slug }) => slug,
      )
    await ok('POST', '/projects/tea-house/api/teams/guests/')
    expect(await teams()).toEqual(['staff', 'guests'])
    await ok('DELETE', '/projects/tea-house/api/teams/guests/')
    expect(await teams()).toEqual(['staff'])
  })

  it('keeps keys, under one id in all answers', async () => {
    const { read, list, ok, isGone } = client
    const keys = '/projects/tea-house/api/keys/'
    const input = { name: 'ci', rateLimit: { window: 60, count: 5 } }
    const made = (await read(TYPES.key, 'POST', keys, input)) as { id: string; dateCreated: string }
    expect(made).toMatchObject({ ...input, label: 'ci', projectID: expect.any(Number) })
    expect(await read(TYPES.key, 'GET', `${keys}${made.id}/`)).toEqual(made)
    const cleared = { name: 'ci 2', rateLimit: null }
    const changed = await read(TYPES.key, 'PUT', `${keys}${made.id}/`, cleared)
    expect(changed).toEqual({ ...made, ...cleared, label: 'ci 2' })
    const nameless = (await read(TYPES.key, 'POST', keys, { name: null, rateLimit: null })) as { id: string }
    const ids = (await list(TYPES.key, keys)).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([made.id, nameless.id]))
    await ok('DELETE', `${keys}${made.id}/`)
    expect(await isGone(`${keys}${made.id}/`)).toBe(true)
  })

  it('keeps alerts, which it finds in the list by their id', async () => {
    const { read, ok } = client
    const alerts = '/projects/tea-house/api/alerts/'
    const recipients = [
      { recipientType: 'webhook', url: 'https://hooks.example/1', tagsToAdd: ['server_name'] },
      { recipientType: 'email', url: '', tagsToAdd: null },
    ]
    const input = { timespanMinutes: 5, quantity: 10, uptime: false, alertRecipients: recipients }
    const made = (await read(TYPES.alert, 'POST', alerts, input)) as { id: number; alertRecipients: object[] }
    expect(made).toMatchObject({ name: '', timespanMinutes: 5, quantity: 10, uptime: false })
    expect(made.alertRecipients).toMatchObject([
      { url: 'https://hooks.example/1' },
      { recipientType: 'email', url: '' },
    ])
    const all = async () => (await read({ slice: TYPES.alert }, 'GET', alerts)) as { id: number }[]
    expect((await all()).find(({ id }) => id === made.id)).toEqual(made)
    const change = { ...input, name: 'monitors', timespanMinutes: null, quantity: null, uptime: true }
    const changed = await read(TYPES.alert, 'PUT', `${alerts}${made.id}/`, { ...change, alertRecipients: null })
    expect(changed).toMatchObject({
      id: made.id,
      name: 'monitors',
      timespanMinutes: null,
      quantity: null,
      uptime: true,
    })
    await ok('DELETE', `${alerts}${made.id}/`)
    expect(await all()).toEqual([])
  })

  it('keeps monitors, of a project or of none', async () => {
    const { read, list, ok, isGone } = client
    const monitors = '/organizations/tea-house/monitors/'
    const { id: project } = (await read(TYPES.project, 'GET', '/projects/tea-house/api/')) as { id: string }
    const input = {
      ...{ name: 'job', monitorType: 'Heartbeat', url: null, interval: 3600, timeout: null, expectedStatus: 200 },
      ...{ expectedBody: '', confirmationThreshold: 0, project },
    }
    const made = (await read(TYPES.monitor, 'POST', monitors, input)) as { id: number; url: string | null }
    expect(made).toMatchObject({ ...{ name: 'job', monitorType: 'Heartbeat', interval: 3600, timeout: null } })
    expect(made).toMatchObject({ expectedStatus: 200, expectedBody: '', projectID: project, isUp: null })
    expect(made.url ?? '').toBe('')
    const path = `${monitors}${made.id}/`
    expect(await read(TYPES.monitor, 'GET', path)).toEqual(made)
    const change = { ...input, name: 'nightly', interval: 7200, timeout: 30, project: null }
    const changed = await read(TYPES.monitor, 'PUT', path, change)
    expect(changed).toEqual({ ...made, name: 'nightly', interval: 7200, timeout: 30, projectID: null })
    expect(await list(TYPES.monitor, monitors)).toEqual([changed])
    await ok('DELETE', path)
    expect(await isGone(path)).toBe(true)
  })

  it('keeps members, whom it reads one by one', async () => {
    const { read, list, ok, isGone } = client
    const members = '/organizations/tea-house/members/'
    const input = { orgRole: 'admin', email: 'dev@example.com', sendInvite: false }
    const made = (await read(TYPES.member, 'POST', members, input)) as { id: string }
    expect(made).toMatchObject({ role: 'admin', roleName: 'Admin', email: 'dev@example.com', pending: true })
    expect(await read(TYPES.member, 'GET', `${members}${made.id}/`)).toEqual(made)
    const changed = await read(TYPES.member, 'PUT', `${members}${made.id}/`, { orgRole: 'manager' })
    expect(changed).toEqual({ ...made, role: 'manager', roleName: 'Manager' })
    expect((await list(TYPES.member, members)).map(({ email }) => email).sort()).toEqual([
      ...[ADMIN.email, 'dev@example.com'],
    ])
    await ok('DELETE', `${members}${made.id}/`)
    expect(await isGone(`${members}${made.id}/`)).toBe(true)
  })

  it('reads as strictly as Go', () => {
    const { team } = TYPES
    expect(decodeGo(team, { ID: '1', MemberCount: 2, more: 1 })).toMatchObject({ id: '1', memberCount: 2, slug: '' })
    expect(decodeGo(team, { isMember: null })).toMatchObject({ isMember: false })
    for (const wrong of [{ id: 1 }, { memberCount: '2' }, { memberCount: 1.5 }, { isMember: 'true' }, { slug: [] }, []])
      expect(() => decodeGo(team, wrong)).toThrow(/^json: cannot unmarshal/)
  })

  it('takes what is gone for gone', async () => {
    for (const path of ['/teams/tea-house/none/', '/projects/tea-house/none/', '/organizations/none/'])
      expect([path, await client.isGone(path)]).toEqual([path, true])
  })
})
