/** All that the address of the events of an issue says. */
export interface EventListParams {
  /** The search language. */
  readonly query: string
  /** Keys of tags that have a column of their own. */
  readonly columns: readonly string[]
  readonly cursor: string | null
}

const MOST_COLUMNS = 6
const LONGEST_KEY = 200

/** Reads the query string. What cannot be read is as if it were not there. */
export function decodeEventList(search: string): EventListParams {
  const params = new URLSearchParams(search)
  const columns = params.getAll('column').filter((key) => key !== '' && key.length <= LONGEST_KEY)
  return {
    query: params.get('query') ?? '',
    columns: [...new Set(columns)].slice(0, MOST_COLUMNS),
    cursor: params.get('cursor') || null,
  }
}

/** The query string with its question mark; empty where everything is as by default. */
export function encodeEventList({ query = '', columns = [], cursor = null }: Partial<EventListParams>): string {
  const params = new URLSearchParams()
  if (query !== '') params.set('query', query)
  for (const key of columns) params.append('column', key)
  if (cursor !== null) params.set('cursor', cursor)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
