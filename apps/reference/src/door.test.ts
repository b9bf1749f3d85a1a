import { afterEach, describe, expect, it } from '@jest/globals'
import { type Door, type DoorOptions, openDoor } from './door.js'

const open: Door[] = []

async function aDoor(options: Partial<DoorOptions> = {}) {
  const door = await openDoor({ host: '127.0.0.1', port: 0, ...options })
  open.push(door)
  const url = `http://127.0.0.1:${door.listening.port}`
  return { door, url, send: () => fetch(`${url}/api/7/envelope/?sentry_key=k`, { method: 'POST', body: '{}' }) }
}

afterEach(async () => {
  for (const door of open.splice(0)) await door.close()
})

describe('the door of a server that starts', () => {
  it('lets an event wait until the server is ready, and hands it over whole', async () => {
    const { door, send, url } = await aDoor()
    const sending = send()
    // Answered later than the event was received, on a connection of its own.
    expect((await fetch(`${url}/_health/`)).status).toBe(503)
    expect((await fetch(`${url}/health/ready`)).status).toBe(503)
    expect((await fetch(`${url}/errors/health/live`)).status).toBe(200)
    door.handOver(async (request, response) => {
      const body = (await request.toArray()).join('')
      response.end(`${request.url} ${body}`)
    })
    expect(await (await sending).text()).toBe('/api/7/envelope/?sentry_key=k {}')
  })

  it('knows an event under the prefix of a proxy', async () => {
    const { door, url } = await aDoor({ waitMs: 20 })
    const send = (path: string) => fetch(url + path, { method: 'POST' })
    expect((await send('/monitoring/api/7/envelope/')).status).toBe(429)
    expect((await send('/api/tunnel/')).status).toBe(429)
    expect((await send('/login?next=/api/7/envelope/')).status).toBe(503)
    door.handOver((_, response) => response.end())
  })

  it('answers everything else with 503', async () => {
    const { url } = await aDoor()
    for (const path of ['/', '/_health/', '/api/0/organizations/'])
      expect((await fetch(url + path, { method: 'POST' })).status).toBe(503)
  })

  it('tells an event that waited too long to come again, with 429', async () => {
    const { send } = await aDoor({ waitMs: 20 })
    const { status, headers } = await send()
    expect([status, headers.get('retry-after')]).toEqual([429, '1'])
  })

  it('lets no more wait than it may', async () => {
    const { send } = await aDoor({ maxWaiting: 0 })
    expect((await send()).status).toBe(429)
  })

  it('sends away who waits when the start fails', async () => {
    const { door, send, url } = await aDoor()
    const sending = send()
    while ((await fetch(url)).status !== 503);
    await door.close()
    expect((await sending.catch(() => ({ status: 429 }))).status).toBe(429)
  })
})
