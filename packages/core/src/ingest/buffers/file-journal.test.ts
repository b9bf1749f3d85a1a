import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { fullDisk, killedUnderLoad } from '../../../test/journal-trouble.js'
import { errorCode } from '../../errors.js'
import type { IngestBuffer, Logger } from '../../ports/runtime.js'
import { fakeClock } from '../../testing/fake-clock.js'
import { runIngestBufferContract, takeAll } from '../../testing/ingest-buffer-contract.js'
import { aRecord } from '../../testing/records.js'
import { type FileJournalOptions, fileJournal, journalOn } from './file-journal.js'
import { type Disk, nodeDisk } from './journal/disk.js'

const root = mkdtemp(join(tmpdir(), 'mishap-journal-'))
const newDir = async () => mkdtemp(join(await root, 'dir-'))
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const dirs = new Map<IngestBuffer, string>()

afterAll(async () => rm(await root, { recursive: true }))

const withLimits = (dir: string, { maxRecords, maxBytes }: { maxRecords?: number; maxBytes?: number } = {}) => {
  const limits = {
    ...(maxRecords !== undefined && { maxWaitingRecords: maxRecords }),
    ...(maxBytes !== undefined && { maxWaitingBytes: maxBytes }),
  }
  const buffer = fileJournal({ dir, limits, segmentBytes: 64 * 1024 })
  dirs.set(buffer, dir)
  return buffer
}

runIngestBufferContract({
  name: 'the file journal',
  create: async (limits) => withLimits(await newDir(), limits),
  reopen: async (closed) => withLimits(dirs.get(closed)!),
})

