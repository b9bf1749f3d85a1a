import { mkdir } from 'node:fs/promises'
import { AppError } from '../../../errors.js'
import type { Claim, Clock, IngestRecord, Logger } from '../../../ports/runtime.js'
import { Changes } from '../changes.js'
import { AsideFile, type SetAside } from './aside.js'
import { Consumption, type Range } from './consumption.js'
import { Cursor } from './cursor.js'
import type { Disk } from './disk.js'
import { FILE_HEADER_BYTES, type Frame, scanFrames } from './frame.js'
import { type Lock, lockDirectory } from './lock.js'
import { recordHead, toRecord } from './record-codec.js'
import { dropSegment, openSegments, type Segment } from './segment.js'
import { JournalWriter } from './writer.js'

export interface JournalOptions {
  readonly dir: string
  readonly disk: Disk
  readonly clock: Clock
  readonly logger: Logger
  readonly maxWaitingRecords: number
  readonly maxWaitingBytes: number
  readonly minFreeBytes: number
  readonly segmentBytes: number
}

/** An open journal: the buffer behind `fileJournal`. */
export class Journal {
  readonly #options: JournalOptions
  readonly #lock: Lock
  readonly #cursor: Cursor
  readonly #consumption: Consumption
  readonly #writer: JournalWriter
  readonly #aside: AsideFile
  readonly #changes: Changes
  /** Whoever reads, moves the cursor or deletes files does so in turn. */
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false
  #pendingRecords = 0
  #pendingBytes = 0

  static async open(options: JournalOptions): Promise<Journal> {
    const { dir, disk, clock, logger } = options
    await mkdir(dir, { recursive: true, mode: 0o700 })
    let lost = () => {}
    const lock = await lockDirectory(dir, clock, () => lost())
    try {
      const { cursor, place } = await Cursor.open(disk, dir)
      const segments = await openSegments(dir, place, logger)
      const journal = new Journal(options, lock, cursor, new Consumption(segments, place))
      lost = () => {
        journal.#isClosed = true
        logger.error('Another process has taken over the ingest journal; this one keeps nothing any more', { dir })
      }
      return journal
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  private constructor(options: JournalOptions, lock: Lock, cursor: Cursor, consumption: Consumption) {
    const changes = new Changes()
    this.#options = options
    this.#lock = lock
    this.#cursor = cursor
    this.#consumption = consumption
    this.#changes = changes
    this.#aside = new AsideFile(options)
    this.#writer = new JournalWriter({
      ...options,
      // Never before the cursor, which may be ahead of all files: a file behind it would count as done.
      firstSequence: Math.max(consumption.place.sequence, consumption.segments.at(-1)?.sequence ?? 0) + 1,
      onSegment: (segment) => consumption.add(segment),
      onDurable: () => changes.tell(),
      mustHold: async () => {
        if (!(await lock.isHeld())) throw new Error('another process has taken it over')
      },
    })
  }

