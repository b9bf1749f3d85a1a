import type { ScrubReason } from './rules.js'
import { FILTERED, scrubText } from './text.js'

export type FieldMatcher = (name: string) => ScrubReason | null

/** Notes what was removed where, in the shape of Sentry's `_meta`: a tree by key, `''` holding the remark of a node. */
export interface MetaNode {
  ''?: { rem: [rule: ScrubReason, kind: 's'][] }
  [key: string]: unknown
}

const MAX_DEPTH = 64

/**
 * A copy of `value` without secrets, or `value` itself where there were none: nothing is copied needlessly.
 * `note` is called with the path of each removal.
 */
export function scrubValue(
  value: unknown,
  isSensitive: FieldMatcher,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  path: (string | number)[] = [],
): unknown {
  if (typeof value === 'string') return scrubString(value, isSensitive, note, path)
  if (typeof value !== 'object' || value === null || path.length > MAX_DEPTH) return value
  if (Array.isArray(value)) return scrubArray(value, isSensitive, note, path)
  return scrubObject(value as Record<string, unknown>, isSensitive, note, path)
}

function scrubString(
  text: string,
  isSensitive: FieldMatcher,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  path: readonly (string | number)[],
): string {
  const scrubbed = scrubText(text, isSensitive)
  if (scrubbed === null) return text
  for (const reason of scrubbed.reasons) note(path, reason)
  return scrubbed.text
}

function scrubArray(
  list: readonly unknown[],
  isSensitive: FieldMatcher,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  path: (string | number)[],
): readonly unknown[] {
  // Headers, cookies and query strings come as pairs: the first names the second.
  const [name, paired] = list
  if (list.length === 2 && typeof name === 'string' && typeof paired === 'string') {
    const reason = isSensitive(name)
    if (reason !== null && paired !== '') {
      note([...path, 1], reason)
      return [name, FILTERED]
    }
  }
  let copy: unknown[] | null = null
  for (let i = 0; i < list.length; i++) {
    path.push(i)
    const scrubbed = scrubValue(list[i], isSensitive, note, path)
    path.pop()
    if (scrubbed === list[i]) continue
    copy ??= [...list]
    copy[i] = scrubbed
  }
  return copy ?? list
}

function scrubObject(
  object: Readonly<Record<string, unknown>>,
  isSensitive: FieldMatcher,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  path: (string | number)[],
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | null = null
  for (const key of Object.keys(object)) {
    const value = object[key]
    path.push(key)
    const scrubbed = scrubField(key, value, isSensitive, note, path)
    path.pop()
    if (scrubbed === value) continue
    copy ??= { ...object }
    copy[key] = scrubbed
  }
  return copy ?? object
}

function scrubField(
  key: string,
  value: unknown,
  isSensitive: FieldMatcher,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  path: (string | number)[],
): unknown {
  const reason = isSensitive(key)
  // Whether there was one is no secret, and often the very cause: absent, empty and yes-or-no stay.
  const isPlain = value === null || value === undefined || value === '' || typeof value === 'boolean'
  if (reason === null || isPlain) return scrubValue(value, isSensitive, note, path)
  note(path, reason)
  return FILTERED
}