describe('the file journal', () => {
  let dir = ''
  const opened: IngestBuffer[] = []
  const open = (options: Partial<FileJournalOptions> = {}, disk: Disk = nodeDisk) => {
    const buffer = journalOn(disk, { dir, logger: silent, segmentBytes: 4096, ...options })
    opened.push(buffer)
    return buffer
  }
  beforeEach(async () => {
    dir = await newDir()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((buffer) => buffer.close()))
  })

  describe('after a crash', () => {
    it('cuts off what was torn at the end, and goes on', async () => {
      const sent = await abandoned(20)
      const [newest] = (await segments()).slice(-1)
      const half = await readFile(newest!)
      await appendFile(newest!, half.subarray(16, 16 + 100))
      const buffer = open()
      await buffer.append(aRecord({ eventId: 'new' }))
      expect(await eventIds(buffer, 21)).toEqual([...sent, 'new'])
      expect((await readdir(dir)).filter((name) => name.endsWith('.damaged'))).toEqual([])
    })

    it('skips a damaged record, hands out the others and keeps the damaged file', async () => {
      const sent = await abandoned(20)
      const [oldest] = await segments()
      const bytes = await readFile(oldest!)
      const hit = bytes.indexOf(sent[2]!)
      await overwrite(oldest!, hit, Buffer.from('x'))
      const buffer = open()
      expect(await eventIds(buffer, 19)).toEqual(sent.filter((_, index) => index !== 2))
      await buffer.append(aRecord({ eventId: 'new' }))
      expect(await eventIds(buffer, 1)).toEqual(['new'])
      expect(await buffer.waiting()).toEqual({ records: 0, bytes: 0 })
      expect(await readFile(`${oldest}.damaged`)).toHaveLength(bytes.length)
    })

    it('hands out everything that is still there when its cursor is unreadable', async () => {
      const sent = await abandoned(4)
      const before = open()
      await takeAll(before, 3, { maxRecords: 3 })
      await before.close()
      await writeFile(join(dir, 'cursor'), '000000000009 0000000000000016 00000000')
      expect(await eventIds(open(), 4)).toEqual(sent)
    })

    it('removes a file that was made and not begun, and puts a foreign one aside', async () => {
      await writeFile(join(dir, '000000000001.journal'), 'MSH')
      await writeFile(join(dir, '000000000002.journal'), 'nothing of ours, and long enough to be read')
      const buffer = open()
      await buffer.append(aRecord({ eventId: 'new' }))
      expect(await eventIds(buffer, 1)).toEqual(['new'])
      expect(await readdir(dir)).toContain('000000000002.journal.damaged')
    })

    it('has every acknowledged record when it was killed under load', async () => {
      const acknowledged = await killedUnderLoad(dir, 3000)
      const buffer = open({ segmentBytes: 256 * 1024 })
      const { records } = await buffer.waiting()
      const found = new Set(await eventIds(buffer, records))
      expect(acknowledged.length).toBeGreaterThanOrEqual(3000)
      expect(acknowledged.filter((id) => !found.has(id))).toEqual([])
    })

    /** Appends and lets go of the directory as a crash would: without closing. Answers the ids. */
    async function abandoned(count: number): Promise<string[]> {
      const buffer = open()
      const ids: string[] = []
      for (let index = 0; index < count; index++) {
        const record = aRecord({ body: Buffer.alloc(500, index) })
        ids.push(record.eventId)
        await buffer.append(record)
      }
      await rm(join(dir, 'lock-1'))
      opened.pop()
      return ids
    }
  })

  describe('on the disk', () => {
    it('deletes files whose records are done, and leaves none behind when all are', async () => {
      const buffer = open()
      for (let index = 0; index < 40; index++) await buffer.append(aRecord({ body: Buffer.alloc(500) }))
      expect((await segments()).length).toBeGreaterThan(4)
      await takeAll(buffer, 40)
      expect((await segments()).length).toBeLessThanOrEqual(1)
      await buffer.close()
      expect(await readdir(dir)).toEqual(['cursor', 'lock-1'])
    })

    it('keeps a record that is larger than a file should be', async () => {
      const buffer = open()
      const records = [aRecord(), aRecord({ body: Buffer.alloc(2_000_000, 7) }), aRecord()]
      for (const record of records) await buffer.append(record)
      expect(await eventIds(buffer, 3)).toEqual(records.map(({ eventId }) => eventId))
    })

    it('refuses while the disk is full, harms nothing, and takes more when there is room', async () => {
      const disk = fullDisk()
      const clock = fakeClock()
      const buffer = open({ clock }, disk)
      const before = aRecord()
      await buffer.append(before)
      disk.roomBytes = 50
      const refused = await Promise.allSettled([buffer.append(aRecord()), buffer.append(aRecord())])
      expect(refused.map((result) => (result.status === 'rejected' ? errorCode(result.reason) : null))).toEqual([
        'unavailable',
        'unavailable',
      ])
      await expect(buffer.append(aRecord())).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 10_000 })
      disk.roomBytes = Number.POSITIVE_INFINITY
      const after = aRecord()
      await buffer.append(after)
      await buffer.close()
      const again = open()
      expect(await again.waiting()).toMatchObject({ records: 2 })
      expect(await eventIds(again, 2)).toEqual([before.eventId, after.eventId])
    })

    it('refuses when a sync fails, and never trusts that file again', async () => {
      const disk = fullDisk()
      const buffer = open({}, disk)
      await buffer.append(aRecord())
      disk.failSync = true
      await expect(buffer.append(aRecord())).rejects.toMatchObject({ code: 'unavailable' })
      disk.failSync = false
      const before = await segments()
      await buffer.append(aRecord())
      expect(await segments()).toHaveLength(before.length + 1)
      expect(await buffer.waiting()).toMatchObject({ records: 2 })
    })

    it('leaves the last of the disk to others', async () => {
      const disk = fullDisk()
      const clock = fakeClock()
      const buffer = open({ clock, minFreeBytes: 1000 }, disk)
      disk.freeNow = 999
      await expect(buffer.append(aRecord())).rejects.toMatchObject({ code: 'unavailable' })
      disk.freeNow = 1000
      await buffer.append(aRecord())
      disk.freeNow = 999
      await clock.advance(1000)
      await expect(buffer.append(aRecord())).rejects.toMatchObject({ code: 'unavailable' })
    })

    it('asks how much of the disk is free when the clock was set back, too', async () => {
      const disk = fullDisk()
      const clock = fakeClock()
      const buffer = open({ clock, minFreeBytes: 1000 }, disk)
      await buffer.append(aRecord())
      disk.freeNow = 999
      await clock.advance(-48 * 3_600_000)
      await expect(buffer.append(aRecord())).rejects.toMatchObject({ code: 'unavailable' })
    })

    it('is opened once there is room, where there was none at the start', async () => {
      const disk = fullDisk()
      disk.failOpen = true
      const buffer = open({}, disk)
      await expect(buffer.append(aRecord())).rejects.toThrow('ENOSPC')
      disk.failOpen = false
      await buffer.append(aRecord({ eventId: 'later' }))
      expect(await eventIds(buffer, 1)).toEqual(['later'])
    })

    it('deletes files whose records are done while there is no room for the cursor', async () => {
      const disk = fullDisk()
      const buffer = open({}, disk)
      for (let i = 0; i < 20; i++) await buffer.append(aRecord({ body: Buffer.alloc(1000) }))
      const before = await segments()
      disk.roomBytes = 0
      await takeAll(buffer, 20)
      expect((await segments()).length).toBeLessThanOrEqual(1)
      expect(before.length).toBeGreaterThan(3)
    })

    it('says what is lost when so much is set aside that the oldest go', async () => {
      const warned: unknown[] = []
      const buffer = open({ logger: { ...silent, warn: (_message, fields) => warned.push(fields) } })
      const record = aRecord()
      await buffer.setAside(record, { message: 'one' })
      await buffer.setAside(record, { message: 'two' })
      await rename(join(dir, 'aside'), join(dir, 'aside.older'))
      await buffer.setAside(record, { message: 'three' })
      expect(warned).toEqual([])
      await truncate(join(dir, 'aside'), 64 * 1024 * 1024)
      await buffer.setAside(record, { message: 'four' })
      expect(warned).toMatchObject([{ records: 2 }])
      await buffer.setAside(record, { message: 'five' })
      expect(warned).toHaveLength(1)
    })

    it('does not take a record for set aside that is only there in part', async () => {
      const disk = fullDisk()
      const buffer = open({}, disk)
      const whole = aRecord()
      await buffer.setAside(whole, { message: 'a fault' })
      disk.roomBytes = 50
      await expect(buffer.setAside(aRecord(), { message: 'another' })).rejects.toThrow('ENOSPC')
      disk.roomBytes = Number.POSITIVE_INFINITY
      const later = aRecord()
      await buffer.setAside(later, { message: 'a third' })
      expect((await buffer.listSetAside(10)).map(({ record }) => record)).toEqual([later, whole])
    })
  })

  describe('between processes', () => {
    it('opens a directory once at a time', async () => {
      const first = open()
      await first.append(aRecord())
      await expect(open().append(aRecord())).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(`in use by process ${process.pid}`),
      })
      await first.close()
      expect(await open().waiting()).toMatchObject({ records: 1 })
    })

    it('lets exactly one of many take over the lock of a dead process', async () => {
      await lockedBy({ host: hostname(), pid: 2 ** 22 + 1, startedAt: null })
      const tries = Array.from({ length: 10 }, () => open().append(aRecord()))
      const results = await Promise.allSettled(tries)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    it('tells a process from an earlier one with the same number', async () => {
      await lockedBy({ host: hostname(), pid: process.pid, startedAt: 'another boot/1' })
      await open().append(aRecord())
    })

    it('takes over the lock of another host only when that has been silent', async () => {
      await lockedBy({ host: 'elsewhere', pid: 1, startedAt: null })
      expect(await codeOf(open().append(aRecord()))).toBe('unavailable')
      const minuteAgo = new Date(Date.now() - 60_000)
      await utimes(join(dir, 'lock-1'), minuteAgo, minuteAgo)
      await open().append(aRecord())
    })

    it('opens a directory that was in use when it first looked', async () => {
      const first = open()
      await first.append(aRecord())
      const second = open()
      expect(await codeOf(second.append(aRecord()))).toBe('unavailable')
      await first.close()
      await second.append(aRecord())
      expect(await second.waiting()).toMatchObject({ records: 2 })
    })

    it('promises nothing that another process may not have read when it took over', async () => {
      const clock = fakeClock()
      const stalled = open({ clock })
      await stalled.append(aRecord({ eventId: 'before' }))
      // As if this process had stood still for longer than the other waited.
      await clock.advance(60_000)
      const lock = JSON.parse(await readFile(join(dir, 'lock-1'), 'utf8'))
      await writeFile(join(dir, 'lock-1'), JSON.stringify({ ...lock, pid: 2 ** 22 + 1 }))
      const heir = open()
      expect(await eventIds(heir, 1)).toEqual(['before'])
      expect(await codeOf(stalled.append(aRecord()))).toBe('unavailable')
      await heir.append(aRecord({ eventId: 'after' }))
      expect(await eventIds(heir, 1)).toEqual(['after'])
    })

    it('does not close what it could not open', async () => {
      const first = open()
      await first.waiting()
      const second = open()
      await second.close()
      await first.append(aRecord())
    })

    async function lockedBy(holder: { host: string; pid: number; startedAt: string | null }): Promise<void> {
      await mkdir(dir, { recursive: true })
      await writeFile(join(dir, 'lock-1'), JSON.stringify({ id: 'earlier', ...holder }))
    }
  })

  async function segments(): Promise<string[]> {
    const names = (await readdir(dir)).filter((name) => name.endsWith('.journal'))
    return names.sort().map((name) => join(dir, name))
  }
})

async function eventIds(buffer: IngestBuffer, count: number): Promise<string[]> {
  return (await takeAll(buffer, count, { maxRecords: 1000 })).map(({ eventId }) => eventId)
}

async function overwrite(path: string, at: number, by: Buffer): Promise<void> {
  const bytes = await readFile(path)
  by.copy(bytes, at)
  await truncate(path)
  await writeFile(path, bytes)
}

const codeOf = (refused: Promise<unknown>) => refused.then(() => null, errorCode)
