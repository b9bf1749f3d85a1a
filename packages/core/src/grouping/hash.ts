import { createHash } from 'node:crypto'

/** One part of a grouping key. The kind keeps a message apart from an exception with the same text. */
export type Leaf = readonly [kind: string, value: string]

/** The first 32 hex digits of SHA-256 over engine and leaves; NUL between the parts, so that no two keys run together. */
export function hashLeaves(engine: string, leaves: readonly Leaf[]): string {
  const key = leaves.map(([kind, value]) => `${kind}\0${value.normalize('NFC').replaceAll('\r\n', '\n')}\0`).join('')
  return createHash('sha256').update(`${engine}\0${key}`).digest('hex').slice(0, 32)
}
