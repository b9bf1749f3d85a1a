import type { EventType, Level, Tag } from '../protocol/event.js'
import type { Author, Priority } from './issue-state.js'
import type { IssueFilter } from './issues.js'
import type { Id, Issue, IssueMetadata, StoredEvent } from './model.js'

/**
 * What belongs together. Who owns a hash changes at once and for good: from then on its events are counted where they
 * belong. Events that were there follow in bounded steps, by `relink` and `applyMove`, whatever their number.
 */
export interface IssuePartsStorage {
  /**
   * Makes the sources part of the target: their hashes, counters and comments are its own at once. A source stays known by
   * its id as `mergedInto`, and in no list. What is not of the target's project, or merged already, is left out.
   * Answers the ids that were merged.
   */
  merge(organizationId: Id, targetId: Id, sourceIds: readonly Id[], author: Author): Promise<readonly Id[]>
  /** Newest first: what the issue was merged of and can be again. */
  mergedInto(organizationId: Id, issueId: Id): Promise<readonly MergedIssue[]>
  /**
   * Takes a source out again with the hashes that it had and the target still has. Null: it is in no other issue.
   * Rejects with `conflict` while events of one of the two still follow.
   */
  unmerge(organizationId: Id, sourceId: Id, author: Author): Promise<Issue | null>
  /** Makes an issue of some of the hashes of another. Null unless some are its own and one is left. */
  split(
    organizationId: Id,
    issueId: Id,
    hashes: readonly string[],
    about: NewPart,
    author: Author,
  ): Promise<Issue | null>
  /**
   * Splits all hashes of an issue by what their events say, or by a tag: `stays` is the value whose events remain, each of
   * `parts` becomes an issue. Future events go by their value, and a new value makes a new issue. Null where the issue has
   * no hash. Answers the new issues in the order of the parts.
   */
  splitByValue(organizationId: Id, issueId: Id, split: ValueSplit, author: Author): Promise<readonly Issue[] | null>
  /** Makes an issue of some events; future ones stay. Null unless some are its own and one is left. */
  splitEvents(
    organizationId: Id,
    issueId: Id,
    eventIds: readonly string[],
    about: NewPart,
    author: Author,
  ): Promise<Issue | null>
  /** The newest events of an issue, at most `limit`, without what they hold. */
  newestEvents(organizationId: Id, issueId: Id, limit: number): Promise<readonly EventHead[]>
  /** What was split off since, the newest first. */
  splitOff(organizationId: Id, issueId: Id, since: Date): Promise<readonly SplitOff[]>
  /**
   * What was split off comes home: hashes at once, events in steps. An issue that has nothing left is part of its home from
   * then on. The last part of a split by value takes the split itself along. False where it was not split off since.
   * Rejects with `conflict` while events of one of the two still follow, or where a part was split again.
   */
  undoSplit(organizationId: Id, issueId: Id, partId: Id, since: Date, author: Author): Promise<boolean>
  /**
   * Moves at most `limit` events into the issue that theirs was merged into, or gives them back the hashes of before a
   * split; false when none is left.
   */
  relink(limit: number): Promise<boolean>
  /** A move that counts, with its next events, at most `limit`; with none it is finished by `applyMove`. */
  nextMove(limit: number): Promise<IssueMove | null>
  /** Moves these events with what they count. Of two callers each event is moved by one. */
  applyMove(move: Pick<IssueMove, 'id'>, events: readonly MovedEvent[]): Promise<void>
  /**
   * Deletes the issues; events with their hashes are refused from then on, counted as `filtered` for the reason
   * `discarded`. Answers their ids.
   */
  discard(filter: IssueFilter, author: Author): Promise<readonly Id[]>
  /** What the project does not want to hear of, the newest issue first; at most 1,000. */
  discarded(organizationId: Id, projectId: Id): Promise<readonly DiscardedIssue[]>
  /** Its events are taken again, as a new issue. */
  undiscard(organizationId: Id, projectId: Id, id: Id): Promise<boolean>
  /** The newest event of each of the hashes, as far as one is among the newest 10,000 of the issue. */
  newestByHash(organizationId: Id, issueId: Id, hashes: readonly string[]): Promise<ReadonlyMap<string, StoredEvent>>
}

/** How the new issue is called: as its newest event. */
export interface NewPart {
  readonly type: EventType
  readonly level: Level
  readonly title: string
  readonly culprit: string
  readonly metadata: IssueMetadata
  readonly platform: string
  readonly priority: Priority
}

/** By what an issue is split for future events, too. */
export type SplitBy = { readonly kind: 'message' } | { readonly kind: 'tag'; readonly key: string }

export interface ValueSplit {
  readonly by: SplitBy
  readonly stays: string
  readonly parts: readonly { readonly value: string; readonly about: NewPart }[]
}

export interface EventHead {
  readonly eventId: string
  /** Null: it came before hashes were kept with events. */
  readonly hash: string | null
  readonly userKey: string | null
}

export interface SplitOff {
  readonly issue: Issue
  readonly kind: 'hash' | 'message' | 'tag' | 'events'
  /** Of a split by tag. */
  readonly key: string | null
  readonly at: Date
}

export interface MergedIssue {
  readonly issue: Issue
  readonly hashes: readonly string[]
  readonly at: Date
}

export interface DiscardedIssue {
  /** That of the issue. */
  readonly id: Id
  readonly title: string
  readonly culprit: string
  readonly level: Level
  readonly userId: Id | null
  readonly at: Date
}

export interface IssueMove {
  readonly id: Id
  readonly events: readonly StoredEvent[]
  /** Where the events are told apart by value: by what. */
  readonly by: string | null
}

/** `tags` as the event was counted with. */
export interface MovedEvent {
  readonly event: StoredEvent
  readonly tags: readonly Tag[]
  /** Where they are told apart: the value, and how an issue of it would be called. Without it the event stays. */
  readonly part?: { readonly value: string; readonly about: NewPart }
}

/** So long a merge can be taken back, and a split. */
export const UNMERGE_DAYS = 30
