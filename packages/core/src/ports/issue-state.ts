import type { Id } from './model.js'

/** What a resolution waits for before an event means that the problem is back. */
export type Resolution =
  /** Fixed in this release: an event of it, or of a newer one, reopens. */
  | { readonly kind: 'release'; readonly release: string }
  /** Fixed after this release: an event of a newer one reopens. Null: the project had no release then. */
  | { readonly kind: 'nextRelease'; readonly after: string | null }
  /** As `nextRelease` where the project has releases, else any event reopens. The reference is kept as text. */
  | {
      readonly kind: 'commit'
      readonly commit: string
      readonly repository: string | null
      readonly after: string | null
    }

/** When an ignored issue comes back by itself; whatever happens first. */
export type Snooze =
  | { readonly kind: 'escalating' }
  | {
      readonly kind: 'until'
      readonly until: Date | null
      /** So many more events, or users new to the issue. */
      readonly events: number | null
      readonly users: number | null
      /** They must come within this time; windows follow each other. Null: however long it takes. */
      readonly windowMinutes: number | null
      /** What the issue had when the window began. */
      readonly eventsFrom: number
      readonly usersFrom: number
      readonly windowFrom: Date
    }

export type StatusDetails = Resolution | Snooze

/** A change of status as it is asked for; what each issue had then is noted by the storage. */
export type StatusRequest =
  | { readonly status: 'unresolved' }
  | {
      readonly status: 'resolved'
      /** `release: null` is the newest of the issue's project; without releases the issue is resolved plainly. */
      readonly resolution?:
        | { readonly kind: 'release'; readonly release: string | null }
        | { readonly kind: 'nextRelease' }
        | { readonly kind: 'commit'; readonly commit: string; readonly repository: string | null }
    }
  | {
      readonly status: 'ignored'
      readonly snooze?:
        | { readonly kind: 'escalating' }
        | {
            readonly kind: 'until'
            readonly until: Date | null
            readonly events: number | null
            readonly users: number | null
            readonly windowMinutes: number | null
          }
    }

export const PRIORITIES = ['low', 'medium', 'high'] as const
export type Priority = (typeof PRIORITIES)[number]

/** Who looks after an issue. */
export type Assignee = { readonly kind: 'user'; readonly id: Id } | { readonly kind: 'team'; readonly id: Id }

/** When an issue last got far more events than usual, with the hour's count and the limit that it passed. */
export interface Escalation {
  readonly at: Date
  readonly events: number
  readonly limit: number
}

/** How a change came to us; `slack`: a button in a message, whoever pressed it. */
export type Via = 'web' | 'api' | 'cli' | 'system' | 'slack'

/** Who changed something, and when. `userId` is null where Mishap did it itself. */
export interface Author {
  readonly userId: Id | null
  readonly via: Via
  readonly at: Date
}

/** Sentry's words for what happens to an issue, which its clients know. */
export type ActivityKind =
  | 'set_unresolved'
  | 'set_resolved'
  | 'set_resolved_in_release'
  | 'set_resolved_in_commit'
  | 'set_ignored'
  | 'set_regression'
  | 'set_escalating'
  | 'set_priority'
  | 'assigned'
  | 'unassigned'
  | 'note'
  /** Linked to an issue of a tracker, which was made for it or was there. */
  | 'create_issue'
  | 'unlink_issue'
  | 'merge'
  | 'unmerge_source'
  | 'unmerge_destination'

/** One entry of the log of an issue. A comment is one, too: kind `note`. */
export interface Activity {
  readonly id: Id
  readonly organizationId: Id
  readonly issueId: Id
  readonly kind: ActivityKind
  readonly userId: Id | null
  readonly via: Via
  readonly at: Date
  /** Of a comment that was changed. */
  readonly editedAt: Date | null
  /** Fields by kind, as the API shows them. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Where a user stands with an issue. */
export interface IssueMark {
  readonly issueId: Id
  readonly userId: Id
  readonly seenAt: Date | null
  readonly isBookmarked: boolean
  /** Null: never asked for nor refused. */
  readonly isSubscribed: boolean | null
  /** Why somebody is subscribed who did not ask for it. */
  readonly reason: SubscriptionReason | null
}

export type SubscriptionReason = 'comment' | 'assigned' | 'mentioned' | 'changed_status' | 'bookmark'

/** Longest comment, in UTF-16 units. */
export const MAX_COMMENT = 50_000
