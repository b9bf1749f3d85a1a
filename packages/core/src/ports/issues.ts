import type { Level } from '../protocol/event.js'
import type { IssueChangesStorage } from './issue-changes.js'
import type { IssueCondition } from './issue-condition.js'
import type { IssueHashStorage } from './issue-hashes.js'
import type { IssuePartsStorage } from './issue-parts.js'
import type { IssueTagStorage } from './issue-tags.js'
import type { IssueWorkStorage } from './issue-work.js'
import type { Id, Issue, IssueStatus, Page, PageRequest } from './model.js'

/** An empty list of projects or ids matches nothing; any other empty list does not narrow. */
export interface IssueFilter {
  readonly organizationId: Id
  /** null: every project of the organization. */
  readonly projectIds: readonly Id[] | null
  readonly ids?: readonly Id[]
  readonly statuses?: readonly IssueStatus[]
  readonly levels?: readonly Level[]
  /** Any of them must have been seen. */
  readonly environments?: readonly string[]
  /** Each must be present on the issue, with this value; null asks only for the key. */
  readonly tags?: readonly { readonly key: string; readonly value: string | null }[]
  /** Each must occur, as a part of a word too, in title, culprit or search text; compared without regard to case. */
  readonly text?: readonly string[]
  readonly firstSeenFrom?: Date
  readonly firstSeenTo?: Date
  /** What else must hold. */
  readonly where?: IssueCondition
}

export type IssueSort = 'last_seen' | 'first_seen' | 'count' | 'users' | 'priority' | 'trend'

export interface IssueStorage
  extends IssueWorkStorage,
    IssueChangesStorage,
    IssuePartsStorage,
    IssueHashStorage,
    IssueTagStorage {
  /**
   * Descending unless `ascending`; equal priorities and trends by when they were last seen. Ties are broken by id, so a page
   * never repeats a row that did not move.
   */
  list(
    filter: IssueFilter,
    order: { readonly sort: IssueSort; readonly ascending: boolean },
    page: PageRequest,
  ): Promise<Page<Issue>>
  /** Counts up to `limit`, so that a caller can say "1,000 or more". */
  count(filter: IssueFilter, limit: number): Promise<number>
  /**
   * Works out the trends of an organization whose turn it is, which each is every five minutes; false where it is nobody's.
   * Any number of processes may call it at once.
   */
  refreshTrends(now: Date): Promise<boolean>
  /** By id alone: the caller checks that the actor is in the organization that comes back. */
  get(id: Id): Promise<Issue | null>
  /**
   * Deletes the issues with their events, feedback, attachments and hashes; the same error makes a new issue. At once
   * they are gone for everybody; their rows are removed by `purge`. Very many are deleted a part at a time.
   */
  delete(filter: IssueFilter): Promise<readonly Id[]>
  hashes(organizationId: Id, issueId: Id): Promise<readonly string[]>
  /**
   * Keys by name, values by count, at most `valueLimit` a key. Of a tag with more than a thousand values only some are
   * looked at, whatever the number of events.
   */
  tags(
    organizationId: Id,
    issueId: Id,
    query: { readonly key?: string; readonly valueLimit: number },
  ): Promise<readonly IssueTag[]>
  /**
   * The most frequent value of each tag in each issue, with how many events have the value and the tag. Of a tag with very
   * many values only some are looked at. Issues without the tag are left out.
   */
  topTags(organizationId: Id, issueIds: readonly Id[], keys: readonly string[]): Promise<readonly TopTag[]>
  /**
   * Events per bucket (of UTC) for each issue, of the buckets that begin in `from` (taken down to its bucket) to before `to`.
   * Buckets without events and issues without buckets are left out.
   */
  series(
    organizationId: Id,
    issueIds: readonly Id[],
    query: { readonly from: Date; readonly to: Date; readonly bucketSeconds: 3600 | 86400 },
  ): Promise<ReadonlyMap<Id, readonly { readonly at: Date; readonly count: number }[]>>
  /** Stored events that were received in each window, from and before; counted up to `limit` each. */
  eventsWithin(
    organizationId: Id,
    windows: readonly { readonly issueId: Id; readonly from: Date; readonly to: Date }[],
    limit: number,
  ): Promise<readonly number[]>
}

export interface IssueTag {
  readonly key: string
  /** Of very many values, those that were looked at. */
  readonly uniqueValues: number
  readonly totalValues: number
  /** Whether there are more values than were looked at. The most frequent are among these all the same. */
  readonly isSampled: boolean
  readonly topValues: readonly { readonly value: string; readonly count: number; readonly lastSeenAt: Date }[]
}

export interface TopTag {
  readonly issueId: Id
  readonly key: string
  readonly value: string
  readonly count: number
  readonly total: number
}
