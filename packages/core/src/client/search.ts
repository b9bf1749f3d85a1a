import type { Transport } from './transport.js'

/** A key of the search language that is a tag of events. */
export interface SearchKeyJson {
  key: string
  name: string
  /** Events that have it; of very frequent ones only so many were counted. */
  totalValues: number
}

/** A value that a key may have in a search. */
export interface SearchValueJson {
  value: string
  name: string
  /** Events of a tag; issues of everything else, at most 10,000. */
  count: number
  /** When the oldest issue that has it was first seen; null where it is no tag. */
  firstSeen: string | null
  lastSeen: string | null
}

export interface SearchCompletionQuery {
  /** A part of the key or value. */
  readonly query?: string
  /** Ids. */
  readonly project?: readonly string[]
}

/** What completes a search while it is typed. */
export interface SearchClient {
  /** The most frequent first, at most 100. */
  listSearchKeys(org: string, query?: SearchCompletionQuery): Promise<readonly SearchKeyJson[]>
  /** Of a key of `SEARCH_FIELDS` or of a tag; `tags[key]` is a tag whatever its name. At most 100. */
  listSearchValues(org: string, key: string, query?: SearchCompletionQuery): Promise<readonly SearchValueJson[]>
}

export function searchMethods(http: Transport): SearchClient {
  const path = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/tags/`
  return {
    listSearchKeys: (org, query) => http.json('GET', path(org), { query: { ...query } }),
    listSearchValues: (org, key, query) =>
      http.json('GET', `${path(org)}${encodeURIComponent(key)}/values/`, { query: { ...query } }),
  }
}
