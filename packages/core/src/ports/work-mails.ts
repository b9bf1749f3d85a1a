import type { Activity, ActivityKind } from './issue-state.js'
import type { MailKind } from './mail-choices.js'
import type { Id } from './model.js'

/** What happened to an issue lately that concerns one member of its organization, who did not do it. */
export interface WorkMail {
  readonly organizationId: Id
  readonly issueId: Id
  readonly userId: Id
  /** The oldest first. */
  readonly news: readonly WorkNews[]
  /** How often it was tried in vain. */
  readonly failures: number
}

export interface WorkNews {
  /** Why it concerns them; of several the first of `assigned`, `mentioned` and `followed`. */
  readonly kind: WorkKind
  readonly activity: Activity
}

export type WorkKind = Extract<MailKind, 'assigned' | 'mentioned' | 'followed'>

/**
 * News are kept in the step that writes the log of an issue: for the one that it is assigned to or the members of that team,
 * for whom a comment mentions, and for who follows it, each once. What nobody assigned, such as an import, is no news.
 * They go with their user, issue and organization.
 */
export interface WorkMailStorage {
  /**
   * The news of one issue for one member, once the oldest has waited for `GATHER_MS`, with those that have not: the caller's
   * alone until `until`. Null where nothing is due. Any number of processes may ask at once.
   */
  claim(now: Date, until: Date): Promise<WorkMail | null>
  /** They have been told, or never will be. */
  finish(mail: WorkMail): Promise<void>
  /** Not before then; `isFailed`: it was tried in vain. */
  postpone(mail: WorkMail, next: Date, isFailed: boolean): Promise<void>
  /** Forgets what was to be told before then and never was. */
  deleteOld(before: Date): Promise<void>
}

/** What happens within it leaves as one mail. */
export const GATHER_MS = 2 * 60_000

/** What those hear of who follow an issue. */
export const NEWS_KINDS: readonly ActivityKind[] = [
  ...(['assigned', 'note', 'set_resolved', 'set_resolved_in_release', 'set_resolved_in_commit'] as const),
  ...(['set_ignored', 'set_unresolved', 'set_regression', 'set_escalating'] as const),
]

export function isNews({ kind, userId }: Pick<Activity, 'kind' | 'userId'>): boolean {
  return NEWS_KINDS.includes(kind) && (kind !== 'assigned' || userId !== null)
}
