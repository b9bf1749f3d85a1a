/** What the address of a comparison says: an event of the issue, and one of the same or of another issue. */
export interface CompareParams {
  /** An event's id, `latest` or `oldest`. */
  readonly a: string
  readonly b: string
  /** Id of the other issue; null for the same. */
  readonly other: string | null
}

/** Reads the query string. What is not given is what one wants to see: the latest beside the first, or beside the other's. */
export function decodeCompare(search: string): CompareParams {
  const params = new URLSearchParams(search)
  const other = params.get('with')
  const isOther = other !== null && /^\d{1,20}$/.test(other)
  return {
    a: eventOf(params.get('a')) ?? 'latest',
    b: eventOf(params.get('b')) ?? (isOther ? 'latest' : 'oldest'),
    other: isOther ? other : null,
  }
}

/** The query string with its question mark; empty where everything is as by default. */
export function encodeCompare(compare: Partial<CompareParams>): string {
  const { a = 'latest', other = null } = compare
  const defaultB = other === null ? 'oldest' : 'latest'
  const b = compare.b ?? defaultB
  const params = new URLSearchParams()
  if (a !== 'latest') params.set('a', a)
  if (b !== defaultB) params.set('b', b)
  if (other !== null) params.set('with', other)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

function eventOf(text: string | null): string | null {
  return text !== null && /^(?:latest|oldest|recommended|[0-9a-f-]{32,36})$/i.test(text) ? text : null
}
