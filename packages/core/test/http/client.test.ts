import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { type App, createApp } from '../../src/app.js'
import { createApiToken } from '../../src/auth/api-tokens.js'
import { hashPassword } from '../../src/auth/password.js'
import { SCOPES } from '../../src/auth/scopes.js'
import { type ApiError, createClient, type LiveJson, type ManagementClient } from '../../src/client/index.js'
import { nodeListener } from '../../src/http/node.js'
import { newEventId } from '../../src/protocol/ids.js'

let app: App
let server: Server
let baseUrl: string
let client: ManagementClient

beforeAll(async () => {
  app = createApp({
    url: 'http://127.0.0.1/m',
    storage: memoryStorage(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  await app.work()
  server = createServer(nodeListener(app))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/m`
  const { users } = app.context.storage
  const user = await users.create({ email: 'ada@example.com', name: '', passwordHash: null, isSuperuser: true })
  const { value } = await createApiToken(app.context, { userId: user.id, label: '', scopes: SCOPES })
  client = createClient({ baseUrl, token: value })
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await app.stop()
})

const refused = (call: Promise<unknown>) =>
  call.then(
    () => expect('a refusal').toBe('an answer'),
    (error: ApiError) => error,
  ) as Promise<ApiError>

/** A browser's fetch: cookies are kept, and the page reads `csrftoken` from `document.cookie`. */
function browserFetch() {
  const jar = new Map<string, string>()
  const globals = globalThis as { document?: { cookie: string } }
  const send: typeof fetch = async (input, init) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(input, { ...init, headers: { ...(init?.headers as object), cookie } })
    for (const one of response.headers.getSetCookie()) {
      const [pair = ''] = one.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    globals.document = { cookie: `csrftoken=${jar.get('csrftoken') ?? ''}` }
    return response
  }
  return { send, forget: () => delete globals.document }
}

async function report(publicKey: string, projectId: number, type: string): Promise<string> {
  const eventId = newEventId()
  const event = { event_id: eventId, exception: { values: [{ type, value: 'broke' }] }, release: 'web@1' }
  const response = await fetch(`${baseUrl}/api/${projectId}/store/?sentry_key=${publicKey}`, {
    method: 'POST',
    body: JSON.stringify(event),
  })
  expect(response.status).toBe(200)
  return eventId
}

describe('the client', () => {
  it('does everything that the pages do, against a real server', async () => {
    expect(await client.getSettings()).toMatchObject({ needsSetup: false })
    expect(await client.createOrganization({ name: 'Acme' })).toMatchObject({ slug: 'acme' })
    expect(await client.createTeam('acme', { slug: 'crew' })).toMatchObject({ isMember: true })
    expect(await client.createProject('acme', 'crew', { name: 'Web', platform: 'node' })).toMatchObject({ slug: 'web' })
    const [key] = (await client.listKeys('acme', 'web')).items
    const [publicKey = '', projectId = 0] = [key?.public.replaceAll('-', ''), key?.projectID]
    const first = await report(publicKey, projectId, 'A')
    await report(publicKey, projectId, 'A')
    await report(publicKey, projectId, 'B')

    const page = await client.listIssues('acme', { query: 'is:unresolved', sort: 'count', limit: 1 })
    expect(page).toMatchObject({ items: [{ title: 'B: broke' }], hits: 2, previous: null })
    const rest = await client.listIssues('acme', { query: 'is:unresolved', sort: 'count', limit: 1, cursor: page.next })
    expect(rest).toMatchObject({ items: [{ title: 'A: broke', count: '2' }], next: null })
    const id = rest.items[0]?.id ?? ''

    expect((await client.listIssueEvents(id)).items).toHaveLength(2)
    expect(await client.getIssueEvent(id, 'oldest')).toMatchObject({ eventID: first })
    expect(await client.getEventJson('acme', id, first)).toMatchObject({ event_id: first })
    expect(await client.getIssueTags(id, 'release')).toMatchObject([{ key: 'release', totalValues: 2 }])
    expect(await client.getIssueStats('acme', [id], '24h')).toMatchObject([{ id, count: '2' }])
    expect(await client.updateIssue(id, { status: 'resolved' })).toMatchObject({ status: 'resolved' })
    await client.updateIssues('acme', { query: 'is:unresolved' }, { status: 'ignored' })
    expect((await client.listIssues('acme', { query: 'is:ignored' })).items).toHaveLength(1)
    await client.deleteIssue(id)
    await client.deleteIssues('acme', { query: '' })
    expect((await client.listIssues('acme')).items).toEqual([])
  })

  it('manages keys, teams and statistics', async () => {
    const key = await client.createKey('acme', 'web', { name: 'CI' })
    expect(await client.updateKey('acme', 'web', key.id, { isActive: false })).toMatchObject({ isActive: false })
    await client.deleteKey('acme', 'web', key.id)
    expect(await refused(client.getKey('acme', 'web', key.id))).toMatchObject({ status: 404 })
    expect(await client.leaveTeam('acme', 'crew')).toMatchObject({ isMember: false })
    expect(await client.joinTeam('acme', 'crew')).toMatchObject({ isMember: true })
    expect(await client.removeProjectTeam('acme', 'web', 'crew')).toMatchObject({ teams: [] })
    expect(await client.addProjectTeam('acme', 'web', 'crew')).toMatchObject({ teams: [{ slug: 'crew' }] })
    const { groups } = await client.getStats('acme', { start: 'now-1h', end: 'now' })
    expect(groups[0]?.series['sum(quantity)']?.reduce((sum, count) => sum + count)).toBe(3)
  })

  it('signs in and out as a browser', async () => {
    const { send, forget } = browserFetch()
    const browser = createClient({ baseUrl, fetch: send })
    try {
      const account = { email: 'new@example.com', password: 'violet grammar 9' }
      expect(await browser.getSession()).toEqual({ isAuthenticated: false, user: null })
      const closed = await refused(browser.signup(account))
      expect(closed.status).toBe(403)
      const passwordHash = await hashPassword(account.password)
      await app.context.storage.users.create({ email: account.email, name: '', passwordHash, isSuperuser: false })
      const wrong = await refused(browser.login({ ...account, password: 'something else' }))
      expect(wrong).toMatchObject({ status: 400, message: expect.stringContaining('not correct') })
      expect(await browser.login(account)).toMatchObject({ isAuthenticated: true, user: { email: account.email } })
      const token = await browser.createToken({ label: 'mine', scopes: ['org:read'] })
      expect((await browser.listTokens()).items).toMatchObject([{ id: token.id, token: '' }])
      await browser.deleteToken(token.id)
      await browser.logout()
      expect(await browser.getSession()).toMatchObject({ isAuthenticated: false })
    } finally {
      forget()
    }
  })

  it('takes no name for a way to what stands above it', async () => {
    for (const name of ['.', '..'])
      for (const call of [
        client.deleteRelease('acme', name),
        client.deleteKey('acme', 'web', name),
        client.updateProjectEnvironment('acme', 'web', name, { isHidden: true }),
      ])
        expect(await refused(call)).toMatchObject({ status: 404 })
    expect(await client.getProject('acme', 'web')).toMatchObject({ name: 'Web' })
  })

  it('tells which input was wrong, and which request it was', async () => {
    const error = await refused(client.createTeam('acme', { slug: 'not a slug' }))
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 422,
      requestId: expect.any(String),
      fields: { slug: expect.stringContaining('letters') },
    })
    expect(await refused(client.getOrganization('none'))).toMatchObject({ status: 404, fields: {} })
    const nowhere = createClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(await refused(nowhere.getSettings())).toMatchObject({ status: 0 })
  })

  it('hears what happens, and again after the connection broke', async () => {
    const stop = new AbortController()
    const states: string[] = []
    const messages: LiveJson[] = []
    let wake = () => {}
    const until = async (isThere: () => boolean) => {
      while (!isThere()) await new Promise<void>((resolve) => (wake = resolve))
    }
    const over = client.live(
      'acme',
      (message) => {
        messages.push(message)
        wake()
      },
      {
        signal: stop.signal,
        onState: (state) => {
          states.push(state)
          wake()
        },
      },
    )
    const publish = async (issueId: string) => {
      const organization = await client.getOrganization('acme')
      const about = { organizationId: organization.id, projectId: '1', issueId }
      await app.context.live.publish({ topic: 'issue.seen', ...about })
    }
    await until(() => states.includes('open'))
    await publish('1')
    await until(() => messages.length === 1)
    server.closeAllConnections()
    await until(() => states.filter((state) => state === 'open').length === 2)
    await publish('2')
    await until(() => messages.length === 2)
    stop.abort()
    await over
    expect(states).toEqual(['open', 'waiting', 'open'])
    expect(messages).toEqual(['1', '2'].map((issueId) => ({ topic: 'issue.seen', projectId: '1', issueId })))
  })

  it('does not ask again for a stream that it may not have', async () => {
    const stop = new AbortController()
    await expect(client.live('none', () => {}, { signal: stop.signal })).rejects.toMatchObject({ status: 404 })
  })
})
