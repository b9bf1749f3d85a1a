import type { EventJson } from './event-types.js'
import type { IssueStatusName, LevelName } from './issue-types.js'

/** The work on issues in the JSON of the management API, in the words of Sentry's clients. */
export type PriorityName = 'low' | 'medium' | 'high'

export type SubstatusName =
  | 'new'
  | 'ongoing'
  | 'regressed'
  | 'escalating'
  | 'archived_forever'
  | 'archived_until_escalating'
  | 'archived_until_condition_met'

/** What of an issue people work with. Where a token or session asks, `has…` and `is…` are its user's own. */
export interface IssueWorkJson {
  /** What the status waits for; empty where it waits for nothing. */
  statusDetails: StatusDetailsJson
  /** What the status is about; null where the issue is resolved. */
  substatus: SubstatusName | null
  /** One sentence saying why. Not in Sentry. */
  statusReason: string
  /** The release in which it last came back; null where it never did, or without one. Not in Sentry. */
  regressedRelease: string | null
  /** While it is escalating: events of the hour that passed the limit, and the limit. Not in Sentry. */
  escalation: { events: number; limit: number } | null
  priority: PriorityName
  assignedTo: ActorJson | null
  hasSeen: boolean
  isBookmarked: boolean
  isSubscribed: boolean
  subscriptionDetails: { reason: string } | { disabled: true } | null
}

/** Of a resolution or an ignored issue. Durations are minutes. */
export interface StatusDetailsJson {
  inRelease?: string
  inNextRelease?: boolean
  inCommit?: { commit: string; repository: string | null }
  ignoreUntil?: string | null
  ignoreCount?: number | null
  ignoreUserCount?: number | null
  ignoreWindow?: number | null
  ignoreUntilEscalating?: boolean
}

export interface ActorJson {
  type: 'user' | 'team'
  id: string
  name: string
  email?: string
  username?: string
  slug?: string
}

/** A user as others see them. */
export interface PersonJson {
  id: string
  name: string
  email: string
  username: string
}

/** Changes of one issue or of many; what is not given stays. */
export interface IssueChangeInput {
  readonly status?: 'unresolved' | 'resolved' | 'resolvedInNextRelease' | 'ignored'
  readonly substatus?: SubstatusName
  readonly statusDetails?: {
    /** A version, or `latest`. */
    readonly inRelease?: string | null
    readonly inNextRelease?: boolean
    readonly inCommit?: { readonly commit: string; readonly repository?: string | null }
    readonly ignoreUntil?: string | null
    readonly ignoreDuration?: number | null
    readonly ignoreCount?: number | null
    readonly ignoreUserCount?: number | null
    readonly ignoreWindow?: number | null
    readonly ignoreUntilEscalating?: boolean
  }
  /** `user:1`, `team:2`, `team:slug`, `#slug`, an e-mail address, `me`; empty or null for nobody. */
  readonly assignedTo?: string | null
  /** `auto` gives the choice back to Mishap. */
  readonly priority?: PriorityName | 'auto'
  readonly hasSeen?: boolean
  readonly isBookmarked?: boolean
  readonly isSubscribed?: boolean
}

/** An issue of which a project does not want to hear again. */
export interface DiscardedIssueJson {
  id: string
  title: string
  culprit: string
  level: LevelName
  actor: PersonJson | null
  dateCreated: string
}

/** An entry in the log of an issue; a comment is one of type `note`. */
export interface ActivityJson {
  id: string
  type: string
  user: PersonJson | null
  data: Record<string, unknown>
  dateCreated: string
  /** Of a comment that was changed. Not in Sentry. */
  dateEdited: string | null
  /** From where the change came. Not in Sentry. */
  via: 'web' | 'api' | 'cli' | 'system' | 'slack'
}

/** `next` is a cursor for what is older; null at the end. */
export interface ActivityPageJson {
  activity: ActivityJson[]
  next: string | null
}

export interface CommentJson {
  id: number
  type: 'note'
  dateCreated: string
  dateEdited: string | null
  data: { text: string }
  user: PersonJson | null
}

/** Who looks at an issue and who follows it. */
export interface IssuePeopleJson {
  seenBy: (PersonJson & { lastSeen: string })[]
  participants: PersonJson[]
}

/** An issue that is part of another one, and can be taken out again. */
export interface MergedIssueJson {
  id: string
  shortId: string
  title: string
  culprit: string
  hashes: string[]
  dateMerged: string
  reversibleUntil: string
}

/** What became of a change of many issues; what was asked for is said again. */
export interface BulkChangeJson extends Omit<IssueChangeInput, 'status'> {
  status?: IssueStatusName
  /** Of a merge. */
  merge?: { parent: string; children: string[] }
  /** Takes back what was changed, once and within ten minutes; null where nothing can be. */
  undo: string | null
  /** How many issues were changed. */
  changed: number
}

/** What to take out of an issue: events by their hash, their message, a tag, or one by one. */
export type SplitInput =
  | { readonly hashes: readonly string[] }
  | { readonly by: 'message' }
  | { readonly by: 'tag'; readonly key: string }
  | { readonly events: readonly string[] }

/** What a split would do. */
export interface SplitPreviewJson {
  /** Of those asked for, the issue's own. */
  hashes: string[]
  isPossible: boolean
  /** Where future events would go, in one sentence. */
  future: string
  /** The newest event that would go. */
  latestEvent: EventJson | null
  /** Whether only the newest 10,000 events were looked through. */
  sampled: boolean
  /** The part that stays first, then by the number of events. */
  parts: SplitPartJson[]
}

export interface SplitPartJson {
  /** The hash, the message, the value of the tag. */
  name: string
  /** That of its newest event. */
  title: string
  events: number
  users: number
  latestEvent: EventJson | null
  /** Whether it is what remains in the issue. */
  stays: boolean
}

/** An issue that was split off another one, and can go home. */
export interface SplitOffJson {
  id: string
  shortId: string
  title: string
  dateSplit: string
  reversibleUntil: string
  by: 'hash' | 'message' | 'tag' | 'events'
  /** Of a split by tag. */
  key: string | null
}

/** Who owns what in a project, in Sentry's fields. */
export interface OwnershipJson {
  /** One rule a line: `path:src/checkout/* ada@example.com #payments`. */
  raw: string
  isActive: boolean
  fallthrough: boolean
  autoAssignment: string
}

/** Who would own what came last. */
export interface OwnershipPreviewJson {
  /** Lines that cannot be read, which are left out. */
  faults: { line: number; column: number; message: string }[]
  /** The newest event of each of the issues that were seen last; at most 20. Nobody owns one without `owners`. */
  events: {
    eventID: string
    title: string
    culprit: string
    issue: { id: string; shortId: string }
    owners: SuggestedOwnerJson[]
  }[]
}

export interface SuggestedOwnerJson {
  owner: ActorJson
  /** The rule that names them, and its line. */
  rule: string
  line: number
}
