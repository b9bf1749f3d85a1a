import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from '@jest/globals'
import { errorCode } from '../errors.js'
import type { Claim, IngestBuffer, IngestRecord } from '../ports/runtime.js'
import { minutesAfter, NOON } from './builders.js'
import { aRecord } from './records.js'

export interface IngestBufferContract {
  readonly name: string
  /** A new, empty buffer; with limits where they are given. The suite closes it. */
  readonly create: (limits?: { readonly maxRecords?: number; readonly maxBytes?: number }) => Promise<IngestBuffer>
  /** The same buffer after `close`, in another life of the process; null where nothing outlives it. */
  readonly reopen: ((closed: IngestBuffer) => Promise<IngestBuffer>) | null
}

/** What every ingest buffer promises. One that is not durable resolves `append` only when the claim is done. */
export function runIngestBufferContract({ name, create, reopen }: IngestBufferContract): void {
  describe(`${name} as an ingest buffer`, () => {
    const opened: IngestBuffer[] = []
    const open = async (limits?: { maxRecords?: number; maxBytes?: number }) => {
      const buffer = await create(limits)
      opened.push(buffer)
      return buffer
    }
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((buffer) => buffer.close()))
    })

    it('hands out a record as it was appended', async () => {
      const buffer = await open()
      const record = aRecord({ contentEncoding: 'gzip', ip: '192.0.2.1', userAgent: 'tëst/1 "q"\n', scrubIp: true })
      const kept = buffer.append(record)
      const claim = await claimSome(buffer)
      expect(claim.records).toEqual([record])
      expect(Buffer.from(claim.records[0]!.body).equals(Buffer.from(record.body))).toBe(true)
      await claim.done()
      await kept
      expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
    })

    it('keeps what the address said of security reports', async () => {
      const buffer = await open()
      const queries = [{ environment: 'prod', release: null }, { environment: null, release: 'shop@1' }, null]
      const kept = Promise.all(queries.map((query) => buffer.append(aRecord({ kind: 'security', query }))))
      const taken = await takeAll(buffer, queries.length)
      await kept
      expect(taken.map(({ query }) => query)).toEqual(queries)
    })

    it('keeps nulls and an empty body', async () => {
      const buffer = await open()
      const record = aRecord({
        kind: 'store',
        contentEncoding: null,
        ip: null,
        userAgent: null,
        body: new Uint8Array(0),
      })
      const kept = buffer.append(record)
      const [taken] = await takeAll(buffer, 1)
      await kept
      expect(taken).toMatchObject({ kind: 'store', contentEncoding: null, ip: null, userAgent: null })
      expect(taken?.body).toHaveLength(0)
    })

    it('hands out records in the order of their append', async () => {
      const buffer = await open()
      const sent = manyRecords(250)
      const kept = Promise.all(sent.map((record) => buffer.append(record)))
      const taken = await takeAll(buffer, sent.length)
      await kept
      expect(taken.map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId))
    })

    it('keeps to the limits of a claim, but hands out one record at least', async () => {
      const buffer = await open()
      const kept = Promise.all(manyRecords(7, 10_000).map((record) => buffer.append(record)))
      const sizes: number[] = []
      while (sizes.reduce((sum, size) => sum + size, 0) < 7) {
        const claim = await claimSome(buffer, { maxRecords: 3 })
        sizes.push(claim.records.length)
        await claim.done()
      }
      await kept
      expect(Math.max(...sizes)).toBeLessThanOrEqual(3)
      const big = buffer.append(aRecord({ body: randomBytes(50_000) }))
      const claim = await claimSome(buffer, { maxBytes: 10 })
      expect(claim.records).toHaveLength(1)
      await claim.done()
      await big
    })

    it('never hands out a record in two unfinished claims', async () => {
      const buffer = await open()
      const kept = Promise.all(manyRecords(500).map((record) => buffer.append(record)))
      const seen: string[] = []
      const worker = async () => {
        while (seen.length < 500) {
          const claim = await claimSome(buffer, { maxRecords: 7 }, () => seen.length >= 500)
          seen.push(...claim.records.map(({ eventId }) => eventId))
          await claim.done()
        }
      }
      await Promise.all([worker(), worker(), worker(), worker()])
      await kept
      expect(new Set(seen).size).toBe(500)
      expect(seen).toHaveLength(500)
    })

    it('waits for a record, and gives up with null when it is told to', async () => {
      const buffer = await open()
      const stop = new AbortController()
      const waiting = buffer.claim({ maxRecords: 1, maxBytes: 1, signal: stop.signal })
      stop.abort()
      expect(await waiting).toBeNull()
      expect(await buffer.claim({ maxRecords: 1, maxBytes: 1, signal: stop.signal })).toBeNull()
      const claiming = claimSome(buffer)
      const kept = buffer.append(aRecord())
      await (await claiming).done()
      await kept
    })

    it('counts what waits until it is done', async () => {
      const buffer = await open()
      const kept = Promise.all(manyRecords(3, 1000).map((record) => buffer.append(record)))
      const claims: Claim[] = []
      while (claims.reduce((sum, { records }) => sum + records.length, 0) < 3) claims.push(await claimSome(buffer))
      const { records, bytes } = await buffer.waiting()
      expect(records).toBe(3)
      expect(bytes).toBeGreaterThanOrEqual(3000)
      for (const claim of claims) await claim.done()
      await kept
      expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
    })

    it('says since when the oldest waits, until it is done', async () => {
      const buffer = await open()
      expect(await buffer.oldest()).toBeNull()
      const [early, late] = [
        aRecord({ receivedAt: minutesAfter(NOON, 1) }),
        aRecord({ receivedAt: minutesAfter(NOON, 2) }),
      ]
      const first = buffer.append(early)
      const claim = await claimSome(buffer)
      const second = buffer.append(late)
      while ((await buffer.waiting()).records < 2) await new Promise(setImmediate)
      expect(await buffer.oldest()).toEqual(early.receivedAt)
      await claim.done()
      await first
      expect(await buffer.oldest()).toEqual(late.receivedAt)
      await (await claimSome(buffer)).done()
      await second
      expect(await buffer.oldest()).toBeNull()
    })

    it('does nothing when a claim is finished twice', async () => {
      const buffer = await open()
      const kept = buffer.append(aRecord())
      const claim = await claimSome(buffer)
      await claim.done()
      await claim.done()
      await claim.release(new Error('too late'))
      await kept
      expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
    })

    it('takes thousands of concurrent appends', async () => {
      const buffer = await open()
      const sent = manyRecords(3000, 200)
      const kept = Promise.all(sent.map((record) => buffer.append(record)))
      const taken = await takeAll(buffer, sent.length)
      await kept
      expect(new Set(taken.map(({ eventId }) => eventId)).size).toBe(3000)
    })

    it.each([
      ['records', { maxRecords: 3 }],
      ['bytes', { maxBytes: 3500 }],
    ])('refuses with buffer_full when too many %s wait, and takes more when some are done', async (_what, limits) => {
      const buffer = await open(limits)
      const kept = manyRecords(3, 1000).map((record) => buffer.append(record))
      const refused = buffer.append(aRecord({ body: randomBytes(1000) }))
      expect(await codeOf(refused)).toBe('buffer_full')
      await takeAll(buffer, 3)
      await Promise.all(kept)
      const again = buffer.append(aRecord({ body: randomBytes(1000) }))
      await takeAll(buffer, 1)
      await again
    })

    it('lists what was set aside, the newest first', async () => {
      const buffer = await open()
      const records = manyRecords(3)
      for (const [index, record] of records.entries()) await buffer.setAside(record, { message: `fault ${index}` })
      const listed = await buffer.listSetAside(2)
      expect(listed.map(({ message }) => message)).toEqual(['fault 2', 'fault 1'])
      expect(listed[0]?.record).toEqual(records[2])
      expect(listed[0]?.at).toBeInstanceOf(Date)
      expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
    })

    it('takes what was set aside again, the oldest first, and forgets it there', async () => {
      const buffer = await open()
      const records = manyRecords(3)
      for (const record of records) await buffer.setAside(record, { message: 'a fault' })
      const retrying = buffer.retrySetAside()
      expect(await takeAll(buffer, 3)).toEqual(records)
      expect(await retrying).toBe(3)
      expect(await buffer.listSetAside(10)).toEqual([])
      expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
      expect(await buffer.retrySetAside()).toBe(0)
    })

    it('leaves aside what it has no room to take again', async () => {
      const buffer = await open({ maxRecords: 1 })
      const kept = buffer.append(aRecord())
      const record = aRecord()
      await buffer.setAside(record, { message: 'a fault' })
      expect(await codeOf(buffer.retrySetAside())).toBe('buffer_full')
      expect(await buffer.listSetAside(10)).toMatchObject([{ record, message: 'a fault' }])
      await takeAll(buffer, 1)
      await kept
    })

    it('takes nothing after it was closed', async () => {
      const buffer = await open()
      const claiming = buffer.claim({ maxRecords: 1, maxBytes: 1, signal: new AbortController().signal })
      await buffer.close()
      expect(await claiming).toBeNull()
      expect(await codeOf(buffer.append(aRecord()))).toBe('unavailable')
      await buffer.close()
    })

    if (reopen === null) {
      it('tells those who wait when their records are released or the buffer is closed', async () => {
        const buffer = await open()
        const released = buffer.append(aRecord())
        const claim = await claimSome(buffer)
        await claim.release(new Error('no storage'))
        await expect(released).rejects.toThrow('no storage')
        expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
        const left = buffer.append(aRecord())
        await buffer.close()
        expect(await codeOf(left)).toBe('unavailable')
      })
      return
    }

    it('hands out released records again, before newer ones and in their order', async () => {
      const buffer = await open()
      const sent = manyRecords(6)
      await appendAll(buffer, sent)
      const claim = await claimSome(buffer, { maxRecords: 4 })
      await claim.release(new Error('no storage'))
      await claim.done()
      const taken = await takeAll(buffer, 6, { maxRecords: 3 })
      expect(taken.map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId))
    })

    it('keeps everything over a restart but what was done, in order', async () => {
      const buffer = await open()
      const sent = manyRecords(20)
      await appendAll(buffer, sent)
      const first = await claimSome(buffer, { maxRecords: 5 })
      const second = await claimSome(buffer, { maxRecords: 5 })
      const third = await claimSome(buffer, { maxRecords: 5 })
      await first.done()
      await third.release(new Error('no storage'))
      expect(second.records).toHaveLength(5)
      await buffer.close()
      const again = await reopen(buffer)
      opened.push(again)
      expect(await again.waiting()).toMatchObject({ records: 15 })
      const taken = await takeAll(again, 15)
      expect(taken).toEqual(sent.slice(5))
    })

    it('hands out nothing after a restart when everything was done', async () => {
      const buffer = await open()
      await appendAll(buffer, manyRecords(10))
      await takeAll(buffer, 10)
      await buffer.close()
      const again = await reopen(buffer)
      opened.push(again)
      expect(await again.waiting()).toEqual({ records: 0, bytes: 0 })
      const record = aRecord()
      await again.append(record)
      expect(await takeAll(again, 1)).toEqual([record])
    })

    it('keeps what was set aside over a restart', async () => {
      const buffer = await open()
      const record = aRecord()
      await buffer.setAside(record, { message: 'cannot be stored' })
      await buffer.close()
      const again = await reopen(buffer)
      opened.push(again)
      expect(await again.listSetAside(10)).toMatchObject([{ record, message: 'cannot be stored' }])
      expect(await again.retrySetAside()).toBe(1)
      await again.close()
      const third = await reopen(again)
      opened.push(third)
      expect(await third.listSetAside(10)).toEqual([])
      expect(await takeAll(third, 1)).toEqual([record])
    })
  })
}

