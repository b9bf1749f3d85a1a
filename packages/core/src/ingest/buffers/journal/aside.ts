import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { IngestRecord, Logger } from '../../../ports/runtime.js'
import { type Disk, type JournalFile, syncDirectory } from './disk.js'
import { FILE_HEADER_BYTES, frameHead, markerOf, newFileHeader, scanFrames } from './frame.js'
import { recordHead, toRecord } from './record-codec.js'
import { writeAll } from './segment.js'

export interface SetAside {
  readonly record: IngestRecord
  readonly message: string
  readonly at: Date
}

/** Past this size a new file is begun, and the one before the last is forgotten. */
const MAX_FILE_BYTES = 64 * 1024 * 1024
const MAX_MESSAGE = 2_000

/** The records of a journal that could not be stored, in a file of their own. Calls must not overlap. */
export class AsideFile {
  readonly #disk: Disk
  readonly #dir: string
  readonly #logger: Logger

  constructor({ disk, dir, logger }: { readonly disk: Disk; readonly dir: string; readonly logger: Logger }) {
    this.#disk = disk
    this.#dir = dir
    this.#logger = logger
  }

  async add(record: IngestRecord, message: string, at: Date): Promise<void> {
    const path = this.#path(0)
    if ((await sizeOf(path)) >= MAX_FILE_BYTES) await this.#rotate()
    const file = await this.#disk.open(path)
    try {
      const { marker, end } = await beginning(file)
      const head = recordHead(record, [message.slice(0, MAX_MESSAGE), at.getTime()])
      await writeAll(file, [frameHead(marker, head, record.body), record.body], end)
      await file.sync()
    } finally {
      await file.close()
    }
    await syncDirectory(this.#dir)
  }

  /** The newest first. */
  async list(limit: number): Promise<readonly SetAside[]> {
    const newest = await this.#read(this.#path(0), limit)
    return newest.length >= limit ? newest : [...newest, ...(await this.#read(this.#path(1), limit - newest.length))]
  }

  /**
   * Gives all records to `take`, the oldest first, and forgets them when it has taken them; answers how many. Where it
   * rejects, the records of that file stay, and those that it had taken come again.
   */
  async takeAll(take: (record: IngestRecord) => Promise<void>): Promise<number> {
    let count = 0
    for (const age of [1, 0] as const) {
      const found = await this.#read(this.#path(age), Number.POSITIVE_INFINITY)
      await Promise.all(found.toReversed().map(({ record }) => take(record)))
      await rm(this.#path(age), { force: true })
      count += found.length
    }
    await syncDirectory(this.#dir)
    return count
  }

  async #rotate(): Promise<void> {
    const bytes = await sizeOf(this.#path(1))
    const records = await this.#count(this.#path(1), bytes)
    await rename(this.#path(0), this.#path(1))
    if (records > 0)
      this.#logger.warn('So many requests were set aside that the oldest of them are lost', { records, bytes })
  }

  async #count(path: string, size: number): Promise<number> {
    if (size < FILE_HEADER_BYTES) return 0
    const file = await this.#disk.open(path)
    try {
      const { marker } = await beginning(file)
      let count = 0
      await scanFrames(file, marker, { from: FILE_HEADER_BYTES, to: size }, () => {
        count += 1
        return true
      })
      return count
    } finally {
      await file.close()
    }
  }

  async #read(path: string, limit: number): Promise<readonly SetAside[]> {
    const size = await sizeOf(path)
    if (size < FILE_HEADER_BYTES || limit < 1) return []
    const file = await this.#disk.open(path)
    try {
      const { marker } = await beginning(file)
      const found: SetAside[] = []
      await scanFrames(file, marker, { from: FILE_HEADER_BYTES, to: size }, (frame) => {
        const { record, more } = toRecord(frame.head, Buffer.from(frame.body))
        // `add` wrote it beside the record.
        const [message, at] = more as [string, number]
        found.push({ record, message, at: new Date(at) })
        if (found.length > limit) found.shift()
        return true
      })
      return found.reverse()
    } finally {
      await file.close()
    }
  }

  #path(age: 0 | 1): string {
    return join(this.#dir, age === 0 ? 'aside' : 'aside.older')
  }
}

/** The marker of the file, which is begun where it is empty or no journal's, and where its last sound frame ends. */
async function beginning(file: JournalFile): Promise<{ marker: Buffer; end: number }> {
  const header = Buffer.alloc(FILE_HEADER_BYTES)
  await file.read(header, 0, FILE_HEADER_BYTES, 0)
  const present = markerOf(header)
  if (present !== null) return { marker: present, end: (await file.stat()).size }
  const begun = newFileHeader()
  await file.truncate(0)
  await writeAll(file, [begun], 0)
  return { marker: markerOf(begun)!, end: begun.length }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
