import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { LiveBus, LiveMessage } from '@mishap/core'
import { runCacheContract, runLiveBusContract, runRateLimiterContract } from '@mishap/core/testing'
import { Redis } from 'ioredis'
import { type RedisLiveBus, redisCache, redisLiveBus, redisRateLimiter } from '../src/index.js'
import { aPrefix, awayClient, majors, recordingLogger, until } from './clients.js'

const aMessage = (organizationId = '1'): LiveMessage => ({
  topic: 'issue.new',
  organizationId,
  projectId: '2',
  issueId: '3',
})

// A timer may be early by a millisecond, and a key is there in the millisecond in which its time is over.
const advance = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms + 5))
/** For what shall be answered by Redis however busy the machine is: else it would be taken for one that is away. */
const timeoutMs = 20_000
const HOUR_MS = 3_600_000

/** A connection keeps its order: when this is heard, so is everything before it. */
async function settle(publisher: LiveBus, subscriber: LiveBus): Promise<void> {
  const organizationId = aPrefix()
  let isHeard = false
  const leave = subscriber.subscribe(organizationId, () => {
    isHeard = true
  })
  await until(async () => {
    await publisher.publish(aMessage(organizationId))
    return isHeard
  })
  leave()
}

describe.each(majors)('on ioredis $major', ({ connect }) => {
  let client: ReturnType<typeof connect>
  let other: ReturnType<typeof connect>
  beforeAll(() => {
    client = connect()
    other = connect()
  })
  const buses: RedisLiveBus[] = []
  afterAll(async () => {
    for (const bus of buses) await bus.close()
    client.disconnect()
    other.disconnect()
  })

  runCacheContract({
    name: 'redisCache',
    create: () => ({ cache: redisCache({ client, prefix: aPrefix(), timeoutMs }), advance }),
    hasRealTime: true,
  })

  runRateLimiterContract({
    name: 'redisRateLimiter',
    create: () => ({ limiter: redisRateLimiter({ client, prefix: aPrefix(), timeoutMs }), advance }),
    hasRealTime: true,
  })

  runLiveBusContract({
    name: 'redisLiveBus',
    create: async () => {
      const prefix = aPrefix()
      const [publisher, subscriber] = [
        redisLiveBus({ client, prefix, timeoutMs }),
        redisLiveBus({ client: other, prefix, timeoutMs }),
      ]
      buses.push(subscriber)
      return { publisher, subscriber, settle: () => settle(publisher, subscriber) }
    },
  })

  it('shares cached values between clients with one prefix and keeps prefixes apart', async () => {
    const prefix = aPrefix()
    await redisCache({ client, prefix, timeoutMs }).set('key', 'value', 60_000)
    expect(await redisCache({ client: other, prefix, timeoutMs }).get('key')).toBe('value')
    expect(await redisCache({ client: other, prefix: aPrefix(), timeoutMs }).get('key')).toBeNull()
  })

  it('lets exactly the limit through when two processes ask at once', async () => {
    const prefix = aPrefix()
    const limiters = [
      redisRateLimiter({ client, prefix, timeoutMs }),
      redisRateLimiter({ client: other, prefix, timeoutMs }),
    ]
    const request = { key: 'a', limit: 20, windowMs: 3_600_000 }
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => limiters[i % 2]!.take(request)))
    expect(answers.filter((answer) => answer.allowed)).toHaveLength(20)
  })

  it('says to the millisecond when the same call passes', async () => {
    const limiter = redisRateLimiter({ client, prefix: aPrefix(), timeoutMs })
    const request = { key: 'a', limit: 3, windowMs: 3 * HOUR_MS, cost: 2 }
    const startedAt = await redisMs()
    expect(await limiter.take(request)).toEqual({ allowed: true, retryAfterMs: 0 })
    const refused = await limiter.take(request)
    const tookMs = (await redisMs()) - startedAt
    expect(refused.allowed).toBe(false)
    expect(refused.retryAfterMs).toBeLessThanOrEqual(HOUR_MS)
    expect(refused.retryAfterMs).toBeGreaterThanOrEqual(Math.floor(HOUR_MS - tookMs))
  })

  it('works again after Redis has forgotten the script', async () => {
    const limiter = redisRateLimiter({ client, prefix: aPrefix(), timeoutMs })
    await client.script('FLUSH')
    expect((await limiter.take({ key: 'a', limit: 1, windowMs: 60_000 })).allowed).toBe(true)
    expect((await limiter.take({ key: 'a', limit: 1, windowMs: 60_000 })).allowed).toBe(false)
  })

  it('leaves nothing behind in Redis when a bucket is full again', async () => {
    const prefix = aPrefix()
    await redisRateLimiter({ client, prefix, timeoutMs }).take({ key: 'a', limit: 1, windowMs: 20 })
    await until(async () => (await client.keys(`${prefix}*`)).length === 0)
  })

  it('tells listeners in every process exactly once', async () => {
    const prefix = aPrefix()
    const [here, there] = [
      redisLiveBus({ client, prefix, timeoutMs }),
      redisLiveBus({ client: other, prefix, timeoutMs }),
    ]
    const heard: string[] = []
    here.subscribe('1', () => heard.push('here'))
    there.subscribe('1', () => heard.push('there'))
    there.subscribe('2', () => heard.push('another organization'))
    await until(async () => (await client.pubsub('NUMSUB', `${prefix}live:1`))[1] === 2)
    await here.publish(aMessage())
    await until(() => heard.length >= 2)
    await there.publish(aMessage())
    await until(() => heard.length >= 4)
    expect(heard.sort()).toEqual(['here', 'here', 'there', 'there'])
    await here.close()
    await there.close()
  })

  it('listens again after its connection was cut', async () => {
    const prefix = aPrefix()
    const named = connect(prefix)
    const [here, there] = [
      redisLiveBus({ client, prefix, timeoutMs }),
      redisLiveBus({ client: named, prefix, timeoutMs }),
    ]
    const heard: LiveMessage[] = []
    there.subscribe('1', (message) => heard.push(message))
    await until(async () => (await client.pubsub('NUMSUB', `${prefix}live:1`))[1] === 1)
    const listening = (await connectionsOf(prefix)).find((line) => line.includes(' sub=1 '))
    await client.call('CLIENT', 'KILL', 'ID', /^id=(\d+)/.exec(listening ?? '')?.[1] ?? '')
    await until(async () => {
      await here.publish(aMessage())
      return heard.length > 0
    })
    await there.close()
    named.disconnect()
  })

  it('ignores what a stranger writes on the channel', async () => {
    const prefix = aPrefix()
    const [here, there] = [
      redisLiveBus({ client, prefix, timeoutMs }),
      redisLiveBus({ client: other, prefix, timeoutMs }),
    ]
    const heard: LiveMessage[] = []
    here.subscribe('1', (message) => heard.push(message))
    await until(async () => (await client.pubsub('NUMSUB', `${prefix}live:1`))[1] === 1)
    for (const noise of ['{', 'null', '[]', '{"from":"x"}']) await other.publish(`${prefix}live:1`, noise)
    await there.publish(aMessage())
    await until(() => heard.length > 0)
    expect(heard).toEqual([aMessage()])
    await here.close()
  })

  it('opens a connection with the first listener, closes it with the last, and never the given one', async () => {
    const name = aPrefix()
    const client = connect(name)
    const bus = redisLiveBus({ client, prefix: name, timeoutMs })
    const connections = async () => (await connectionsOf(name)).length
    const leave = [bus.subscribe('1', () => undefined), bus.subscribe('2', () => undefined)]
    await until(async () => (await connections()) === 2)
    for (const stop of leave) stop()
    await until(async () => (await connections()) === 1)
    bus.subscribe('1', () => undefined)
    await bus.close()
    expect(await client.ping()).toBe('PONG')
    client.disconnect()
  })

  /** By the clock of Redis. */
  async function redisMs(): Promise<number> {
    const [seconds, microseconds] = await client.time()
    return Number(seconds) * 1000 + Number(microseconds) / 1000
  }

  async function connectionsOf(name: string): Promise<string[]> {
    const list = String(await other.client('LIST'))
    return list.split('\n').filter((line) => line.includes(` name=${name} `))
  }
})

