import { constants } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../../ports/runtime.js'
import { type Disk, type JournalFile, syncDirectory } from './disk.js'
import { FILE_HEADER_BYTES, markerOf, newFileHeader, scanFrames } from './frame.js'

/** One file of the journal. */
export interface Segment {
  readonly sequence: number
  readonly path: string
  readonly marker: Buffer
  readonly file: JournalFile
  /** Everything before it is durable and may be read. */
  end: number
  /** Nothing will be added to it. */
  isSealed: boolean
  damagedBytes: number
  /** What it holds that is not done yet. */
  records: number
  bytes: number
}

/** A place between two records. */
export interface Place {
  readonly sequence: number
  readonly offset: number
}

/** Makes a new, empty segment whose name survives a loss of power. */
export async function createSegment(disk: Disk, dir: string, sequence: number): Promise<Segment> {
  const path = join(dir, nameOf(sequence))
  const file = await disk.create(path)
  try {
    const header = newFileHeader()
    await writeAll(file, [header], 0)
    await file.sync()
    await syncDirectory(dir)
    const marker = markerOf(header)!
    return { sequence, path, marker, file, end: header.length, isSealed: false, damagedBytes: 0, records: 0, bytes: 0 }
  } catch (error) {
    // What cannot be closed or removed now is an empty file that the next start removes.
    await file.close().catch(() => {})
    await rm(path, { force: true }).catch(() => {})
    throw error
  }
}

/** Writes all bytes, at `position`; the file system may take them piece by piece. */
export async function writeAll(file: JournalFile, buffers: readonly Uint8Array[], position: number): Promise<number> {
  let left = buffers
  let at = position
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left, at)
    at += bytesWritten
    left = behind(left, bytesWritten)
  }
  return at
}

function behind(buffers: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let skip = bytes
  for (const [index, buffer] of buffers.entries()) {
    if (skip < buffer.length) return [buffer.subarray(skip), ...buffers.slice(index + 1)]
    skip -= buffer.length
  }
  return []
}

/**
 * The segments that an earlier process left, oldest first; what they hold behind `from` is counted. The torn end of the
 * newest is cut off: nobody was told that it is safe.
 */
export async function openSegments(dir: string, from: Place, logger: Logger): Promise<Segment[]> {
  const sequences = (await readdir(dir)).map(sequenceOf).filter((sequence) => sequence !== null)
  sequences.sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const sequence of sequences) {
    const path = join(dir, nameOf(sequence))
    if (sequence < from.sequence) {
      await rm(path)
      continue
    }
    const isNewest = sequence === sequences.at(-1)
    const offset = sequence === from.sequence ? from.offset : FILE_HEADER_BYTES
    const segment = await openSegment({ path, sequence, offset, isNewest, logger })
    if (segment !== null) segments.push(segment)
  }
  return segments
}

async function openSegment(about: {
  readonly path: string
  readonly sequence: number
  readonly offset: number
  readonly isNewest: boolean
  readonly logger: Logger
}): Promise<Segment | null> {
  const { path, sequence, offset, isNewest, logger } = about
  const file = await open(path, constants.O_RDWR)
  const header = Buffer.alloc(FILE_HEADER_BYTES)
  const { bytesRead } = await file.read(header, 0, FILE_HEADER_BYTES, 0)
  const marker = markerOf(header.subarray(0, bytesRead))
  if (marker === null) {
    await file.close()
    // Its process died before it had begun it, so nothing in it was ever promised.
    if (bytesRead < FILE_HEADER_BYTES) await rm(path)
    else await putAside(path, logger)
    return null
  }
  const { size } = await file.stat()
  const segment = { sequence, path, marker, file, end: size, isSealed: true, damagedBytes: 0, records: 0, bytes: 0 }
  let soundEnd = Math.min(offset, size)
  await scanFrames(file, marker, { from: soundEnd, to: size }, (frame) => {
    segment.records += 1
    segment.bytes += frame.end - frame.start
    soundEnd = frame.end
    return true
  })
  if (isNewest && soundEnd < size) {
    await file.truncate(soundEnd)
    segment.end = soundEnd
  }
  return segment
}

/** Closes a segment of which nothing is needed any more; one with damage in it is kept under another name. */
export async function dropSegment(segment: Segment, logger: Logger): Promise<void> {
  await segment.file.close()
  if (segment.damagedBytes === 0) await rm(segment.path, { force: true })
  else await putAside(segment.path, logger)
}

async function putAside(path: string, logger: Logger): Promise<void> {
  logger.error('A file of the ingest journal is damaged; what was readable is used, the file is kept', { path })
  await rename(path, `${path}.damaged`)
}

function nameOf(sequence: number): string {
  return `${String(sequence).padStart(12, '0')}.journal`
}

function sequenceOf(name: string): number | null {
  return /^\d{12}\.journal$/.test(name) ? Number.parseInt(name, 10) : null
}
