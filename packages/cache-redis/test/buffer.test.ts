import { afterEach, describe, expect, it } from '@jest/globals'
import type { IngestBuffer, IngestRecord } from '@mishap/core'
import { runIngestBufferContract } from '@mishap/core/testing'
import { type RedisBufferOptions, redisBuffer } from '../src/buffer/index.js'
import { aPrefix, awayClient, hangingClient, majors, until } from './clients.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** However busy the machine is, thousands of appends at once shall be kept. */
const timeoutMs = 20_000

for (const { major, connect } of majors) {
  const places = new WeakMap<IngestBuffer, string>()
  const open = (prefix: string, limits: { maxRecords?: number; maxBytes?: number } = {}) => {
    const client = connect()
    const buffer = redisBuffer({ client, prefix, timeoutMs, ...limits })
    const close = async () => {
      await buffer.close()
      client.disconnect()
    }
    const owned: IngestBuffer = { ...buffer, close }
    places.set(owned, prefix)
    return Promise.resolve(owned)
  }
  runIngestBufferContract({
    name: `Redis Streams with ioredis ${major}`,
    create: (limits) => open(aPrefix(), limits),
    reopen: (closed) => open(places.get(closed) ?? '', {}),
  })
}

const aRecord = (text: string, change: Partial<IngestRecord> = {}): IngestRecord => ({
  organizationId: '1',
  projectId: '2',
  keyId: 'k',
  kind: 'envelope',
  receivedAt: new Date('2026-01-02T03:04:05.678Z'),
  eventId: 'a'.repeat(32),
  contentEncoding: null,
  userAgent: 'sdk/1',
  ip: null,
  scrubIp: true,
  query: null,
  body: Buffer.from(text),
  ...change,
})

const text = (record: IngestRecord | undefined) => Buffer.from(record?.body ?? []).toString()
/** A member of an object behind a proxy. */
const bound = (target: object, name: string | symbol): unknown => {
  const member: unknown = Reflect.get(target, name)
  return typeof member === 'function' ? member.bind(target) : member
}
const forever = new AbortController().signal
const most = { maxRecords: 100, maxBytes: 1_000_000, signal: forever }

/** As a drain does: where taking over is quick, a connection that is slow to open is given up, and another one asked. */
async function claimAgain(buffer: IngestBuffer, signal = forever) {
  for (;;) {
    try {
      return await buffer.claim({ ...most, signal })
    } catch (error) {
      if (!String(error).includes('Connection is closed')) throw error
    }
  }
}

/** Whoever is held up for long by others takes its own records over from itself. */
async function claimUntil(signal: AbortSignal, buffer: IngestBuffer): Promise<void> {
  while (!signal.aborted) await claimAgain(buffer, signal)
}

