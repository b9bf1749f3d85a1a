import { describe, expect, it } from '@jest/globals'
import type { LiveJson } from '@mishap/core/client'
import { anEvent, anIssue, anOrganization, aProject, aUser, minutesAgo, STORY_NOW } from './builders.js'
import { createMemoryClient } from './client.js'

const world = (more: Parameters<typeof createMemoryClient>[0] = {}) =>
  createMemoryClient({
    user: aUser(),
    now: () => STORY_NOW,
    organizations: [anOrganization()],
    projects: [aProject()],
    ...more,
  })

const ids = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id)

describe('a client in memory', () => {
  it('wants to be set up while it has no user, and only then', async () => {
    const client = createMemoryClient()
    expect((await client.getSettings()).needsSetup).toBe(true)
    await expect(client.setup({ email: 'a@b.c', password: 'short' })).rejects.toMatchObject({
      status: 422,
      fields: { password: expect.any(String) },
    })
    await client.setup({ email: 'a@b.c', password: 'long enough' })
    expect((await client.getSession()).isAuthenticated).toBe(true)
    expect((await client.getSettings()).needsSetup).toBe(false)
    await expect(client.setup({ email: 'x@y.z', password: 'long enough' })).rejects.toMatchObject({ status: 403 })
  })

  it('answers 401 to everybody who is signed out', async () => {
    const client = world()
    await client.logout()
    await expect(client.listOrganizations()).rejects.toMatchObject({ status: 401 })
    await expect(client.login({ email: 'ada@example.com', password: 'wrong' })).rejects.toMatchObject({ status: 400 })
    await client.login({ email: 'ADA@example.com', password: 'correct horse' })
    expect(ids(await client.listOrganizations())).toEqual(['1'])
  })

  it('asks for a second factor, of which no recovery code counts twice', async () => {
    const client = world({ isSignedIn: false, secondFactor: { code: '123456', recoveryCodes: ['11112222'] } })
    const ada = { email: 'ada@example.com', password: 'correct horse' }
    expect(await client.authenticateByCode('123456')).toMatchObject({ isAuthenticated: false })
    expect(await client.login(ada)).toMatchObject({
      isAuthenticated: false,
      pendingFactors: ['totp', 'recovery_codes'],
    })
    await expect(client.listOrganizations()).rejects.toMatchObject({ status: 401 })
    expect(await client.authenticateByCode('1111 2222')).toMatchObject({ isAuthenticated: true })
    await client.logout()
    expect((await client.login(ada)).pendingFactors).toEqual(['totp'])
    await expect(client.authenticateByCode('11112222')).rejects.toMatchObject({ fields: { code: expect.any(String) } })
  })

  it('gives organizations and projects slugs that nobody has yet', async () => {
    const client = world()
    expect((await client.createOrganization({ name: 'Acme' })).slug).toBe('acme-2')
    const teams = await client.listTeams('acme-2')
    const made = await client.createProject('acme-2', teams.items[0]?.slug ?? '', { name: 'Shop API!' })
    expect(made.slug).toBe('shop-api')
    await expect(client.createProject('acme-2', 'nobody', { name: 'x' })).rejects.toMatchObject({ status: 404 })
  })

  it('filters by status, level, words, tags and project', async () => {
    const client = world({
      projects: [aProject(), aProject({ id: '2', slug: 'web' })],
      issues: [
        anIssue({ id: '1', lastSeen: minutesAgo(1) }),
        anIssue({ id: '2', status: 'resolved', lastSeen: minutesAgo(2) }),
        anIssue({ id: '3', level: 'fatal', lastSeen: minutesAgo(3), metadata: { type: 'Boom', value: 'it broke' } }),
        anIssue({ id: '4', project: { id: '2', name: 'Web', slug: 'web', platform: null }, lastSeen: minutesAgo(4) }),
      ],
      events: [anEvent({ groupID: '1', tags: [{ key: 'browser', value: 'Chrome Mobile' }] })],
    })
    const find = async (query: string, more = {}) => ids(await client.listIssues('acme', { query, ...more }))
    expect(await find('')).toEqual(['1', '2', '3', '4'])
    expect(await find('is:unresolved')).toEqual(['1', '3', '4'])
    expect(await find('level:fatal')).toEqual(['3'])
    expect(await find('boom broke')).toEqual(['3'])
    expect(await find('browser:"Chrome Mobile"')).toEqual(['1'])
    expect(await find('has:browser is:resolved')).toEqual([])
    expect(await find('', { project: ['2'] })).toEqual(['4'])
    expect(await find('', { id: ['2', '3'] })).toEqual(['2', '3'])
    expect(await find('', { sort: 'last_seen' })).toEqual(['4', '3', '2', '1'])
  })

  it('counts what a project holds and keeps its limits, each by itself', async () => {
    const events = [anEvent({ groupID: '1', dateReceived: '2026-01-03T10:00:00Z' }), anEvent({ groupID: '1' })]
    const client = world({ issues: [anIssue({ id: '1' })], events })
    expect(await client.getRetention('acme', 'shop-api')).toMatchObject({
      ...{ events: 2, payloads: 2, oldestDay: '2026-01-03', maxEvents: null, maxBytes: null },
    })
    await client.updateRetention('acme', 'shop-api', { maxEvents: 5 })
    expect(await client.updateRetention('acme', 'shop-api', { maxBytes: 0 })).toMatchObject({
      maxEvents: 5,
      maxBytes: 0,
    })
    await expect(client.getRetention('acme', 'nobody')).rejects.toMatchObject({ status: 404 })
  })

  it('pages there and back', async () => {
    const issues = ['1', '2', '3', '4', '5'].map((id) => anIssue({ id, lastSeen: minutesAgo(Number(id)) }))
    const client = world({ issues })
    const first = await client.listIssues('acme', { limit: 2 })
    const second = await client.listIssues('acme', { limit: 2, cursor: first.next })
    const last = await client.listIssues('acme', { limit: 2, cursor: second.next })
    expect([first, second, last].map(ids)).toEqual([['1', '2'], ['3', '4'], ['5']])
    expect([first.previous, last.next, first.hits]).toEqual([null, null, 5])
    expect(ids(await client.listIssues('acme', { limit: 2, cursor: last.previous }))).toEqual(['3', '4'])
  })

  it('changes every issue that matches, and tells those who listen', async () => {
    const client = world({ issues: ['1', '2', '3'].map((id) => anIssue({ id })) })
    const heard: LiveJson[] = []
    const stop = new AbortController()
    const listening = client.live('acme', (message) => heard.push(message), { signal: stop.signal })
    await client.updateIssues('acme', { query: 'is:unresolved' }, { status: 'resolved' })
    stop.abort()
    await listening
    await client.deleteIssue('3')
    expect(heard.map(({ topic }) => topic)).toEqual(['issue.changed', 'issue.changed', 'issue.changed'])
    expect(ids(await client.listIssues('acme', { query: 'is:resolved' }))).toEqual(['1', '2'])
    await expect(client.getIssue('3')).rejects.toMatchObject({ status: 404 })
  })

  it('knows the events around one, the newest as the latest', async () => {
    const events = ['a', 'b', 'c'].map((eventID, at) => anEvent({ eventID, dateReceived: minutesAgo(10 - at) }))
    const client = world({ issues: [anIssue()], events })
    const latest = await client.getIssueEvent('1', 'latest')
    expect([latest.eventID, latest.nextEventID, latest.previousEventID]).toEqual(['c', null, 'b'])
    expect((await client.getIssueEvent('1', 'oldest')).eventID).toBe('a')
    expect((await client.getIssueEvent('1', 'b')).nextEventID).toBe('c')
    await expect(client.getIssueEvent('1', 'nope')).rejects.toMatchObject({ status: 404 })
  })

  it('counts events by hour and values of tags', async () => {
    const tagged = (value: string, minutes: number) =>
      anEvent({ eventID: value + minutes, tags: [{ key: 'os', value }], dateReceived: minutesAgo(minutes) })
    const client = world({ issues: [anIssue()], events: [tagged('Linux', 70), tagged('Linux', 5), tagged('macOS', 1)] })
    const [stats] = await client.getIssueStats('acme', ['1', 'unknown'], '24h')
    expect(stats?.stats['24h']?.map(([, count]) => count)).toEqual([1, 2])
    expect((await client.getIssueTags('1', 'os'))[0]).toMatchObject({
      uniqueValues: 2,
      totalValues: 3,
      isSampled: false,
      topValues: [
        { value: 'Linux', count: 2, lastSeen: minutesAgo(5) },
        { value: 'macOS', count: 1 },
      ],
    })
  })

  it('shows a token once', async () => {
    const client = world()
    const made = await client.createToken({ label: 'CI', scopes: ['org:read'] })
    expect(made.token).toMatch(/^[0-9a-f]{64}$/)
    expect((await client.listTokens()).items).toEqual([{ ...made, token: '' }])
    await client.deleteToken(made.id)
    expect((await client.listTokens()).items).toEqual([])
  })

  it('takes a first report as the first event of its project, and the second as no first', async () => {
    const client = world({ projects: [aProject({ firstEvent: null })] })
    const heard: string[] = []
    const stop = new AbortController()
    void client.live('acme', ({ topic }) => heard.push(topic), { signal: stop.signal })
    client.report(anIssue(), anEvent())
    client.report(anIssue({ count: '43' }), anEvent({ eventID: 'b' }))
    stop.abort()
    expect(heard).toEqual(['event.first', 'issue.new', 'issue.seen'])
    expect((await client.getProject('acme', 'shop-api')).firstEvent).not.toBeNull()
  })
})
