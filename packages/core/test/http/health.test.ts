import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { type AppOptions, createApp } from '../../src/app.js'
import type { IntakeRefusal } from '../../src/ports/runtime.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { quietLogger } from './world.js'

const ALL_OK = { storage: 'ok', migrations: 'ok', buffer: 'ok' }

function anApp(options: Partial<AppOptions> = {}) {
  const app = createApp({
    url: 'https://mishap.example/errors',
    storage: memoryStorage(),
    logger: quietLogger,
    ...options,
  })
  const ask = async (path: string, method = 'GET') => {
    const response = await app.handle({ method, url: `/errors${path}`, headers: {} })
    const body = response?.body ?? ''
    return { status: response?.status, body: String(body).startsWith('{') ? JSON.parse(String(body)) : body }
  }
  return { app, ask }
}

describe('health', () => {
  it('says that the process answers, whatever else is away', async () => {
    const storage = memoryStorage()
    storage.ping = () => Promise.reject(new Error('away'))
    const { ask } = anApp({ storage })
    expect(await ask('/health/live')).toEqual({ status: 200, body: 'ok' })
    expect(await ask('/health/live/')).toEqual({ status: 200, body: 'ok' })
    expect(await ask('/_health/')).toEqual({ status: 200, body: 'ok' })
    expect((await ask('/health/live', 'POST')).status).toBe(405)
  })

  it('says that it is ready while all that a request needs answers', async () => {
    const { ask } = anApp()
    expect(await ask('/health/ready')).toEqual({ status: 200, body: { status: 'ready', parts: ALL_OK } })
    expect(await ask('/health/ready', 'HEAD')).toEqual({ status: 200, body: '' })
  })

  it.each([
    ['the storage does not answer', 'storage'],
    ['the storage hangs', 'storage'],
    ['migrations are missing', 'migrations'],
    ['the buffer does not answer', 'buffer'],
  ] as const)('is not ready while %s', async (what, part) => {
    const clock = fakeClock()
    const storage = memoryStorage()
    const { app, ask } = anApp({ storage, clock })
    if (what === 'the storage does not answer') storage.ping = () => Promise.reject(new Error('postgres://u:secret@h'))
    if (what === 'the storage hangs') storage.ping = () => new Promise(() => {})
    if (what === 'migrations are missing') storage.isMigrated = async () => false
    if (part === 'buffer') app.context.buffer.waiting = () => Promise.reject(new Error('away'))
    const answer = ask('/health/ready')
    await clock.advance(2_000)
    expect(await answer).toEqual({
      status: 503,
      body: { status: 'not_ready', parts: { ...ALL_OK, [part]: 'failing' } },
    })
  })

  it('is not ready while nothing can be taken, and is again when it can', async () => {
    let refusal: IntakeRefusal | null = { reason: 'disk_full', message: 'full', retryAfterMs: 1_000 }
    const clock = fakeClock()
    const { ask } = anApp({ clock, guards: [{ check: async () => refusal }] })
    // The guards are asked in the background.
    await ask('/health/ready')
    expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { parts: { buffer: 'failing' } } })
    refusal = null
    await clock.advance(1_000)
    await ask('/health/ready')
    expect((await ask('/health/ready')).status).toBe(200)
  })

  it('is not ready any more before it stops, while everything is still answered', async () => {
    const { app, ask } = anApp()
    app.leave()
    expect(await ask('/health/ready')).toEqual({ status: 503, body: { status: 'stopping', parts: ALL_OK } })
    expect((await ask('/health/live')).status).toBe(200)
    expect((await ask('/api/settings/')).status).toBe(200)
    const other = anApp()
    await other.app.stop()
    expect((await other.ask('/health/ready')).status).toBe(503)
  })

  it('of many who ask at once only one asks the storage', async () => {
    const storage = memoryStorage()
    let asked = 0
    storage.ping = async () => {
      asked += 1
    }
    const { ask } = anApp({ storage })
    await Promise.all(Array.from({ length: 50 }, () => ask('/health/ready')))
    expect(asked).toBe(1)
  })

  it('says whether the background work turns, which failing does and hanging does not', async () => {
    const clock = fakeClock()
    const storage = memoryStorage()
    const { app } = anApp({ storage, clock })
    let release = () => {}
    storage.retention.claim = () => Promise.reject(new Error('away'))
    storage.purge = () =>
      new Promise((resolve) => {
        release = () => resolve(false)
      })
    await app.work()
    await clock.advance(9 * 60_000)
    expect(app.isTurning()).toBe(true)
    await clock.advance(2 * 60_000)
    expect(app.isTurning()).toBe(false)
    release()
    await app.stop()
    expect(app.isTurning()).toBe(true)
  })

  it("at the root of a host's app, where there are no pages, is the host's", async () => {
    const root = createApp({ url: 'https://host.example', storage: memoryStorage(), logger: quietLogger })
    for (const url of ['/health/live', '/health/ready', '/metrics'])
      expect(await root.handle({ method: 'GET', url, headers: {} })).toBeNull()
    expect((await root.probe({ method: 'GET', url: '/health/ready', headers: {} }))?.status).toBe(200)
  })
})
