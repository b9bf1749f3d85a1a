import type { EventGroupingJson } from './grouping-types.js'
import type { IssueDetailJson, IssueHashJson } from './issue-types.js'
import type {
  ActivityPageJson,
  BulkChangeJson,
  CommentJson,
  DiscardedIssueJson,
  IssueChangeInput,
  MergedIssueJson,
  OwnershipJson,
  OwnershipPreviewJson,
  SplitInput,
  SplitOffJson,
  SplitPreviewJson,
  SuggestedOwnerJson,
} from './issue-work-types.js'
import type { IssueListQuery, PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

/** The work on issues beyond their status. */
export interface IssueWorkClient {
  updateIssue(id: string, change: IssueChangeInput): Promise<IssueDetailJson>
  /** Changes every issue that matches, not only a page of them. */
  updateIssues(
    org: string,
    query: IssueListQuery,
    /** `discard` deletes the issues, and events like theirs are refused from then on. */
    change: IssueChangeInput | { readonly discard: true },
  ): Promise<BulkChangeJson>
  /**
   * Restores what a change changed; an issue that was changed again since is left. Rejects where the token is used, too old
   * or somebody else's.
   */
  undoIssues(org: string, undo: string): Promise<{ restored: number; left: number }>
  listDiscardedIssues(org: string, project: string): Promise<readonly DiscardedIssueJson[]>
  /** Events like those of the issue are taken again. */
  undiscardIssue(org: string, project: string, id: string): Promise<void>
  /** The log, the newest first. */
  listIssueActivity(id: string, page?: PageQuery): Promise<ActivityPageJson>
  listComments(issue: string, page?: PageQuery): Promise<ListPage<CommentJson>>
  /** Markdown. Whom it mentions (`@ada@example.com`, `@user:3`, `@ada`) follows the issue from then on. */
  createComment(issue: string, text: string): Promise<CommentJson>
  /** One's own only. */
  updateComment(issue: string, comment: number, text: string): Promise<CommentJson>
  /** One's own; of others for admins of the organization. */
  deleteComment(issue: string, comment: number): Promise<void>
  /** Makes all that match one issue, of which the others can be taken out again for 30 days. */
  mergeIssues(org: string, query: IssueListQuery): Promise<{ parent: string; children: string[] }>
  listMergedIssues(issue: string): Promise<readonly MergedIssueJson[]>
  unmergeIssue(issue: string, part: string): Promise<{ id: string }>
  previewSplit(issue: string, input: SplitInput): Promise<SplitPreviewJson>
  /** Makes issues of parts of this one, `id` the first; they can go home for 30 days. */
  splitIssue(issue: string, input: SplitInput): Promise<{ id: string; ids: string[] }>
  listSplits(issue: string): Promise<readonly SplitOffJson[]>
  /** What was split off goes home, with what came meanwhile. */
  undoSplit(issue: string, part: string): Promise<void>
  listIssueHashes(org: string, issue: string): Promise<ListPage<IssueHashJson>>
  /** Why the event is in its issue, as its project groups now. `latest` and `oldest` are events as well. */
  explainEvent(issue: string, event: string): Promise<EventGroupingJson>
  getOwnership(org: string, project: string): Promise<OwnershipJson>
  /** Rejects with a fault for each line that cannot be read. */
  updateOwnership(org: string, project: string, raw: string): Promise<OwnershipJson>
  /** Whom rules would name, before they are saved. */
  previewOwnership(org: string, project: string, raw: string): Promise<OwnershipPreviewJson>
  /** Whom the project's rules name for the newest event, the most particular first. */
  listSuggestedOwners(issue: string): Promise<{ owners: SuggestedOwnerJson[] }>
  /** What `splitIssue` does, as GlitchTip asks for it. */
  unmergeHashes(org: string, issue: string, hashes: readonly string[]): Promise<void>
}

export function issueWorkMethods(http: Transport): IssueWorkClient {
  const seg = encodeURIComponent
  const issuePath = (id: string) => `api/0/issues/${seg(id)}/`
  const ownership = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/ownership/`
  const tombstones = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/tombstones/`
  const issues = (org: string) => `api/0/organizations/${seg(org)}/issues/`
  return {
    updateIssue: (id, change) => http.json('PUT', issuePath(id), { body: change }),
    updateIssues: (org, query, change) => http.json('PUT', issues(org), { query: { ...query }, body: change }),
    undoIssues: (org, undo) => http.json('POST', `${issues(org)}undo/`, { body: { undo } }),
    listIssueActivity: (id, page) => http.json('GET', `${issuePath(id)}activities/`, { query: { ...page } }),
    listComments: (issue, page) => http.page(`${issuePath(issue)}comments/`, { ...page }),
    createComment: (issue, text) => http.json('POST', `${issuePath(issue)}comments/`, { body: { data: { text } } }),
    updateComment: (issue, comment, text) =>
      http.json('PUT', `${issuePath(issue)}comments/${comment}/`, { body: { data: { text } } }),
    deleteComment: (issue, comment) => http.empty('DELETE', `${issuePath(issue)}comments/${comment}/`),
    mergeIssues: (org, query) => http.json('POST', `${issues(org)}merge/`, { query: { ...query } }),
    listDiscardedIssues: (org, project) => http.json('GET', tombstones(org, project)),
    undiscardIssue: (org, project, id) => http.empty('DELETE', `${tombstones(org, project)}${seg(id)}/`),
    listMergedIssues: (issue) => http.json('GET', `${issuePath(issue)}merged/`),
    unmergeIssue: (issue, part) => http.json('DELETE', `${issuePath(issue)}merged/${seg(part)}/`),
    previewSplit: (issue, input) => http.json('POST', `${issuePath(issue)}split/preview/`, { body: input }),
    splitIssue: (issue, input) => http.json('POST', `${issuePath(issue)}split/`, { body: input }),
    listSplits: (issue) => http.json('GET', `${issuePath(issue)}splits/`),
    undoSplit: (issue, part) => http.empty('DELETE', `${issuePath(issue)}splits/${seg(part)}/`),
    explainEvent: (issue, event) => http.json('GET', `${issuePath(issue)}events/${seg(event)}/grouping/`),
    listIssueHashes: (org, issue) => http.page(`${issues(org)}${seg(issue)}/hashes/`, {}),
    getOwnership: (org, project) => http.json('GET', ownership(org, project)),
    updateOwnership: (org, project, raw) => http.json('PUT', ownership(org, project), { body: { raw } }),
    previewOwnership: (org, project, raw) => http.json('POST', `${ownership(org, project)}preview/`, { body: { raw } }),
    listSuggestedOwners: (issue) => http.json('GET', `${issuePath(issue)}owners/`),
    unmergeHashes: (org, issue, hashes) =>
      http.empty('DELETE', `${issues(org)}${seg(issue)}/hashes/`, { query: { id: hashes } }),
  }
}
