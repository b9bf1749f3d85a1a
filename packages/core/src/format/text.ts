const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g
// Marks that reorder or hide what stands beside them: in code they can make it read as something else.
const INVISIBLE = /[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/g

/**
 * Text that shows what it holds: control characters as `\x1b`, direction marks as `[U+202E]`, half surrogate pairs as
 * U+FFFD. Tabs and line ends stay.
 */
export function visibleText(text: string): string {
  return text
    .replace(CONTROL, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(INVISIBLE, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .replace(LONE_SURROGATE, '\ufffd')
}

/** At most `max` UTF-16 units and an ellipsis, cut between characters. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const end = last >= 0xd800 && last <= 0xdbff ? max - 1 : max
  return `${text.slice(0, end)}…`
}

/**
 * A line of source as far as it can be read: of a long (minified) one only what stands around the column, counted from
 * one, where the call was.
 */
export function sourceWindow(line: string, column: number | null | undefined, width = 320): string {
  if (line.length <= width) return line
  const at = Math.min(Math.max(0, (column ?? 1) - 1), line.length)
  const start = Math.max(0, Math.min(at - Math.floor(width / 3), line.length - width))
  const end = start + width
  return `${start > 0 ? '…' : ''}${line.slice(start, end)}${end < line.length ? '…' : ''}`
}

/** What stands where a secret was taken out. */
export function isFiltered(value: unknown): boolean {
  return value === '[Filtered]'
}

/** Any JSON value as one line for a table cell: strings bare, the rest as JSON. Never throws. */
export function inlineValue(value: unknown, max = 10_000): string {
  if (typeof value === 'string') return clip(value, max)
  if (value === undefined) return 'undefined'
  return clip(jsonText(value, 0), max)
}

/** JSON with an indent; a value that JSON cannot hold is written as its string. */
export function jsonText(value: unknown, indent = 2): string {
  try {
    return JSON.stringify(value, null, indent) ?? String(value)
  } catch {
    // A cycle or a bigint: events come as JSON, but components may be handed anything.
    return String(value)
  }
}

/** The address when it is `http:` or `https:`, else null: nothing else may become a link. */
export function safeUrl(text: string | null | undefined): string | null {
  if (text === null || text === undefined || !/^https?:\/\//i.test(text) || text.length > 8192) return null
  try {
    return new URL(text).href
  } catch {
    // Not an address after all.
    return null
  }
}
