/** An event id as SDKs write it (32 hex digits in either case, with or without dashes) as 32 lower-case digits, else null. */
export function parseEventId(text: unknown): string | null {
  if (typeof text !== 'string') return null
  if (PLAIN.test(text)) return text.toLowerCase()
  return DASHED.test(text) ? text.replaceAll('-', '').toLowerCase() : null
}

const PLAIN = /^[0-9a-f]{32}$/i
const DASHED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
