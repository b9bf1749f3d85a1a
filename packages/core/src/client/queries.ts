export interface PageQuery {
  readonly limit?: number
  readonly cursor?: string | null
}

/** A search within an issue. */
export type EventSearchQuery = Pick<EventListQuery, 'query' | 'start' | 'end'>

/** Which events of an issue. */
export interface EventListQuery extends PageQuery {
  /** The search language over one event: words, tags, an event's id, release, environment, user. */
  readonly query?: string
  /** ISO 8601: received from the one on, before the other. */
  readonly start?: string
  readonly end?: string
}

export type IssueSortName = 'last_seen' | 'first_seen' | 'count' | 'users' | 'priority' | 'trend'

export interface IssueListQuery extends PageQuery {
  /** The search language: `is:unresolved level:error some words`. */
  readonly query?: string
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  readonly id?: readonly string[]
  /** With a leading `-` for descending. */
  readonly sort?: IssueSortName | `-${IssueSortName}`
}
