import type { PersonJson } from './issue-work-types.js'
import type { IssueListQuery } from './queries.js'
import type { Transport } from './transport.js'

/** A search of issues with how its list is shown, under a name. */
export interface SavedViewJson {
  id: string
  name: string
  /** In the search language. */
  query: string
  sort: NonNullable<IssueListQuery['sort']>
  /** `owner`: seen by whoever made it alone; `organization`: by every member. */
  visibility: 'owner' | 'organization'
  dateCreated: string
  /** Null where its account is gone. */
  owner: PersonJson | null
  /** Not in Sentry. */
  isMine: boolean
  /** Ids of projects; empty for all of them. */
  project: string[]
  environment: string[]
  /** Columns of the list, in their order; empty for the usual ones. A tag is `tag:browser.name`. Not in Sentry. */
  columns: string[]
  /** Views stand by this, then by age. */
  position: number
  type: 0
  isGlobal: false
}

export interface SavedViewInput {
  readonly name: string
  readonly query?: string
  readonly sort?: IssueListQuery['sort']
  /** The caller's own unless given. */
  readonly visibility?: SavedViewJson['visibility']
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  readonly columns?: readonly string[]
  /** At the end unless given. */
  readonly position?: number
}

/** The most frequent value of a tag in an issue. Not in Sentry. */
export interface IssueTopTagJson {
  /** Of the issue. */
  id: string
  key: string
  value: string
  /** Events with the value, and with the tag. */
  count: number
  total: number
}

/** What makes a list of issues one's own. */
export interface SavedViewClient {
  /** One's own and those of the organization. */
  listSavedViews(org: string): Promise<readonly SavedViewJson[]>
  /** Rejects where the query cannot be read, or there are too many already. */
  createSavedView(org: string, input: SavedViewInput): Promise<SavedViewJson>
  /** What is not given stays. Shared ones are changed by whoever made them and by admins. */
  updateSavedView(org: string, id: string, change: Partial<SavedViewInput>): Promise<SavedViewJson>
  deleteSavedView(org: string, id: string): Promise<void>
  /** For at most 100 issues and 10 keys; an issue without the tag is left out. */
  getIssuesTopTags(org: string, ids: readonly string[], keys: readonly string[]): Promise<readonly IssueTopTagJson[]>
}

export function savedViewMethods(http: Transport): SavedViewClient {
  const seg = encodeURIComponent
  const path = (org: string) => `api/0/organizations/${seg(org)}/searches/`
  return {
    listSavedViews: (org) => http.json('GET', path(org)),
    createSavedView: (org, input) => http.json('POST', path(org), { body: input }),
    updateSavedView: (org, id, change) => http.json('PUT', `${path(org)}${seg(id)}/`, { body: change }),
    deleteSavedView: (org, id) => http.empty('DELETE', `${path(org)}${seg(id)}/`),
    getIssuesTopTags: (org, ids, keys) =>
      http.json('GET', `api/0/organizations/${seg(org)}/issues-tags/`, { query: { groups: ids, key: keys } }),
  }
}
