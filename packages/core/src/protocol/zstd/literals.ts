import { BackwardBits, damaged } from './bits.js'
import { type FseTable, readFseTable } from './fse.js'

/** A code of Huffman: of the next `log` bits, the symbol that they begin with and how many of them it takes. */
export interface HuffmanTable {
  readonly log: number
  readonly symbols: Uint8Array
  readonly bits: Uint8Array
}

export interface Literals {
  readonly bytes: Uint8Array
  /** Where the sequences begin in the block. */
  readonly end: number
  /** For the next block, which may use it again. */
  readonly table: HuffmanTable | null
}

/** The bytes of a block that are no repetition (RFC 8878, 3.1.1.3.1); never more than `maxBytes`. */
export function readLiterals(block: Uint8Array, previous: HuffmanTable | null, maxBytes: number): Literals {
  const kind = (block[0] ?? 0) & 3
  const format = ((block[0] ?? 0) >> 2) & 3
  if (kind < 2) {
    const headerSize = [1, 2, 1, 3][format]!
    const size = headerSize === 1 ? (block[0] ?? 0) >> 3 : littleEndian(block, headerSize) >>> 4
    if (size > maxBytes) throw damaged('more literals than a block may have')
    const taken = kind === 0 ? size : 1
    const end = headerSize + taken
    if (end > block.length) throw damaged('literals that are cut off')
    const found = block.subarray(headerSize, end)
    return { bytes: kind === 0 ? found : new Uint8Array(size).fill(found[0]!), end, table: previous }
  }
  const headerSize = [3, 3, 4, 5][format]!
  const width = [10, 10, 14, 18][format]!
  const header = littleEndian(block, headerSize)
  const size = Math.floor(header / 16) % 2 ** width
  const end = headerSize + (Math.floor(header / 2 ** (4 + width)) % 2 ** width)
  if (size > maxBytes || end > block.length) throw damaged('literals that are cut off')
  let coded = block.subarray(headerSize, end)
  let table = previous
  if (kind === 2) {
    const read = readHuffmanTable(coded)
    table = read.table
    coded = coded.subarray(read.size)
  }
  if (table === null) throw damaged('literals in a code that nobody named')
  const bytes = new Uint8Array(size)
  if (format === 0) decodeStream(coded, table, bytes)
  else decodeFourStreams(coded, table, bytes)
  return { bytes, end, table }
}

function littleEndian(bytes: Uint8Array, size: number): number {
  let value = 0
  for (let index = 0; index < size; index++) value += (bytes[index] ?? 0) * 2 ** (8 * index)
  return value
}

function decodeFourStreams(coded: Uint8Array, table: HuffmanTable, out: Uint8Array): void {
  const quarter = Math.ceil(out.length / 4)
  if (coded.length < 6 || quarter * 3 > out.length) throw damaged('literals of four streams that are cut off')
  let at = 6
  for (let stream = 0; stream < 4; stream++) {
    const size = stream < 3 ? littleEndian(coded.subarray(stream * 2), 2) : coded.length - at
    if (at + size > coded.length) throw damaged('literals of four streams that are cut off')
    const end = stream < 3 ? (stream + 1) * quarter : out.length
    decodeStream(coded.subarray(at, at + size), table, out.subarray(stream * quarter, end))
    at += size
  }
}

function decodeStream(coded: Uint8Array, { log, symbols, bits }: HuffmanTable, out: Uint8Array): void {
  const reader = new BackwardBits(coded)
  for (let index = 0; index < out.length; index++) {
    const next = reader.peek(log)
    out[index] = symbols[next]!
    reader.skip(bits[next]!)
  }
  if (reader.left !== 0) throw damaged('literals that do not end where they should')
}

const MAX_HUFFMAN_LOG = 11

function readHuffmanTable(bytes: Uint8Array): { readonly table: HuffmanTable; readonly size: number } {
  const header = bytes[0] ?? 0
  if (header < 128) {
    const coded = bytes.subarray(1, 1 + header)
    const { table, size } = readFseTable(coded, { maxLog: 6, maxSymbol: 255 })
    return { table: huffmanTable(readWeights(coded.subarray(size), table)), size: 1 + header }
  }
  const count = header - 127
  const weights = Array.from({ length: count }, (_, index) => {
    const two = bytes[1 + (index >> 1)] ?? 0
    return index % 2 === 0 ? two >> 4 : two & 15
  })
  return { table: huffmanTable(weights), size: 1 + Math.ceil(count / 2) }
}

/** Two state machines take turns until the bits are used up; then each tells what it last was. */
function readWeights(coded: Uint8Array, { log, symbols, bits, bases }: FseTable): number[] {
  const reader = new BackwardBits(coded)
  const states = [reader.read(log), reader.read(log)]
  const weights: number[] = []
  for (let turn = 0; weights.length < 255; turn ^= 1) {
    const state = states[turn]!
    weights.push(symbols[state]!)
    if (reader.left < bits[state]!) {
      weights.push(symbols[states[turn ^ 1]!]!)
      return weights
    }
    states[turn] = bases[state]! + reader.read(bits[state]!)
  }
  throw damaged('a code of too many symbols')
}

/** The weight of the last symbol is not written: it is what fills the code up. */
function huffmanTable(weights: readonly number[]): HuffmanTable {
  const sum = weights.reduce((total, weight) => total + (weight === 0 ? 0 : 2 ** (weight - 1)), 0)
  const log = sum === 0 ? 0 : 32 - Math.clz32(sum)
  const rest = 2 ** log - sum
  const isPower = rest > 0 && (rest & (rest - 1)) === 0
  if (sum === 0 || log > MAX_HUFFMAN_LOG || !isPower) throw damaged('a code that does not add up')
  const all = [...weights, 32 - Math.clz32(rest)]
  const symbols = new Uint8Array(2 ** log)
  const bits = new Uint8Array(2 ** log)
  let at = 0
  for (let weight = 1; weight <= log; weight++)
    for (const [symbol, own] of all.entries()) {
      if (own !== weight) continue
      const end = at + 2 ** (weight - 1)
      symbols.fill(symbol, at, end)
      bits.fill(log + 1 - weight, at, end)
      at = end
    }
  return { log, symbols, bits }
}
