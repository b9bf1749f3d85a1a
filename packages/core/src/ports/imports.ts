import type { Id } from './model.js'

/** Where something comes from, and what it is: `{ source: 'sentry.io/acme', kind: 'issue' }`. */
export interface ImportPlace {
  readonly organizationId: Id
  readonly source: string
  readonly kind: string
}

/** What was brought of one thing, so that it is not brought twice. */
export interface ImportMark {
  /** Its id at the source. */
  readonly remoteId: string
  /** Its id here. */
  readonly localId: Id
  /** Whatever the next run wants to know. */
  readonly state: Readonly<Record<string, unknown>>
}

/** What is known of imports. It goes with its organization. */
export interface ImportStorage {
  /** By their ids at the source; what was never brought is left out. */
  find(place: ImportPlace, remoteIds: readonly string[]): Promise<ReadonlyMap<string, ImportMark>>
  /** Replaces the mark. Rejects with `not_found` where there is no such organization. */
  set(place: ImportPlace, mark: ImportMark): Promise<void>
  /**
   * Gives an issue what it had before it came here, in one atomic step with its mark: `events` are those that its source
   * counted and that are not stored here. Again, with another number, replaces what it was given before. False, and
   * nothing is changed, where the organization has no such issue.
   */
  carryIssue(
    place: ImportPlace,
    issue: ImportMark & { readonly events: number; readonly firstSeenAt: Date },
  ): Promise<boolean>
}
