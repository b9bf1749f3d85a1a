import { damaged, ForwardBits } from './bits.js'

/** A table of a finite state machine: of each state its symbol, and how the next state is made. */
export interface FseTable {
  /** A state has that many bits. */
  readonly log: number
  readonly symbols: Uint8Array
  readonly bits: Uint8Array
  readonly bases: Uint16Array
}

/** The table that stands at the beginning of `bytes`, and how many of them it takes (RFC 8878, 4.1.1). */
export function readFseTable(
  bytes: Uint8Array,
  limits: { readonly maxLog: number; readonly maxSymbol: number },
): { readonly table: FseTable; readonly size: number } {
  const reader = new ForwardBits(bytes)
  const log = reader.read(4) + 5
  if (log > limits.maxLog) throw damaged('a table that is too fine')
  const counts: number[] = []
  for (let left = 1 << log; left > 0; ) {
    if (counts.length > limits.maxSymbol) throw damaged('a table of too many symbols')
    const count = readCount(reader, left)
    left -= Math.abs(count)
    counts.push(count)
    for (let zeros = count === 0 ? 3 : 0; zeros === 3; ) {
      zeros = reader.read(2)
      for (let index = 0; index < zeros; index++) counts.push(0)
    }
  }
  if (counts.length > limits.maxSymbol + 1) throw damaged('a table of too many symbols')
  return { table: fseTable(counts, log), size: Math.ceil(reader.at / 8) }
}

/** How often a symbol occurs, of `left` at most; -1 where it is rarer than once. Small numbers take a bit less. */
function readCount(reader: ForwardBits, left: number): number {
  const width = 32 - Math.clz32(left + 1)
  const low = reader.read(width - 1)
  const spare = (1 << width) - 1 - (left + 1)
  if (low < spare) return low - 1
  const value = low + (reader.read(1) << (width - 1))
  return (value >= 1 << (width - 1) ? value - spare : value) - 1
}

/** The table of symbols that occur so often, -1 meaning rarer than once. */
export function fseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log
  const symbols = new Uint8Array(size)
  const next = Uint16Array.from(counts, (count) => Math.abs(count))
  let high = size
  for (const [symbol, count] of counts.entries()) if (count === -1) symbols[--high] = symbol
  let at = 0
  for (const [symbol, count] of counts.entries())
    for (let index = 0; index < count; index++) {
      symbols[at] = symbol
      do at = (at + (size >> 1) + (size >> 3) + 3) & (size - 1)
      while (at >= high)
    }
  if (at !== 0) throw damaged('a table that does not add up')
  const bits = new Uint8Array(size)
  const bases = new Uint16Array(size)
  for (let state = 0; state < size; state++) {
    const order = next[symbols[state]!]!++
    const width = log - (31 - Math.clz32(order))
    bits[state] = width
    bases[state] = (order << width) - size
  }
  return { log, symbols, bits, bases }
}

/** The table of one symbol that always comes again. */
export function constantTable(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), bases: new Uint16Array(1) }
}