describe.each(majors)('the ingest buffer on Redis Streams with ioredis $major', ({ connect }) => {
  function open(prefix = aPrefix(), options: Partial<RedisBufferOptions> = {}) {
    const client = connect()
    const buffer = redisBuffer({ client, prefix, timeoutMs, ...options })
    closing.push(
      () => client.disconnect(),
      () => buffer.close(),
    )
    return { buffer, client, prefix }
  }

  it('gives back a record as it was, bytes and all', async () => {
    const { buffer } = open()
    const record = aRecord('', { body: Uint8Array.from([0, 255, 13, 10, 0]) })
    await buffer.append(record)
    const claim = await buffer.claim(most)
    expect(claim?.records).toHaveLength(1)
    expect({ ...claim?.records[0], body: [...(claim?.records[0]?.body ?? [])] }).toEqual({
      ...record,
      body: [0, 255, 13, 10, 0],
    })
    await claim?.done()
    expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
  })

  it('a record of a process that died is taken over by another', async () => {
    const { buffer: dying, prefix, client } = open(aPrefix(), { takeOverMs: 200 })
    await dying.append(aRecord('a'))
    expect(await claimAgain(dying)).not.toBeNull()
    client.disconnect()
    const { buffer: heir } = open(prefix, { takeOverMs: 200 })
    const claim = await claimAgain(heir)
    expect(text(claim?.records[0])).toBe('a')
  })

  it('a record in long work stays with its process', async () => {
    const { buffer, prefix } = open(aPrefix(), { takeOverMs: 3_000 })
    await buffer.append(aRecord('a'))
    await buffer.claim(most)
    const { buffer: other } = open(prefix, { takeOverMs: 3_000 })
    const waited = new AbortController()
    const stolen = other.claim({ ...most, signal: waited.signal })
    setTimeout(() => waited.abort(), 4_500)
    expect(await stolen).toBeNull()
  })

  it('what arrives for a claim that was given up is claimed next', async () => {
    const { buffer } = open()
    const given = new AbortController()
    const waiting = buffer.claim({ ...most, signal: given.signal })
    given.abort()
    expect(await waiting).toBeNull()
    await buffer.append(aRecord('a'))
    expect(text((await buffer.claim(most))?.records[0])).toBe('a')
  })

  it('records of two processes never overlap, and none is missing', async () => {
    const { buffer: one, prefix } = open()
    const { buffer: two } = open(prefix)
    await Promise.all(Array.from({ length: 500 }, (_, i) => one.append(aRecord(String(i)))))
    const seen: string[] = []
    const drain = async (buffer: typeof one) => {
      const enough = new AbortController()
      const check = setInterval(() => seen.length >= 500 && enough.abort(), 10)
      for (;;) {
        const claim = await buffer.claim({ maxRecords: 7, maxBytes: 1_000, signal: enough.signal })
        if (claim === null) break
        seen.push(...claim.records.map(text))
        await claim.done()
      }
      clearInterval(check)
    }
    await Promise.all([drain(one), drain(two)])
    expect([...seen].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 500 }, (_, i) => String(i)))
    expect(await one.waiting()).toEqual({ records: 0, bytes: 0 })
  })

  it('finds its place again when the server was emptied', async () => {
    const { buffer, client, prefix } = open()
    await buffer.append(aRecord('a'))
    await (await buffer.claim(most))?.done()
    await client.del(`${prefix}{ingest}:records`)
    await buffer.append(aRecord('b'))
    expect(text((await buffer.claim(most))?.records[0])).toBe('b')
  })

  it('a process that is stopped leaves its records to the others at once', async () => {
    const { buffer: leaving, prefix } = open()
    const { buffer: heir } = open(prefix)
    await leaving.append(aRecord('a'))
    expect(await leaving.claim(most)).not.toBeNull()
    // What comes for a claim that was given up is known to the connection alone.
    const given = new AbortController()
    const waiting = leaving.claim({ ...most, signal: given.signal })
    given.abort()
    expect(await waiting).toBeNull()
    await leaving.append(aRecord('b'))
    await leaving.close()
    const claim = await heir.claim(most)
    expect(claim?.records.map(text)).toEqual(['a', 'b'])
  })

  it('the name of a process goes with it, that of a dead one after a while, and never one that holds records', async () => {
    const takeOverMs = 400
    const { buffer, client, prefix } = open(aPrefix(), { takeOverMs })
    const stream = `${prefix}{ingest}:records`
    const names = async () =>
      ((await client.call('XINFO', 'CONSUMERS', stream, 'drain')) as unknown[][]).map((fields) => String(fields[1]))
    await buffer.append(aRecord('a'))
    await (await claimAgain(buffer))?.done()
    await client.call('XGROUP', 'CREATECONSUMER', stream, 'drain', 'dead')
    await buffer.append(aRecord('b'))
    await client.call('XREADGROUP', 'GROUP', 'drain', 'holder', 'STREAMS', stream, '>')
    expect(await names()).toEqual(expect.arrayContaining(['dead', 'holder']))
    const { buffer: late } = open(prefix, { takeOverMs })
    const over = new AbortController()
    expect((await claimAgain(late))?.records.map(text)).toEqual(['b'])
    const idle = claimUntil(over.signal, late)
    await until(async () => !(await names()).some((name) => name === 'dead' || name === 'holder'))
    over.abort()
    await idle
    await buffer.close()
    await late.close()
    // It still holds `b`, which nobody has finished.
    expect(await names()).toHaveLength(1)
  })

  it('refuses what is over its limits', async () => {
    const { buffer } = open(aPrefix(), { maxRecords: 2, maxBytes: 10_000 })
    await expect(buffer.append(aRecord('x'.repeat(20_000)))).rejects.toMatchObject({ code: 'buffer_full' })
    await buffer.append(aRecord('a'))
    await buffer.append(aRecord('b'))
    await expect(buffer.append(aRecord('c'))).rejects.toMatchObject({ code: 'buffer_full' })
  })

  it('replaces a connection that waits for records and has gone silent', async () => {
    const { client, prefix } = open()
    const waiting: { status: string }[] = []
    const silent = new Proxy(client, {
      get: (target, name) => {
        if (name !== 'duplicate') return bound(target, name)
        return () => {
          const connection = target.duplicate()
          waiting.push(connection)
          // The first one never hears an answer.
          if (waiting.length > 1) return connection
          return new Proxy(connection, {
            get: (real, its) => {
              if (its !== 'callBuffer') return bound(real, its)
              return () => new Promise((_resolve, reject) => connection.once('end', () => reject(new Error('closed'))))
            },
          })
        }
      },
    })
    const buffer = redisBuffer({ client: silent, prefix, timeoutMs, takeOverMs: 300 })
    closing.push(() => buffer.close())
    await buffer.append(aRecord('one'))
    await expect(buffer.claim(most)).rejects.toThrow('closed')
    const claim = await claimAgain(buffer)
    expect(claim?.records.map(text)).toEqual(['one'])
    await claim?.done()
  })

  it('says what is lost when so much is set aside that the oldest go', async () => {
    const lost: unknown[] = []
    const quiet = { debug: () => {}, info: () => {}, error: () => {} }
    const logger = { ...quiet, warn: (_message: string, fields?: unknown) => lost.push(fields) }
    const { buffer } = open(aPrefix(), { maxAside: 10, logger })
    for (let count = 0; count < 300; count++) await buffer.setAside(aRecord('x'), { message: 'no' })
    const kept = (await buffer.listSetAside(1_000)).length
    expect(kept).toBeLessThan(300)
    const gone = lost.reduce<number>((sum, fields) => sum + (fields as { records: number }).records, 0)
    expect(gone).toBe(300 - kept)
  })
})

