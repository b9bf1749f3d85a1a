import type { Id } from './model.js'

/** Who owns which hashes, apart from what `persist` and the parts of issues do. */
export interface IssueHashStorage {
  /**
   * Gives hashes that nobody owns to issues of the project, so that events with them go there; of an issue that has become
   * part of another, to that one. A hash that has an owner keeps it, and what names no issue is left out.
   * Answers how many were given. At most 20,000 at once.
   */
  adoptHashes(
    organizationId: Id,
    projectId: Id,
    adopted: readonly { readonly hash: string; readonly issueId: Id }[],
  ): Promise<number>
  /** The hashes of the project whose events are told apart further; the first 10,000. */
  splitHashes(organizationId: Id, projectId: Id): Promise<ReadonlySet<string>>
  /** Hashes that nobody knows are split as others are, so that their events stay apart. At most 20,000 at once. */
  splitAlike(
    organizationId: Id,
    projectId: Id,
    hashes: readonly { readonly hash: string; readonly as: string }[],
  ): Promise<void>
}
