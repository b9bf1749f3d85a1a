import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/*
 * A file of the journal begins with a signature and a marker, random for each file. Then come frames:
 *
 *   marker 8 | crc32 4 | length of head 4 | length of body 4 | head | body        (little endian)
 *
 * The crc covers everything after itself. Nobody outside knows the marker, so a client cannot write a body in which
 * a reader that looks for the next frame after damage would find one.
 */
const SIGNATURE = Buffer.from('MSHPJNL1', 'latin1')
const MARKER_BYTES = 8
export const FILE_HEADER_BYTES = SIGNATURE.length + MARKER_BYTES
const CRC_AT = MARKER_BYTES
const CHECKED_AT = CRC_AT + 4
const FRAME_HEADER_BYTES = CHECKED_AT + 8

export interface Frame {
  /** Offsets in the file: of its first byte, and just behind its last. */
  readonly start: number
  readonly end: number
  readonly head: Buffer
  readonly body: Buffer
}

export function newFileHeader(): Buffer {
  return Buffer.concat([SIGNATURE, randomBytes(MARKER_BYTES)])
}

/** The marker of a file; null where this is no file of a journal. */
export function markerOf(fileHeader: Buffer): Buffer | null {
  if (fileHeader.length < FILE_HEADER_BYTES || !fileHeader.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null
  return Buffer.from(fileHeader.subarray(SIGNATURE.length, FILE_HEADER_BYTES))
}

/** What stands before the body in a frame: everything but the body, which is not copied. */
export function frameHead(marker: Buffer, head: string, body: Uint8Array): Buffer {
  const headBytes = Buffer.byteLength(head)
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + headBytes)
  marker.copy(frame, 0)
  frame.writeUInt32LE(headBytes, CHECKED_AT)
  frame.writeUInt32LE(body.length, CHECKED_AT + 4)
  frame.write(head, FRAME_HEADER_BYTES)
  const sum = crc32(frame.subarray(CHECKED_AT))
  // An empty body has no address, which zlib takes for a wish to begin anew.
  frame.writeUInt32LE(body.length === 0 ? sum : crc32(body, sum), CRC_AT)
  return frame
}

/** A file to read from, such as a `FileHandle`. */
export interface Source {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>
}

/**
 * Calls `visit` for each good frame from `from` to `to`, until it answers false. Damage is skipped up to the next good
 * frame. Head and body are views into what was read. Answers where it stopped, and how many bytes were damaged.
 */
export async function scanFrames(
  file: Source,
  marker: Buffer,
  range: { readonly from: number; readonly to: number },
  visit: (frame: Frame) => boolean,
): Promise<{ readonly end: number; readonly damagedBytes: number }> {
  let { from: start, to } = range
  let damagedBytes = 0
  let wanted = WINDOW_BYTES
  while (start < to) {
    const window = await readWindow(file, start, Math.min(wanted, to - start))
    if (window.length < Math.min(wanted, to - start)) to = start + window.length
    wanted = WINDOW_BYTES
    let at = 0
    while (at < window.length) {
      const left = to - start - at
      const isWhole = left >= FRAME_HEADER_BYTES
      if (isWhole && window.length - at < FRAME_HEADER_BYTES) break
      const size = isWhole ? claimedSize(window, at, marker) : 0
      if (size > 0 && size <= left) {
        if (at + size > window.length) {
          wanted = Math.max(WINDOW_BYTES, size)
          break
        }
        if (isSound(window, at, size)) {
          const frame = frameAt(window, at, size, start)
          at += size
          if (!visit(frame)) return { end: frame.end, damagedBytes }
          continue
        }
      }
      const next = skipTo(window, at, marker, start + window.length >= to)
      damagedBytes += next - at
      at = next
    }
    start += at
  }
  return { end: start, damagedBytes }
}

const WINDOW_BYTES = 512 * 1024

async function readWindow(file: Source, position: number, length: number): Promise<Buffer> {
  const window = Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(window, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return window.subarray(0, filled)
}

/** Of the frame that begins at `at`, by its own word; 0 where none begins. */
function claimedSize(window: Buffer, at: number, marker: Buffer): number {
  if (window.compare(marker, 0, MARKER_BYTES, at, at + MARKER_BYTES) !== 0) return 0
  return FRAME_HEADER_BYTES + window.readUInt32LE(at + CHECKED_AT) + window.readUInt32LE(at + CHECKED_AT + 4)
}

function isSound(window: Buffer, at: number, size: number): boolean {
  return crc32(window.subarray(at + CHECKED_AT, at + size)) === window.readUInt32LE(at + CRC_AT)
}

function frameAt(window: Buffer, at: number, size: number, start: number): Frame {
  const headEnd = at + FRAME_HEADER_BYTES + window.readUInt32LE(at + CHECKED_AT)
  return {
    start: start + at,
    end: start + at + size,
    head: window.subarray(at + FRAME_HEADER_BYTES, headEnd),
    body: window.subarray(headEnd, at + size),
  }
}

/** Where the next frame may begin. A marker may be cut by the end of the window, so its last bytes are looked at again. */
function skipTo(window: Buffer, at: number, marker: Buffer, isLast: boolean): number {
  const found = window.indexOf(marker, at + 1)
  if (found !== -1) return found
  return isLast ? window.length : Math.max(at + 1, window.length - MARKER_BYTES + 1)
}
