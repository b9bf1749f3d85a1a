import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { errorCode } from '../errors.js'
import type { KeyTarget } from '../ports/model.js'
import { fakeClock } from '../testing/fake-clock.js'
import { createKeyCache } from './key-cache.js'

const GOOD = 'a'.repeat(32)

function aTarget(publicKey: string): KeyTarget {
  return {
    keyId: '5b0c5e4c-9a3e-4a43-8ac1-b6b4d1b8a8a2',
    publicKey,
    keyActive: true,
    formerProjectId: null,
    rateLimit: null,
    projectId: '2',
    projectSlug: 'shop',
    organizationId: '1',
    organizationSlug: 'acme',
    isAcceptingEvents: true,
    organizationThrottleRate: 0,
    projectThrottleRate: 0,
    organizationRateLimit: null,
    projectRateLimit: null,
    spikeGuard: true,
    scrubIpAddresses: false,
  }
}

/** A cache in front of a storage that knows `GOOD`, and a record of what it was asked. */
function aCache() {
  const clock = fakeClock()
  const asked: (readonly string[])[] = []
  const storage = { mode: 'up' as 'up' | 'down' | 'hung', known: new Set([GOOD]), open: [] as (() => void)[] }
  const find = createKeyCache({
    clock,
    load: async (keys) => {
      asked.push(keys)
      if (storage.mode === 'hung') await new Promise<void>((resolve) => storage.open.push(resolve))
      if (storage.mode === 'down') throw new Error('connection refused')
      return keys.filter((key) => storage.known.has(key)).map(aTarget)
    },
  })
  return { find, clock, asked, storage }
}

describe('the cache of keys', () => {
  it('asks once for many requests with one key, and answers them at once afterwards', async () => {
    const { find, asked } = aCache()
    const answers = await Promise.all(Array.from({ length: 100 }, () => find(GOOD)))
    expect(new Set(answers.map((target) => target?.publicKey))).toEqual(new Set([GOOD]))
    expect(asked).toEqual([[GOOD]])
    expect(find(GOOD)).not.toBeInstanceOf(Promise)
  })

  it('sees what was made and changed when the clock was set back, too', async () => {
    const { find, clock, storage } = aCache()
    const made = 'b'.repeat(32)
    expect(await find(made)).toBeNull()
    expect(await find(GOOD)).not.toBeNull()
    await clock.advance(-48 * 3_600_000)
    storage.known = new Set([made])
    expect(await find(made)).not.toBeNull()
    expect(await find(GOOD)).toBeNull()
  })

  it('sees a key that was made within two seconds, and one that was changed within ten', async () => {
    const { find, clock, storage } = aCache()
    const made = 'b'.repeat(32)
    expect(await find(made)).toBeNull()
    expect(await find(GOOD)).not.toBeNull()
    storage.known = new Set([made])
    await clock.advance(1_999)
    expect(await find(made)).toBeNull()
    await clock.advance(1)
    expect(await find(made)).not.toBeNull()
    await clock.advance(7_999)
    expect(await find(GOOD)).not.toBeNull()
    await clock.advance(1)
    expect(await find(GOOD)).toBeNull()
  })

  it('asks for made-up keys by the hundreds, one question at a time, a good key among them', async () => {
    const { find, asked, storage } = aCache()
    storage.mode = 'hung'
    const first = find(madeUp())
    const flood = Array.from({ length: 3_000 }, () => find(madeUp()))
    const good = find(GOOD)
    expect(asked).toHaveLength(1)
    storage.mode = 'up'
    storage.open.shift()?.()
    expect(await good).not.toBeNull()
    expect(asked.length).toBeLessThanOrEqual(8)
    expect(Math.max(...asked.map((keys) => keys.length))).toBeLessThanOrEqual(500)
    expect(new Set(await Promise.all([first, ...flood]))).toEqual(new Set([null]))
  })

  it('keeps good keys however many made-up ones there are', async () => {
    const { find, asked } = aCache()
    await find(GOOD)
    await Promise.all(Array.from({ length: 25_000 }, () => find(madeUp())))
    const questions = asked.length
    expect(find(GOOD)).toMatchObject({ publicKey: GOOD })
    expect(asked).toHaveLength(questions)
  })

  it('goes on with a known key for an hour when the storage is down', async () => {
    const { find, clock, storage } = aCache()
    await find(GOOD)
    storage.mode = 'down'
    await clock.advance(3_590_000)
    expect(await find(GOOD)).not.toBeNull()
    expect(find(GOOD)).not.toBeInstanceOf(Promise)
    await clock.advance(20_000)
    expect(errorCode(await refusal(find(GOOD)))).toBe('unavailable')
  })

  it('refuses a key it never saw while the storage is down, and asks again the next time', async () => {
    const { find, storage } = aCache()
    storage.mode = 'down'
    expect(await refusal(find(GOOD))).toMatchObject({ code: 'unavailable', retryAfterMs: 5_000 })
    storage.mode = 'up'
    expect(await find(GOOD)).not.toBeNull()
  })

  it('lets a request with a known key wait a second for a storage that hangs, and the next ones not at all', async () => {
    const { find, clock, storage } = aCache()
    await find(GOOD)
    await clock.advance(10_000)
    storage.mode = 'hung'
    const late = find(GOOD)
    expect(late).toBeInstanceOf(Promise)
    await clock.advance(1_000)
    expect(await late).not.toBeNull()
    expect(find(GOOD)).not.toBeInstanceOf(Promise)
  })

  it('gives up a question after five seconds', async () => {
    const { find, clock, storage } = aCache()
    storage.mode = 'hung'
    const refused = refusal(find(GOOD))
    await clock.advance(5_000)
    expect(errorCode(await refused)).toBe('unavailable')
    storage.mode = 'up'
    expect(await find(GOOD)).not.toBeNull()
  })
})

function madeUp(): string {
  return randomBytes(16).toString('hex')
}

async function refusal(answer: unknown): Promise<unknown> {
  try {
    await answer
  } catch (error) {
    return error
  }
  throw new Error('wanted a refusal, found an answer')
}
