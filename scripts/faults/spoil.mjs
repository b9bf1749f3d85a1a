// What a loss of power leaves behind an acknowledged record: bytes that nobody was promised anything about.
import { appendFileSync, closeSync, openSync, readdirSync, readSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const MARKER_AT = 8
const MARKER_BYTES = 8

const TAILS = {
  nothing: () => Buffer.alloc(0),
  garbage: (_marker, random) => Buffer.from(Array.from({ length: 1 + random.below(3000) }, () => random.below(256))),
  zeros: () => Buffer.alloc(4096),
  /** The beginning of a record whose end never came. */
  torn: (marker) => frame(marker, 65_536, Buffer.from('["torn')),
  /** As long as it says, and something else inside. */
  garbled: (marker) => frame(marker, 94, Buffer.alloc(100, 'g')),
}

/** Spoils the end of a journal whose process is dead, and now and then its cursor. Answers what it did. */
export function spoilJournal(dir, random) {
  const newest = readdirSync(dir)
    .filter((name) => name.endsWith('.journal'))
    .sort()
    .at(-1)
  if (newest === undefined) return 'nothing'
  const kind = random.pick(Object.keys(TAILS))
  const file = join(dir, newest)
  appendFileSync(file, TAILS[kind](markerOf(file), random))
  if (random.below(4) > 0) return kind
  const cursor = join(dir, 'cursor')
  if (random.below(2) === 0) truncateSync(cursor, random.below(40))
  else writeFileSync(cursor, Buffer.alloc(48))
  return `${kind} and no cursor`
}

function markerOf(file) {
  const marker = Buffer.alloc(MARKER_BYTES)
  const opened = openSync(file, 'r')
  readSync(opened, marker, 0, MARKER_BYTES, MARKER_AT)
  closeSync(opened)
  return marker
}

/** As `frame.ts` of the journal lays it out, with a checksum that is wrong. */
function frame(marker, bodyBytes, rest) {
  const lengths = Buffer.alloc(12)
  lengths.writeUInt32LE(6, 4)
  lengths.writeUInt32LE(bodyBytes, 8)
  return Buffer.concat([marker, lengths, rest])
}
