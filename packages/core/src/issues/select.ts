import type { Context } from '../context.js'
import type { Id, IssueStatus } from '../ports/model.js'
import type { IssueFilter } from '../ports/storage.js'
import { parseIssueQuery } from './query.js'

/** Which issues a caller means, in the words of the API. */
export interface IssueSelection {
  readonly organizationId: Id
  /** null: of every project. */
  readonly projectIds: readonly Id[] | null
  readonly ids?: readonly Id[]
  readonly environments?: readonly string[]
  readonly status?: IssueStatus
  /** In the search language. */
  readonly query: string
  readonly firstSeenFrom?: Date
  readonly firstSeenTo?: Date
}

/** `filter` is null when nothing can match. `eventId` is set when the search was the id of one event. */
export interface Selected {
  readonly filter: IssueFilter | null
  readonly eventId: string | null
}

const NOTHING: Selected = { filter: null, eventId: null }

/** Turns a selection into the storage's words. Rejects with `invalid_input` when the search cannot be read. */
export async function selectIssues(context: Context, selection: IssueSelection): Promise<Selected> {
  const { query: text, status: ownStatus, ...narrowed } = selection
  const query = parseIssueQuery(text)
  if (query.eventId !== null) return selectByEvent(context, selection, query.eventId)
  const status = query.status ?? ownStatus ?? null
  if (query.isImpossible || (ownStatus !== undefined && status !== ownStatus)) return NOTHING
  const filter: IssueFilter = {
    ...narrowed,
    ...(status === null ? {} : { statuses: [status] }),
    ...(query.level === null ? {} : { levels: [query.level] }),
    tags: query.tags,
    text: query.text,
  }
  return { filter, eventId: null }
}

async function selectByEvent(context: Context, selection: IssueSelection, eventId: string): Promise<Selected> {
  const { organizationId, projectIds, ids } = selection
  const foundId = await context.storage.events.issueOfEvent(organizationId, eventId)
  const found = foundId === null ? null : await context.storage.issues.get(foundId)
  const issueId = found?.mergedInto ?? foundId
  if (issueId === null || ids?.includes(issueId) === false) return NOTHING
  return { filter: { organizationId, projectIds, ids: [issueId] }, eventId }
}