  async append(record: IngestRecord): Promise<void> {
    this.#mustBeOpen()
    const { records, bytes } = this.waiting()
    const { maxWaitingRecords, maxWaitingBytes } = this.#options
    const size = record.body.length
    if (records + this.#pendingRecords >= maxWaitingRecords || bytes + this.#pendingBytes + size > maxWaitingBytes)
      throw new AppError('buffer_full', `${records} requests of ${bytes} bytes wait to be stored; no more are taken`, {
        retryAfterMs: 10_000,
      })
    this.#pendingRecords += 1
    this.#pendingBytes += size
    try {
      await this.#writer.write(recordHead(record), record.body)
    } finally {
      this.#pendingRecords -= 1
      this.#pendingBytes -= size
    }
  }

  async claim(options: {
    readonly maxRecords: number
    readonly maxBytes: number
    readonly signal: AbortSignal
  }): Promise<Claim | null> {
    while (!options.signal.aborted && !this.#isClosed) {
      const seen = this.#changes.count
      const claim = await this.#inTurn(() => this.#take(options.maxRecords, options.maxBytes))
      if (claim !== null) return claim
      await this.#changes.after(seen, options.signal)
    }
    return null
  }

  setAside(record: IngestRecord, message: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#mustBeOpen()
      await this.#aside.add(record, message, this.#options.clock.now())
    })
  }

  listSetAside(limit: number): Promise<readonly SetAside[]> {
    return this.#inTurn(() => this.#aside.list(limit))
  }

  retrySetAside(): Promise<number> {
    return this.#inTurn(() => this.#aside.takeAll((record) => this.append(record)))
  }

  waiting(): { readonly records: number; readonly bytes: number } {
    let records = 0
    let bytes = 0
    for (const segment of this.#consumption.segments) {
      records += segment.records
      bytes += segment.bytes
    }
    return { records, bytes }
  }

  /** Of the first record that is not done: what was appended first was received first, but for a moment. */
  oldest(): Promise<Date | null> {
    return this.#inTurn(async () => {
      if (this.waiting().records === 0) return null
      const { sequence, offset } = this.#consumption.place
      for (const segment of this.#consumption.segments) {
        if (segment.sequence < sequence) continue
        const from = segment.sequence === sequence ? offset : FILE_HEADER_BYTES
        const oldest = await firstTime(segment, from)
        if (oldest !== null) return oldest
      }
      return null
    })
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#changes.tell()
    await this.#writer.close()
    await this.#inTurn(async () => {
      await this.#advance()
      for (const { file } of this.#consumption.segments) await file.close()
      await this.#cursor.close()
      await this.#lock.release()
    })
  }

  async #take(maxRecords: number, maxBytes: number): Promise<Claim | null> {
    for (;;) {
      const range = this.#isClosed ? null : this.#consumption.next()
      if (range === null) return null
      const { records, bytes } = await this.#read(range, maxRecords, maxBytes)
      if (records.length > 0) return this.#claimOf(range, records, bytes)
      range.state = 'done'
      await this.#advance()
    }
  }

  async #read(range: Range, maxRecords: number, maxBytes: number) {
    const { segment } = range
    const records: IngestRecord[] = []
    let bytes = 0
    const visit = (frame: Frame) => {
      bytes += frame.end - frame.start
      records.push(toRecord(frame.head, frame.body).record)
      return records.length < maxRecords && bytes < maxBytes
    }
    try {
      const { end, damagedBytes } = await scanFrames(segment.file, segment.marker, range, visit)
      segment.damagedBytes += damagedBytes
      this.#consumption.cut(range, end)
    } catch (cause) {
      range.state = 'returned'
      throw new AppError('unavailable', `the ingest journal cannot be read: ${(cause as Error).message}`, { cause })
    }
    return { records, bytes }
  }

  #claimOf(range: Range, records: readonly IngestRecord[], bytes: number): Claim {
    return {
      records,
      done: () =>
        this.#inTurn(async () => {
          this.#mustBeOpen()
          if (range.state !== 'taken') return
          range.state = 'done'
          range.segment.records -= records.length
          range.segment.bytes -= bytes
          await this.#advance()
        }),
      release: async () => {
        if (range.state !== 'taken') return
        range.state = 'returned'
        this.#changes.tell()
      },
    }
  }

  /**
   * What is done stays done where this fails: records come again after a restart, and are known by their ids then. Files
   * go even where the disk has no room for the cursor, for they make room.
   */
  async #advance(): Promise<void> {
    const { logger } = this.#options
    const dropped: readonly Segment[] = this.#consumption.advance()
    const steps = [
      () => this.#cursor.move(this.#consumption.place),
      ...dropped.map((segment) => () => dropSegment(segment, logger)),
    ]
    for (const step of steps)
      await step().catch((error: unknown) => logger.warn('The ingest journal could not be tidied', { error }))
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(step)
    this.#turn = result.catch(() => {})
    return result
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new AppError('unavailable', 'the ingest journal is closed')
  }
}

async function firstTime(segment: Segment, from: number): Promise<Date | null> {
  let time: Date | null = null
  await scanFrames(segment.file, segment.marker, { from, to: segment.end }, ({ head, body }) => {
    time = toRecord(head, body).record.receivedAt
    return false
  })
  return time
}
