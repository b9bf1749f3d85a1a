import { createHash } from 'node:crypto'

/** One part of a grouping key. The kind keeps a message apart from an exception with the same text. */
export type Leaf = readonly [kind: string, value: string]

/** The first 32 hex digits of SHA-256 over engine and leaves; NUL between the parts, so that no two keys run together. */
export function hashLeaves(engine: string, leaves: readonly Leaf[]): string {
  const key = leaves.reduce((joined, [kind, value]) => `${joined}${kind}\0${value}\0`, `${engine}\0`)
  // No character composes with NUL, so the whole can be brought to one form at once.
  const form = key.normalize('NFC').replaceAll('\r\n', '\n')
  return createHash('sha256').update(form).digest('hex').slice(0, 32)
}