describe('while Redis is away', () => {
  it('answers at once as if there were none, and says so once', async () => {
    const client = awayClient()
    const logger = recordingLogger()
    const options = { client, logger, timeoutMs: 50 }
    const cache = redisCache(options)
    await cache.set('key', 'value', 60_000)
    await cache.delete('key')
    for (let i = 0; i < 100; i += 1) expect(await cache.get('key')).toBeNull()
    const limiter = redisRateLimiter(options)
    const take = () => limiter.take({ key: 'a', limit: 2, windowMs: 60_000 })
    expect([(await take()).allowed, (await take()).allowed, (await take()).allowed]).toEqual([true, true, false])
    expect(logger.lines).toEqual([
      'warn: Redis does not answer: nothing is cached until it does',
      'warn: Redis does not answer: each process holds rate limits by itself until it does',
    ])
    client.disconnect()
  })

  it('still tells the listeners of its own process', async () => {
    const client = awayClient()
    const bus = redisLiveBus({ client, logger: recordingLogger(), timeoutMs: 50 })
    const heard: LiveMessage[] = []
    bus.subscribe('1', (message) => heard.push(message))
    await bus.publish(aMessage())
    expect(heard).toEqual([aMessage()])
    await bus.close()
    client.disconnect()
  })

  it('waits no longer than its timeout for a Redis that hangs', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const client = new Redis({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      enableReadyCheck: false,
    })
    client.on('error', () => undefined)
    const startedAt = performance.now()
    const cache = redisCache({ client, logger: recordingLogger(), timeoutMs: 100 })
    for (let i = 0; i < 100; i += 1) expect(await cache.get('key')).toBeNull()
    // Each by itself would wait for ten seconds together.
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    client.disconnect()
    server.close()
  })

  it('asks again by itself and says when Redis is back', async () => {
    const logger = recordingLogger()
    const { connect } = majors[1]
    const client = connect()
    let isHung = true
    const sometimes = new Proxy(client, {
      get: (target, name) =>
        name === 'get' && isHung ? () => new Promise(() => undefined) : Reflect.get(target, name, target),
    })
    const cache = redisCache({ client: sometimes, prefix: aPrefix(), logger, timeoutMs: 500 })
    expect(await cache.get('key')).toBeNull()
    isHung = false
    await until(async () => {
      await cache.set('key', 'value', 60_000)
      return (await cache.get('key')) === 'value'
    })
    // On a machine that is held up there may be more of both.
    expect(logger.lines.slice(0, 2)).toEqual([
      'warn: Redis does not answer: nothing is cached until it does',
      'info: Redis answers again',
    ])
    client.disconnect()
  })
})