/** Takes `count` records in as many claims as it needs, and finishes them. */
export async function takeAll(
  buffer: IngestBuffer,
  count: number,
  limits: { readonly maxRecords?: number } = {},
): Promise<readonly IngestRecord[]> {
  const taken: IngestRecord[] = []
  while (taken.length < count) {
    const claim = await claimSome(buffer, limits)
    taken.push(...claim.records)
    await claim.done()
  }
  return taken
}

function manyRecords(count: number, bodyBytes = 64): readonly IngestRecord[] {
  return Array.from({ length: count }, () => aRecord({ body: randomBytes(bodyBytes) }))
}

async function appendAll(buffer: IngestBuffer, records: readonly IngestRecord[]): Promise<void> {
  for (const record of records) await buffer.append(record)
}

const NO_RECORDS: Claim = { records: [], done: async () => {}, release: async () => {} }

/** Waits for a claim; with `isOver`, asks whether to go on waiting whenever others had a turn. */
async function claimSome(
  buffer: IngestBuffer,
  { maxRecords = 100, maxBytes = 1_000_000 }: { readonly maxRecords?: number; readonly maxBytes?: number } = {},
  isOver?: () => boolean,
): Promise<Claim> {
  const stop = new AbortController()
  const claiming = buffer.claim({ maxRecords, maxBytes, signal: stop.signal })
  let isSettled = false
  void claiming.then(() => {
    isSettled = true
  })
  while (isOver !== undefined && !isSettled) {
    if (isOver()) stop.abort()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const claim = await claiming
  if (claim === null && isOver?.() !== true) throw new Error('the buffer was closed while records were wanted')
  return claim ?? NO_RECORDS
}

async function codeOf(refused: Promise<unknown>): Promise<string | null> {
  return refused.then(
    () => null,
    (error: unknown) => errorCode(error),
  )
}