describe('while Redis is away', () => {
  it('an append is refused, soon and with a time to come again', async () => {
    const client = awayClient()
    const buffer = redisBuffer({ client, timeoutMs: 100 })
    closing.push(
      () => client.disconnect(),
      () => buffer.close(),
    )
    await until(() => client.status !== 'connecting')
    await expect(buffer.append(aRecord('a'))).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 5_000 })
  })

  it('what hangs is sent one append and no more, until it answers', async () => {
    const { client, hang, close } = await hangingClient()
    const buffer = redisBuffer({ client, prefix: aPrefix(), timeoutMs: 3_000 })
    closing.push(
      close,
      () => client.disconnect(),
      () => buffer.close(),
    )
    await buffer.append(aRecord('a'))
    hang(true)
    await expect(buffer.append(aRecord('b'))).rejects.toThrow('did not keep the record')
    await expect(buffer.append(aRecord('c'))).rejects.toThrow('does not answer')
    hang(false)
    await until(() =>
      buffer.append(aRecord('d')).then(
        () => true,
        () => false,
      ),
    )
    const seen: string[] = []
    while (!seen.includes('d')) {
      const claim = await buffer.claim(most)
      seen.push(...(claim?.records.map(text) ?? []))
      await claim?.done()
    }
    // That of which nobody knew whether it was kept was kept.
    expect(seen).toEqual(['a', 'b', 'd'])
  })
})
