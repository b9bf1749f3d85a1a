import type { Id } from './model.js'

/** What is known about tags across issues, for completing a search. */
export interface IssueTagStorage {
  /** The most frequent first. Of one key at most `TAG_BOUNDS.keyRows` issues and values are counted. */
  tagKeys(query: TagQuery): Promise<readonly TagKeyCount[]>
  /**
   * The most frequent first. Counts are true where the key has at most `TAG_BOUNDS.valueRows` issues and values; of more,
   * the first `TAG_BOUNDS.values` values are told apart, each counted over `TAG_BOUNDS.rowsOfValue` issues.
   */
  tagValues(query: TagQuery & { readonly key: string }): Promise<readonly TagValueCount[]>
}

export interface TagQuery {
  readonly organizationId: Id
  /** null: every project of the organization. */
  readonly projectIds: readonly Id[] | null
  /** A part of the key or value, whatever the case of its letters A to Z; empty for all. */
  readonly contains: string
  readonly limit: number
}

export interface TagKeyCount {
  readonly key: string
  /** Events. */
  readonly count: number
}

export interface TagValueCount {
  readonly value: string
  /** Events. */
  readonly count: number
  /** When the oldest of its issues was first seen. */
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
}

export const TAG_BOUNDS = { keys: 1_000, keyRows: 3_000, valueRows: 100_000, values: 2_000, rowsOfValue: 20 } as const
