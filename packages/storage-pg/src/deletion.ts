import type { Id } from '@mishap/core'
import type { Queries } from './database.js'
import { lockOutWriters } from './locks.js'

/** Tables with rows of an issue, by their column `issue_id`. */
const TABLES_OF_ISSUE = ['issue_hashes', 'issue_search', 'issue_tags', 'issue_users', 'issue_hourly', 'events']

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
  const deleted = await tx.rows<{ id: Id; organization_id: Id }>(
    `delete from ${s}.issues d
     using (
       select i.id, i.organization_id from ${s}.issues i
       where ${where} and i.project_id = any($${values.length + 1}::bigint[]) ${upTo}
     ) as matching
     where d.id = matching.id and d.organization_id = matching.organization_id
     returning d.id, d.organization_id`,
    [...values, projectIds],
  )
  const byOrganization = new Map<Id, Id[]>()
  for (const { id, organization_id } of deleted)
    byOrganization.set(organization_id, [...(byOrganization.get(organization_id) ?? []), id])
  for (const [organizationId, ids] of byOrganization)
    for (const table of TABLES_OF_ISSUE)
      await tx.rows(`delete from ${s}.${table} where organization_id = $1 and issue_id = any($2)`, [
        organizationId,
        ids,
      ])
  return deleted.map((row) => row.id)
}

/** Deletes a project with everything in it; false where the organization has none such. */
export async function deleteProject(tx: Queries, s: string, organizationId: Id, id: Id): Promise<boolean> {
  const values = [organizationId, id]
  await lockOutWriters(tx, s, [id])
  const project = await tx.rows(`delete from ${s}.projects where organization_id = $1 and id = $2 returning id`, values)
  if (project.length === 0) return false
  await deleteIssues(tx, s, { where: 'i.organization_id = $1 and i.project_id = $2', values })
  for (const table of ['project_counters', 'project_outcomes', 'environments'])
    await tx.rows(`delete from ${s}.${table} where organization_id = $1 and project_id = $2`, values)
  return true
}
