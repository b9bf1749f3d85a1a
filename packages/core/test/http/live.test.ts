import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startSession } from '../../src/auth/sessions.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aToken, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let clock: FakeClock
let acme: Tenant

beforeEach(async () => {
  clock = fakeClock()
  world = await aWorld({ clock })
  acme = await world.tenant('Acme')
})
afterEach(() => world.stop())

const URL = 'https://mishap.example/api/0/organizations/acme/live/'

async function open(headers: Record<string, string>) {
  const leave = new AbortController()
  const response = await world.app.fetch(new Request(URL, { headers, signal: leave.signal }))
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const read = async () => {
    const { done, value } = await reader.read()
    return done ? null : new TextDecoder().decode(value)
  }
  return { response, read, leave, cancel: () => reader.cancel() }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('the live stream', () => {
  it('opens at once, past proxies that would collect it', async () => {
    const { response, read, cancel } = await open(bearer(acme.token))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store, no-transform',
    })
    expect(await read()).toBe(': open\n\n')
    await cancel()
  })

  it('tells what events do, without the id of the organization', async () => {
    const { read, cancel } = await open(bearer(acme.token))
    await read()
    await report(world.app, acme.key, anError('Live'))
    let text = ''
    while (!text.includes('event.first')) text += await read()
    const messages = text
      .split('\n\n')
      .filter((block) => block.startsWith('data: '))
      .map((block) => JSON.parse(block.slice(6)))
    expect(messages).toContainEqual({ topic: 'issue.new', projectId: acme.project.id, issueId: expect.any(String) })
    for (const message of messages) expect(message).not.toHaveProperty('organizationId')
    await cancel()
  })

  it('tells nothing of other organizations', async () => {
    const other = await world.tenant()
    const { read, cancel } = await open(bearer(acme.token))
    await read()
    await report(world.app, other.key, anError('Theirs'))
    const about = { organizationId: acme.organization.id, projectId: '1', issueId: 'the-end' }
    await world.app.context.live.publish({ topic: 'issue.seen', ...about })
    expect(await read()).toBe('data: {"topic":"issue.seen","projectId":"1","issueId":"the-end"}\n\n')
    await cancel()
  })

  it('beats every fifteen seconds while the client is welcome', async () => {
    const { read, cancel } = await open(bearer(acme.token))
    await read()
    for (let round = 0; round < 3; round += 1) {
      const next = read()
      await clock.advance(15_000)
      expect(await next).toBe(': beat\n\n')
    }
    await cancel()
  })

  it('ends when the session does', async () => {
    const { session, secret } = await startSession(world.app.context, acme.user, { userAgent: null, ip: null })
    const { read } = await open({ cookie: `sessionid=${secret}` })
    await read()
    await world.app.context.storage.sessions.delete(session.idHash)
    const next = read()
    await clock.advance(15_000)
    expect(await next).toBeNull()
  })

  it('ends when the token is deleted', async () => {
    const token = await aToken(world.app, acme.user, ['event:read'])
    const { read } = await open(bearer(token))
    await read()
    const { tokens } = world.app.context.storage
    const { items } = await tokens.list(acme.user.id, { limit: 100, cursor: null })
    for (const { id } of items) await tokens.delete(acme.user.id, id)
    const next = read()
    await clock.advance(15_000)
    expect(await next).toBeNull()
  })

  it('ends when the client goes away', async () => {
    const { read, leave } = await open(bearer(acme.token))
    await read()
    const next = read()
    leave.abort()
    expect(await next).toBeNull()
  })

  it('ends when the app stops, and is not opened any more', async () => {
    const stopping = await aWorld()
    const tenant = await stopping.tenant('Acme')
    const open = () => stopping.app.fetch(new Request(URL, { headers: bearer(tenant.token) }))
    const before = await open()
    await stopping.stop()
    expect(await before.text()).toBe(': open\n\n')
    expect(await (await open()).text()).toBe(': open\n\n')
  })

  it('ends for a reader who is a thousand messages behind', async () => {
    const { read } = await open(bearer(acme.token))
    const { live } = world.app.context
    const about = { organizationId: acme.organization.id, projectId: '1' }
    for (let n = 0; n < 1100; n += 1) await live.publish({ topic: 'issue.seen', ...about, issueId: String(n) })
    let last: string | null = ''
    let heard = 0
    while (last !== null) {
      last = await read()
      heard += last?.split('data: ').length ?? 0
    }
    expect(heard).toBeLessThan(1100)
  })

  it('wants a token that may read events', async () => {
    const token = await aToken(world.app, acme.user, ['project:read'])
    expect((await world.app.fetch(new Request(URL, { headers: bearer(token) }))).status).toBe(403)
    expect((await world.app.fetch(new Request(URL))).status).toBe(401)
  })
})
