import type { Context } from '../context.js'
import type { Author } from '../ports/issue-state.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id } from '../ports/model.js'

/** Open pages are told of so many changes one by one; after more they ask again anyway. */
const MAX_TOLD = 100

/** Tells open pages of issues in the organization of the filter. */
export function tellChanged(context: Context, filter: IssueFilter, ids: readonly Id[]): Promise<void> {
  return tell(context, 'issue.changed', filter, ids)
}

/** Deletes every matching issue with its events, and tells open pages. Answers the ids that are gone. */
export async function deleteIssues(context: Context, filter: IssueFilter): Promise<readonly Id[]> {
  const told = await context.storage.issues.list(
    filter,
    { sort: 'last_seen', ascending: false },
    { limit: MAX_TOLD, cursor: null },
  )
  const ids = await context.storage.issues.delete(filter)
  const projects = new Map(told.items.map((issue) => [issue.id, issue.projectId]))
  await publish(context, 'issue.deleted', filter, ids, projects)
  return ids
}

/** Deletes every matching issue; its events are refused from then on. Tells open pages. Answers the ids that are gone. */
export async function discardIssues(context: Context, filter: IssueFilter, author: Author): Promise<readonly Id[]> {
  const told = await context.storage.issues.list(
    filter,
    { sort: 'last_seen', ascending: false },
    { limit: MAX_TOLD, cursor: null },
  )
  const ids = await context.storage.issues.discard(filter, author)
  const projects = new Map(told.items.map((issue) => [issue.id, issue.projectId]))
  await publish(context, 'issue.deleted', filter, ids, projects)
  return ids
}

type Topic = 'issue.changed' | 'issue.deleted'

async function tell(context: Context, topic: Topic, filter: IssueFilter, ids: readonly Id[]): Promise<void> {
  const some = ids.slice(0, MAX_TOLD)
  if (some.length === 0) return
  const { items } = await context.storage.issues.list(
    { organizationId: filter.organizationId, projectIds: null, ids: some },
    { sort: 'last_seen', ascending: false },
    { limit: MAX_TOLD, cursor: null },
  )
  await publish(context, topic, filter, some, new Map(items.map((issue) => [issue.id, issue.projectId])))
}

// A message that is lost costs an open page a moment; it must not undo what is done.
async function publish(
  context: Context,
  topic: Topic,
  { organizationId }: IssueFilter,
  ids: readonly Id[],
  projects: ReadonlyMap<Id, Id>,
): Promise<void> {
  for (const issueId of ids) {
    const projectId = projects.get(issueId)
    if (projectId === undefined) continue
    try {
      await context.live.publish({ topic, organizationId, projectId, issueId })
    } catch (error) {
      context.logger.debug('A live message was not sent', { error })
    }
  }
}
