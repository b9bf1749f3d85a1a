import { describe, expect, it } from '@jest/globals'
import { runCacheContract } from '../testing/cache-contract.js'
import { fakeClock } from '../testing/fake-clock.js'
import { runLiveBusContract } from '../testing/live-bus-contract.js'
import { runRateLimiterContract } from '../testing/rate-limiter-contract.js'
import { memoryCache } from './memory-cache.js'
import { memoryLiveBus } from './memory-live-bus.js'
import { memoryRateLimiter } from './memory-rate-limiter.js'

runCacheContract({
  name: 'the memory cache',
  create: () => {
    const clock = fakeClock()
    return { cache: memoryCache({ clock }), advance: clock.advance }
  },
})

runRateLimiterContract({
  name: 'the memory rate limiter',
  create: () => {
    const clock = fakeClock()
    return { limiter: memoryRateLimiter({ clock }), advance: clock.advance }
  },
})

runLiveBusContract({
  name: 'the memory live bus',
  create: async () => {
    const bus = memoryLiveBus()
    return { publisher: bus, subscriber: bus, settle: async () => {} }
  },
})

describe('the memory cache', () => {
  it('forgets the entry used longest ago when it is full', async () => {
    const cache = memoryCache({ clock: fakeClock(), maxEntries: 2 })
    await cache.set('a', '1', 1000)
    await cache.set('b', '2', 1000)
    await cache.get('a')
    await cache.set('c', '3', 1000)
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual(['1', null, '3'])
  })
})

describe('the memory rate limiter', () => {
  it('forgets the key touched longest ago when it knows too many', async () => {
    const limiter = memoryRateLimiter({ clock: fakeClock(), maxKeys: 2 })
    const take = async (key: string) => (await limiter.take({ key, limit: 1, windowMs: 60_000 })).allowed
    expect([await take('a'), await take('b'), await take('c')]).toEqual([true, true, true])
    expect([await take('c'), await take('b'), await take('a')]).toEqual([false, false, true])
  })
})

describe('the memory live bus', () => {
  it('tells the others when a listener throws', async () => {
    const logged: string[] = []
    const silent = () => {}
    const logger = { debug: silent, info: silent, warn: silent, error: (message: string) => logged.push(message) }
    const bus = memoryLiveBus({ logger })
    const heard: string[] = []
    bus.subscribe('1', () => {
      throw new Error('broken listener')
    })
    bus.subscribe('1', ({ topic }) => heard.push(topic))
    await bus.publish({ topic: 'issue.new', organizationId: '1', projectId: '2', issueId: '3' })
    expect({ heard, logged }).toEqual({ heard: ['issue.new'], logged: ['A listener of live messages failed'] })
  })
})
