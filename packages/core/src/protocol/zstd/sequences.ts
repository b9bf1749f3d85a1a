import { BackwardBits, damaged } from './bits.js'
import { constantTable, type FseTable, fseTable, readFseTable } from './fse.js'

/** So many literals, then so many bytes from so far behind. */
export interface Sequence {
  readonly literals: number
  readonly length: number
  /** As it is coded: 1 to 3 name one of the last distances, others are the distance plus 3. */
  readonly offsetValue: number
}

/** The tables of a block, which the next one may use again. */
export interface SequenceTables {
  readonly literals: FseTable
  readonly offsets: FseTable
  readonly lengths: FseTable
}

/** The sequences at the end of a block (RFC 8878, 3.1.1.3.2), told one by one. */
export function readSequences(
  bytes: Uint8Array,
  previous: SequenceTables | null,
  tell: (sequence: Sequence) => void,
): SequenceTables | null {
  const [first = 0, second = 0, third = 0] = bytes
  if (first === 0) return previous
  let at = 1
  let count = first
  if (first === 255) [count, at] = [second + (third << 8) + 0x7f00, 3]
  else if (first > 127) [count, at] = [((first - 128) << 8) + second, 2]
  const modes = bytes[at++] ?? 0
  if ((modes & 3) !== 0) throw damaged('sequences of a kind that is reserved')
  const table = (kind: keyof SequenceTables, mode: number): FseTable => {
    const { standard, maxLog, maxSymbol } = KINDS[kind]
    if (mode === 0) return standard
    if (mode === 3) {
      if (previous === null) throw damaged('a table that nobody named')
      return previous[kind]
    }
    if (mode === 1) {
      const symbol = bytes[at++] ?? 255
      if (symbol > maxSymbol) throw damaged('a symbol that there is not')
      return constantTable(symbol)
    }
    const read = readFseTable(bytes.subarray(at), { maxLog, maxSymbol })
    at += read.size
    return read.table
  }
  const literals = table('literals', modes >> 6)
  const offsets = table('offsets', (modes >> 4) & 3)
  const lengths = table('lengths', (modes >> 2) & 3)
  readAll(bytes.subarray(at), count, { literals, offsets, lengths }, tell)
  return { literals, offsets, lengths }
}

function readAll(
  coded: Uint8Array,
  count: number,
  { literals, offsets, lengths }: SequenceTables,
  tell: (sequence: Sequence) => void,
): void {
  const reader = new BackwardBits(coded)
  let literal = reader.read(literals.log)
  let offset = reader.read(offsets.log)
  let length = reader.read(lengths.log)
  const next = (table: FseTable, state: number) => table.bases[state]! + reader.read(table.bits[state]!)
  for (let index = 0; index < count; index++) {
    const offsetCode = offsets.symbols[offset]!
    const lengthCode = lengths.symbols[length]!
    const literalCode = literals.symbols[literal]!
    const offsetValue = 2 ** offsetCode + reader.read(offsetCode)
    const matched = LENGTH_BASES[lengthCode]! + reader.read(LENGTH_BITS[lengthCode]!)
    const copied = LITERAL_BASES[literalCode]! + reader.read(LITERAL_BITS[literalCode]!)
    tell({ offsetValue, length: matched, literals: copied })
    if (index === count - 1) break
    literal = next(literals, literal)
    length = next(lengths, length)
    offset = next(offsets, offset)
  }
  if (reader.left !== 0) throw damaged('sequences that do not end where they should')
}

const repeat = (bits: number, times: number): number[] => Array.from({ length: times }, () => bits)

const LITERAL_BITS = [...repeat(0, 16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const LENGTH_BITS = [...repeat(0, 32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const LITERAL_BASES = basesOf(LITERAL_BITS, 0)
const LENGTH_BASES = basesOf(LENGTH_BITS, 3)

/** Each code begins where the one before ends. */
function basesOf(bits: readonly number[], first: number): readonly number[] {
  let base = first
  return bits.map((width) => {
    base += 2 ** width
    return base - 2 ** width
  })
}

/** "Default distributions", RFC 8878, 3.1.1.3.2.2. */
const KINDS: Readonly<Record<keyof SequenceTables, { standard: FseTable; maxLog: number; maxSymbol: number }>> = {
  literals: {
    standard: fseTable([4, 3, ...repeat(2, 11), 1, 1, 1, ...repeat(2, 9), 3, 2, ...repeat(1, 5), ...repeat(-1, 4)], 6),
    maxLog: 9,
    maxSymbol: 35,
  },
  offsets: {
    standard: fseTable([...repeat(1, 6), 2, 2, 2, ...repeat(1, 15), ...repeat(-1, 5)], 5),
    maxLog: 8,
    maxSymbol: 31,
  },
  lengths: {
    standard: fseTable([1, 4, 3, 2, 2, 2, 2, 2, 2, ...repeat(1, 37), ...repeat(-1, 7)], 6),
    maxLog: 9,
    maxSymbol: 52,
  },
}
