import type { Id } from '@mishap/core'
import type { Queries } from './database.js'
import { groupBy } from './group.js'
import { deleteItemsOfIssues, deleteItemsOfProject } from './items/deletion.js'
import { lockOutWriters } from './locks.js'
import { dayOf } from './partitions.js'

/** Tables with rows of an issue, by their column `issue_id`. `events` is apart: its partitions want their days. */
const TABLES_OF_ISSUE = [
  'issue_hashes',
  'issue_search',
  'issue_tags',
  'issue_users',
  'issue_hourly',
  'issue_activity',
  'issue_marks',
]

/**
 * Deletes the issues that match `where`, a condition over `issues` as `i`, with everything that belongs to them.
 * Answers their ids.
 */
export async function deleteIssues(
  tx: Queries,
  s: string,
  { where, values, limit }: { readonly where: string; readonly values: readonly unknown[]; readonly limit?: number },
): Promise<readonly Id[]> {
  const upTo = limit === undefined ? '' : `order by i.id limit ${limit}`
  const matching = await tx.rows<{ project_id: Id }>(
    `select distinct project_id from (select i.project_id from ${s}.issues i where ${where} ${upTo}) as matching`,
    values,
  )
  const projectIds = matching.map((row) => row.project_id)
  if (projectIds.length === 0) return []
  await lockOutWriters(tx, s, projectIds)
  // Matched once more: others may have been at them until we had the lock.
  const deleted = await tx.rows<DeletedIssue>(
    `delete from ${s}.issues d
     using (
       select i.id, i.organization_id from ${s}.issues i
       where ${where} and i.project_id = any($${values.length + 1}::bigint[]) ${upTo}
     ) as matching
     where d.id = matching.id and d.organization_id = matching.organization_id
     returning d.id, d.organization_id, d.first_seen_at, d.last_seen_at`,
    [...values, projectIds],
  )
  for (const [organizationId, issues] of groupBy(deleted, (issue) => issue.organization_id))
    await deleteContents(tx, s, organizationId, issues)
  return deleted.map((row) => row.id)
}

/** Deletes a project with everything in it; false where the organization has none such. */
export async function deleteProject(tx: Queries, s: string, organizationId: Id, id: Id): Promise<boolean> {
  const values = [organizationId, id]
  await lockOutWriters(tx, s, [id])
  const project = await tx.rows(`delete from ${s}.projects where organization_id = $1 and id = $2 returning id`, values)
  if (project.length === 0) return false
  for (const table of [
    'events',
    'project_counters',
    'project_outcomes',
    'project_requests',
    'ingest_log',
    'environments',
    'project_releases',
  ])
    await tx.rows(`delete from ${s}.${table} where organization_id = $1 and project_id = $2`, values)
  await deleteItemsOfProject(tx, s, organizationId, id)
  await deleteIssues(tx, s, { where: 'i.organization_id = $1 and i.project_id = $2', values })
  return true
}

interface DeletedIssue {
  readonly id: Id
  readonly organization_id: Id
  readonly first_seen_at: Date
  readonly last_seen_at: Date
}

async function deleteContents(
  tx: Queries,
  s: string,
  organizationId: Id,
  issues: readonly DeletedIssue[],
): Promise<void> {
  const ids = issues.map((issue) => issue.id)
  // Joined, not `= any`: where many issues go, reading a table once beats looking for each of them.
  const deleteFrom = (table: string, also: string, values: readonly unknown[]) =>
    tx.rows(
      `delete from ${s}.${table} t
       using unnest($2::bigint[]) as gone(issue_id)
       where t.organization_id = $1 and t.issue_id = gone.issue_id ${also}`,
      [organizationId, ids, ...values],
    )
  for (const table of TABLES_OF_ISSUE) await deleteFrom(table, '', [])
  const sorted = issues.flatMap((issue) => [dayOf(issue.first_seen_at), dayOf(issue.last_seen_at)]).sort()
  const days = [sorted[0] ?? '', sorted[sorted.length - 1] ?? ''] as const
  await deleteItemsOfIssues(tx, s, { organizationId, issueIds: ids, days })
  await deleteFrom('events', 'and t.day between $3::date and $4::date', days)
}
