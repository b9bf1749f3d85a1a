import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id, IssueStatus } from '../ports/model.js'
import { parseSearch } from '../search/parse.js'
import type { Search } from '../search/types.js'
import { type Searcher, searchCondition } from './search-condition.js'
import { shortIdCondition } from './search-names.js'

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
  /** Whom `me` means in it. */
  readonly userId: Id
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
  const { query, status, userId, ...narrowed } = selection
  const search = readSearch(query)
  if (search.eventId !== null) return selectByEvent(context, selection, search.eventId)
  const searcher = { organizationId: selection.organizationId, userId, now: context.clock.now() }
  const filter: IssueFilter = {
    ...narrowed,
    ...(status === undefined ? {} : { statuses: [status] }),
    where: await searchCondition(context, searcher, search.root),
  }
  return { filter: (await onlyShortId(context, searcher, search, filter)) ?? filter, eventId: null }
}

/** The search as it was understood. Throws `invalid_input` with its faults where it has any. */
export function readSearch(text: string): Search {
  const search = parseSearch(text)
  const [fault] = search.faults
  if (fault === undefined) return search
  const sentence = `The search cannot be read: at character ${fault.from + 1}: ${fault.message} ${fault.remedy}`
  throw new AppError('invalid_input', sentence, { faults: search.faults })
}

/** What is pasted to find one issue. Where no issue is called so, the text is looked for. */
async function onlyShortId(
  context: Context,
  { organizationId }: Searcher,
  { shortId }: Search,
  filter: IssueFilter,
): Promise<IssueFilter | null> {
  const where = shortId === null ? null : await shortIdCondition(context, organizationId, shortId)
  if (where === null) return null
  const called = { ...filter, where }
  return (await context.storage.issues.count(called, 1)) > 0 ? called : null
}

async function selectByEvent(context: Context, selection: IssueSelection, eventId: string): Promise<Selected> {
  const { organizationId, projectIds, ids } = selection
  const foundId = await context.storage.events.issueOfEvent(organizationId, eventId)
  const found = foundId === null ? null : await context.storage.issues.get(foundId)
  const issueId = found?.mergedInto ?? foundId
  if (issueId === null || ids?.includes(issueId) === false) return NOTHING
  return { filter: { organizationId, projectIds, ids: [issueId] }, eventId }
}
