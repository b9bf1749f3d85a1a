import { AppError } from '../errors.js'
import { storable } from './bounds.js'
import type { IntegrationKind } from './integrations.js'
import type { Author } from './issue-state.js'
import type { Id, LookedAt } from './model.js'

export type RemoteStatus = 'open' | 'closed'

/** An issue as its tracker has it. */
export interface RemoteIssue {
  /** Such as `acme/web#12` or `WEB-12`. */
  readonly key: string
  readonly title: string
  readonly url: string
  readonly status: RemoteStatus
}

/** An issue of a tracker that an issue is linked to. */
export interface IssueLink extends RemoteIssue {
  readonly id: Id
  readonly organizationId: Id
  readonly issueId: Id
  /** Null where the issue has moved away from the organization of the integration. */
  readonly integrationId: Id | null
  readonly kind: IntegrationKind
  readonly createdAt: Date
  readonly createdBy: Id | null
}

/** What becomes of the wish to make an issue. */
export type LinkClaim =
  /** Make it. `isAgain`: somebody began before and did not come back; it may be there. */
  | { readonly kind: 'yours'; readonly id: Id; readonly isAgain: boolean }
  /** Somebody is making it. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'made'; readonly link: IssueLink }

export interface NewLink {
  readonly organizationId: Id
  readonly issueId: Id
  readonly integrationId: Id
}

/** A link whose sides do not agree. */
export interface OwedSync {
  readonly link: IssueLink
  /** What the issue is now, or the one that it has become part of. */
  readonly isResolved: boolean
  /** How often it was tried. */
  readonly attempts: number
}

/**
 * Issues that are linked to those of trackers. They follow their issue: one that becomes part of another is shown there.
 * What both sides agreed on last is kept, so that what has changed here since is found by looking at the issues alone: nothing
 * is lost with a process, whoever changes an issue need not know of links.
 */
export interface IssueLinkStorage {
  /** Of the issue and of those that have become part of it, by age. */
  list(organizationId: Id, issueId: Id): Promise<readonly IssueLink[]>
  /**
   * Says that an issue is about to be made of this: of any number at once one gets it, for `leaseMs`. Rejects with
   * `not_found` where the organization has no such issue or integration, with `conflict` above `LINK_BOUNDS.links`.
   */
  claim(
    link: NewLink,
    wish: { readonly claim: string; readonly at: Date; readonly leaseMs: number; readonly userId: Id | null },
  ): Promise<LinkClaim>
  /** What was made for a claim. Null where the claim is gone. Notes it in the log of the issue. */
  finish(id: Id, remote: RemoteIssue, author: Author): Promise<IssueLink | null>
  /** Nothing was made for a claim: the next one may try at once. */
  giveUp(id: Id): Promise<void>
  /** Links what is there; the link that is there already where there is one. Rejects like `claim`. Notes it in the log. */
  add(link: NewLink, remote: RemoteIssue, author: Author): Promise<IssueLink>
  /** Notes it in the log. */
  delete(organizationId: Id, issueId: Id, id: Id, author: Author): Promise<boolean>
  /** Every link to an issue there. */
  byKey(integrationId: Id, key: string): Promise<readonly IssueLink[]>
  /** What the other side is now. */
  noteRemote(id: Id, remote: Pick<RemoteIssue, 'status' | 'title'>): Promise<void>
  /**
   * Links whose issue has been resolved or reopened since both sides agreed; nobody else gets them before `leaseMs` are over.
   * Looks at some of those behind `after`, from the first one on where it is null, and answers where the next look goes on.
   */
  owed(now: Date, limit: number, leaseMs: number, after: Id | null): Promise<LookedAt<OwedSync>>
  /** Both sides agree, or nothing more is to be done. */
  settle(id: Id, settled: { readonly isResolved: boolean; readonly status: RemoteStatus }): Promise<void>
  /** It was tried, and is tried again then. */
  postpone(id: Id, until: Date): Promise<void>
}

/** Lengths in UTF-16 units, counts in entries. */
export const LINK_BOUNDS = { links: 50, key: 200, title: 300, url: 1000, claim: 64 } as const

export function boundRemote<T extends Partial<RemoteIssue>>(remote: T): T {
  const { key, title, url } = remote
  return {
    ...remote,
    ...(key === undefined ? {} : { key: storable(key, LINK_BOUNDS.key) }),
    ...(title === undefined ? {} : { title: storable(title, LINK_BOUNDS.title) }),
    ...(url === undefined ? {} : { url: storable(url, LINK_BOUNDS.url) }),
  }
}

export function tooManyLinks(): AppError {
  return new AppError('conflict', `An issue may have ${LINK_BOUNDS.links} links; take one off that nobody needs.`)
}

/** The entry in the log of an issue. */
export function linkActivity(
  { kind, key, url, title }: Pick<IssueLink, 'kind' | 'key' | 'url' | 'title'>,
  isNew: boolean,
) {
  return { provider: kind, key, location: url, title, new: isNew }
}
