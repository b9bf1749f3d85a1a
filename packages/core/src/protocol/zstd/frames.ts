import { damaged } from './bits.js'
import { type HuffmanTable, readLiterals } from './literals.js'
import { readSequences, type SequenceTables } from './sequences.js'

/**
 * All frames of `input`, one after the other. Throws for what is damaged, cut off, or longer than `maxBytes`
 * (code `ERR_BUFFER_TOO_LARGE`). What it does for a block is bounded by the 128 KiB that a block may hold, whatever its sequences claim.
 */
export function inflateZstd(input: Uint8Array, maxBytes: number): Uint8Array {
  const out = new Output(maxBytes, input.length)
  for (let at = 0; at < input.length; ) at = readFrame(input, at, out, maxBytes)
  return out.bytes()
}

/** About the first `wantBytes` of what comes out: whole blocks, as far as they are there and undamaged. Never throws. */
export function inflateZstdPrefix(input: Uint8Array, wantBytes: number): Uint8Array {
  const out = new Output(wantBytes + MAX_BLOCK, input.length)
  try {
    for (let at = 0; at < input.length && out.size < wantBytes; )
      at = readFrame(input, at, out, Number.POSITIVE_INFINITY)
  } catch {
    // Cut off, damaged or enough: what came out so far is all there is.
  }
  return out.bytes()
}

const MAX_BLOCK = 128 * 1024
const MAX_WINDOW = 8 * 1024 * 1024
const MAGIC = 0xfd2fb528

/** Answers where the frame ends. One that promises more than `maxBytes` is not begun. */
function readFrame(input: Uint8Array, start: number, out: Output, maxBytes: number): number {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  const uint32 = (at: number) => {
    if (at + 4 > input.length) throw damaged('a frame that is cut off')
    return view.getUint32(at, true)
  }
  const magic = uint32(start)
  if (magic >>> 4 === 0x184d2a5) return skipped(start + 8 + uint32(start + 4), input)
  if (magic !== MAGIC) throw damaged('no frame of Zstandard')
  const header = readHeader(input, start + 4)
  if (header.contentSize !== null && out.size + header.contentSize > maxBytes) throw tooLarge()
  const frame: Frame = { start: out.size, distances: [1, 4, 8], huffman: null, tables: null }
  for (let at = header.end; ; ) {
    if (at + 3 > input.length) throw damaged('a block that is cut off')
    const block = input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16)
    const [isLast, kind, size] = [(block & 1) === 1, (block >> 1) & 3, block >> 3]
    const end = at + 3 + (kind === 1 ? 1 : size)
    if (size > MAX_BLOCK || end > input.length) throw damaged('a block that is cut off')
    const bytes = input.subarray(at + 3, end)
    if (kind === 0) out.append(bytes)
    else if (kind === 1) out.append(new Uint8Array(size).fill(bytes[0]!))
    else if (kind === 2) readBlock(bytes, frame, out)
    else throw damaged('a block of a kind that is reserved')
    at = end
    if (isLast) return skipped(at + (header.hasChecksum ? 4 : 0), input)
  }
}

function skipped(end: number, input: Uint8Array): number {
  if (end > input.length) throw damaged('a frame that is cut off')
  return end
}

function readHeader(input: Uint8Array, start: number) {
  const descriptor = input[start] ?? 0
  const isSingleSegment = (descriptor & 0x20) !== 0
  if ((descriptor & 0x08) !== 0) throw damaged('a header of a kind that is reserved')
  let at = start + 1
  if (!isSingleSegment) {
    const window = input[at++] ?? 0
    const base = 2 ** (10 + (window >> 3))
    if (base + (base / 8) * (window & 7) > MAX_WINDOW) throw damaged('a window that is too large')
  }
  const number = (size: number) => {
    let value = 0
    for (let index = 0; index < size; index++) value += (input[at + index] ?? 0) * 2 ** (8 * index)
    at += size
    return value
  }
  if (number([0, 1, 2, 4][descriptor & 3]!) !== 0) throw damaged('a dictionary that is not here')
  const sizeFlag = descriptor >> 6
  const sizeBytes = sizeFlag === 0 ? Number(isSingleSegment) : 2 ** sizeFlag
  const contentSize = sizeBytes === 0 ? null : number(sizeBytes) + (sizeBytes === 2 ? 256 : 0)
  return { end: skipped(at, input), contentSize, hasChecksum: (descriptor & 0x04) !== 0 }
}

