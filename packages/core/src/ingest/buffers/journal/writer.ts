import { AppError } from '../../../errors.js'
import type { Clock } from '../../../ports/runtime.js'
import type { Disk } from './disk.js'
import { frameHead } from './frame.js'
import { createSegment, type Segment, writeAll } from './segment.js'

interface Waiting {
  readonly head: string
  readonly body: Uint8Array
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** One write takes at most this; what comes meanwhile goes into the next. */
const MAX_WRITE_RECORDS = 512
const MAX_WRITE_BYTES = 16 * 1024 * 1024
const DISK_CHECK_MS = 1_000

/**
 * Writes records to the newest segment. Everything that arrives while one write is under way shares the next: one
 * `writev` and one `fdatasync`. A write that fails refuses its records, and the next begins a new segment.
 */
export class JournalWriter {
  readonly #options: WriterOptions
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #segment: Segment | null = null
  #sequence: number
  #diskCheckedAt = Number.NEGATIVE_INFINITY

  constructor(options: WriterOptions) {
    this.#options = options
    this.#sequence = options.firstSequence
  }

  write(head: string, body: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ head, body, resolve, reject })
      this.#writing ??= this.#writeAll()
    })
  }

  /** Resolves when nothing is being written. */
  async close(): Promise<void> {
    await this.#writing
    if (this.#segment !== null) this.#segment.isSealed = true
    this.#segment = null
  }

  async #writeAll(): Promise<void> {
    // Requests that are read in the same turn of the event loop belong into one write.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, fitting(this.#waiting))
      this.#waiting = this.#waiting.slice(batch.length)
      try {
        await this.#writeBatch(batch)
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        await this.#giveUpSegment()
        const error = new AppError('unavailable', `the ingest journal cannot be written: ${(cause as Error).message}`, {
          cause,
          retryAfterMs: 10_000,
        })
        for (const { reject } of batch) reject(error)
      }
    }
    this.#writing = null
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    const { onDurable, mustHold } = this.#options
    await this.#checkDisk()
    const segment = await this.#writable()
    const buffers: Uint8Array[] = []
    for (const { head, body } of batch) buffers.push(frameHead(segment.marker, head, body), body)
    const end = await writeAll(segment.file, buffers, segment.end)
    await segment.file.datasync()
    // Behind the write: whoever takes over later than this look reads what was written before it.
    await mustHold()
    segment.records += batch.length
    segment.bytes += end - segment.end
    segment.end = end
    onDurable()
  }

  async #writable(): Promise<Segment> {
    const { disk, dir, segmentBytes, onSegment } = this.#options
    if (this.#segment !== null && this.#segment.end >= segmentBytes) this.#seal()
    if (this.#segment === null) {
      const segment = await createSegment(disk, dir, this.#sequence)
      this.#sequence += 1
      this.#segment = segment
      onSegment(segment)
    }
    return this.#segment
  }

  #seal(): void {
    if (this.#segment !== null) this.#segment.isSealed = true
    this.#segment = null
  }

  /** After a failed sync nobody knows what of the file is on the disk: nothing more is written to it. */
  async #giveUpSegment(): Promise<void> {
    const segment = this.#segment
    if (segment === null) return
    this.#seal()
    // Where cutting fails as well, a reader skips what is torn, and what is whole was merely not promised.
    await segment.file.truncate(segment.end).catch(() => {})
  }

  async #checkDisk(): Promise<void> {
    const { disk, dir, clock, minFreeBytes } = this.#options
    const now = clock.now().getTime()
    const age = now - this.#diskCheckedAt
    // One in the future is from before the clock was set back.
    if (age >= 0 && age < DISK_CHECK_MS) return
    const free = await disk.freeBytes(dir)
    if (free < minFreeBytes) throw new Error(`${free} bytes of disk are free, wanted ${minFreeBytes}`)
    this.#diskCheckedAt = now
  }
}

export interface WriterOptions {
  readonly disk: Disk
  readonly dir: string
  readonly clock: Clock
  readonly firstSequence: number
  readonly segmentBytes: number
  readonly minFreeBytes: number
  /** A new segment is there; it has no records yet. */
  readonly onSegment: (segment: Segment) => void
  /** More records may be read. */
  readonly onDurable: () => void
  /** Rejects when the journal belongs to another process by now. */
  readonly mustHold: () => Promise<void>
}

function fitting(waiting: readonly Waiting[]): number {
  let count = 0
  let bytes = 0
  for (const { body } of waiting) {
    bytes += body.length
    if (count > 0 && (count >= MAX_WRITE_RECORDS || bytes > MAX_WRITE_BYTES)) break
    count += 1
  }
  return count
}
