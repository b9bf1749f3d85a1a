import type { Id } from '@mishap/core'
import type { Queries } from './database.js'

/**
 * Tables with rows of an issue, by their column `issue_id`. Events come last: they take longest.
 * Not in `issues` itself, which is deleted first: whoever counts on a deleted issue notices and starts over.
 */
const TABLES_OF_ISSUE = ['issue_hashes', 'issue_search', 'issue_tags', 'issue_users', 'issue_hourly', 'events']

/** Deletes what belongs to issues whose rows this transaction has deleted. */
export async function deleteIssueContents(
  tx: Queries,
  s: string,
  organizationId: Id,
  issueIds: readonly Id[],
): Promise<void> {
  if (issueIds.length === 0) return
  for (const table of TABLES_OF_ISSUE)
    await tx.rows(`delete from ${s}.${table} where organization_id = $1 and issue_id = any($2)`, [
      organizationId,
      issueIds,
    ])
}

/**
 * Deletes a project with everything in it; false where the organization has none such. Its counters go first:
 * who is about to make an issue waits there, and then finds no project. Tables in the order of `persist`.
 */
export async function deleteProjectContents(tx: Queries, s: string, organizationId: Id, id: Id): Promise<boolean> {
  const own = 'where organization_id = $1 and project_id = $2'
  const values = [organizationId, id]
  const deleteAll = (table: string) => tx.rows(`delete from ${s}.${table} ${own}`, values)
  await deleteAll('project_counters')
  const project = await tx.rows(`delete from ${s}.projects where organization_id = $1 and id = $2 returning id`, values)
  if (project.length === 0) return false
  const issues = await tx.rows<{ id: Id }>(
    `with locked as (select id from ${s}.issues ${own} order by id for update)
     delete from ${s}.issues using locked
     where issues.id = locked.id and issues.organization_id = $1
     returning issues.id`,
    values,
  )
  const issueIds = issues.map((issue) => issue.id)
  await deleteIssueContents(tx, s, organizationId, issueIds)
  await deleteAll('project_outcomes')
  await deleteAll('environments')
  return true
}