/** What blocks of one frame know of those before them. */
interface Frame {
  /** Where its content begins: repetitions reach no further back. */
  readonly start: number
  /** The last three distances, the latest first. */
  distances: [number, number, number]
  huffman: HuffmanTable | null
  tables: SequenceTables | null
}

function readBlock(block: Uint8Array, frame: Frame, out: Output): void {
  const literals = readLiterals(block, frame.huffman, MAX_BLOCK)
  frame.huffman = literals.table
  const limit = out.size + MAX_BLOCK
  let used = 0
  frame.tables = readSequences(block.subarray(literals.end), frame.tables, (sequence) => {
    const next = used + sequence.literals
    if (next > literals.bytes.length || out.size + sequence.literals + sequence.length > limit)
      throw damaged('a sequence that goes beyond its block')
    out.append(literals.bytes.subarray(used, next))
    used = next
    const distance = distanceOf(frame, sequence.offsetValue, sequence.literals === 0)
    if (distance < 1 || distance > out.size - frame.start) throw damaged('a repetition of what was never there')
    out.repeat(distance, sequence.length)
  })
  if (out.size + literals.bytes.length - used > limit) throw damaged('a block that is too long')
  out.append(literals.bytes.subarray(used))
}

/** "Repeat offsets", RFC 8878, 3.1.1.5. Without literals before it the latest distance would be no news. */
function distanceOf(frame: Frame, value: number, isWithoutLiterals: boolean): number {
  const [first, second, third] = frame.distances
  const which = value > 3 ? 4 : value + (isWithoutLiterals ? 1 : 0)
  if (value > 3) frame.distances = [value - 3, first, second]
  else if (which === 2) frame.distances = [second, first, third]
  else if (which === 3) frame.distances = [third, first, second]
  else if (which === 4) frame.distances = [first - 1, first, second]
  return frame.distances[0]
}

/** What came out so far. It grows as it must, never past `maxBytes`. */
class Output {
  readonly #maxBytes: number
  #bytes: Uint8Array
  size = 0

  constructor(maxBytes: number, inputBytes: number) {
    this.#maxBytes = maxBytes
    this.#bytes = new Uint8Array(Math.min(maxBytes, Math.max(inputBytes * 4, 1024)))
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.size)
  }

  append(bytes: Uint8Array): void {
    this.#grow(bytes.length)
    this.#bytes.set(bytes, this.size)
    this.size += bytes.length
  }

  /** What is repeated may overlap with what comes of it: `length` may be more than `distance`. */
  repeat(distance: number, length: number): void {
    this.#grow(length)
    const bytes = this.#bytes
    const end = this.size + length
    for (let at = this.size; at < end; at++) bytes[at] = bytes[at - distance]!
    this.size = end
  }

  #grow(more: number): void {
    if (this.size + more > this.#maxBytes) throw tooLarge()
    const wanted = this.size + more
    if (wanted <= this.#bytes.length) return
    const grown = new Uint8Array(Math.min(this.#maxBytes, Math.max(wanted, this.#bytes.length * 2)))
    grown.set(this.bytes())
    this.#bytes = grown
  }
}

/** As Node names it for its own decoders. */
function tooLarge(): Error {
  return Object.assign(new Error('zstd: more than wanted comes out'), { code: 'ERR_BUFFER_TOO_LARGE' })
}
