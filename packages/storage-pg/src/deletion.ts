import type { Id } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { retireKeys } from './keys.js'
import { lockOutWriters } from './locks.js'
import { deleteReleasesOf } from './releases/releases.js'

/*
 * What is deleted is gone for everybody at once: its row moves to `deletions`, its hashes are free, its keys unknown.
 * What belonged to it, however much, is removed afterwards by `purge.ts`, a bounded part at a time.
 */

/** So many issues in one transaction at most, which holds up the writers of their projects meanwhile. */
const ISSUES_AT_ONCE = 2000

/** Deletes the issues that match `where`, a condition over `issues` as `i`. Answers their ids. */
export async function deleteIssues(
  db: Database,
  condition: { readonly where: string; readonly values: readonly unknown[] },
): Promise<readonly Id[]> {
  const ids: Id[] = []
  for (;;) {
    const deleted = await db.transaction((tx) => deleteSome(tx, db.schema, condition))
    ids.push(...deleted)
    if (deleted.length < ISSUES_AT_ONCE) return ids
  }
}

async function deleteSome(
  tx: Queries,
  s: string,
  { where, values }: { readonly where: string; readonly values: readonly unknown[] },
): Promise<readonly Id[]> {
  const upTo = `order by i.id limit ${ISSUES_AT_ONCE}`
  const matching = await tx.rows<{ project_id: Id }>(
    `select distinct project_id from (select i.project_id from ${s}.issues i where ${where} ${upTo}) as matching`,
    values,
  )
  const projectIds = matching.map((row) => row.project_id)
  if (projectIds.length === 0) return []
  await lockOutWriters(tx, s, projectIds)
  // Matched once more: others may have been at them until we had the lock.
  const matchingNow = `select i.id, i.organization_id from ${s}.issues i
    where ${where} and i.project_id = any($${values.length + 1}::bigint[]) ${upTo}`
  const ids = await moveIssues(tx, s, matchingNow, [...values, projectIds])
  // Index: issues_merged. What had become part of them goes, too.
  const parts = `select i.id, i.organization_id from ${s}.issues i where i.merged_into = any($1::bigint[])`
  await moveIssues(tx, s, parts, [ids])
  return ids
}

/** Moves the issues whose `id` and `organization_id` the statement selects. Answers their ids. */
export async function moveIssues(
  tx: Queries,
  s: string,
  selecting: string,
  values: readonly unknown[],
): Promise<readonly Id[]> {
  const rows = await tx.rows<{ issue_id: Id }>(
    `with gone as (
       delete from ${s}.issues d
       using (${selecting}) as matching
       where d.id = matching.id and d.organization_id = matching.organization_id
       returning d.organization_id, d.project_id, d.id, d.first_seen_at, d.last_seen_at
     ), free as (
       delete from ${s}.issue_hashes h
       using gone
       where h.organization_id = gone.organization_id and h.issue_id = gone.id
     )
     insert into ${s}.deletions (organization_id, project_id, issue_id, first_day, last_day)
     select organization_id, project_id, id, (first_seen_at at time zone 'UTC')::date,
       (last_seen_at at time zone 'UTC')::date
     from gone
     returning issue_id`,
    values,
  )
  return rows.map((row) => row.issue_id)
}

/** Deletes a project; false where the organization has none such. */
export async function deleteProject(db: Database, organizationId: Id, id: Id): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockOutWriters(tx, db.schema, [id])
    // Index: project_keys_of_project.
    await retireKeys(tx, db.schema, {
      where: 'k.organization_id = $1 and k.project_id = $2',
      values: [organizationId, id],
    })
    const text = `delete from ${db.schema}.projects where organization_id = $1 and id = $2 returning id`
    const gone = await tx.rows<{ id: Id }>(text, [organizationId, id])
    if (gone.length > 0) await deleteReleasesOf(tx, db.schema, organizationId, id)
    await leaveToPurge(tx, db.schema, organizationId, gone)
    return gone.length > 0
  })
}

/** Deletes an organization with its projects; false where there is none such. Its users stay. */
export async function deleteOrganization(db: Database, id: Id): Promise<boolean> {
  const s = db.schema
  return db.transaction(async (tx) => {
    // Nobody adds a project from here on.
    const found = await tx.rows(`select id from ${s}.organizations where id = $1 for update`, [id])
    if (found.length === 0) return false
    const projects = await tx.rows<{ id: Id }>(`select id from ${s}.projects where organization_id = $1`, [id])
    const ids = projects.map((project) => project.id)
    await lockOutWriters(tx, s, ids)
    await retireKeys(tx, s, { where: 'k.project_id = any($1::bigint[])', values: [ids] })
    const gone = await tx.rows<{ id: Id }>(`delete from ${s}.projects where organization_id = $1 returning id`, [id])
    await leaveToPurge(tx, s, id, gone)
    await tx.rows(`delete from ${s}.organizations where id = $1`, [id])
    return true
  })
}

/** Small tables that are read by the project's id alone. */
const EMPTIED_AT_ONCE = ['ingest_log', 'project_requests']

async function leaveToPurge(tx: Queries, s: string, organizationId: Id, projects: readonly { readonly id: Id }[]) {
  const values = [organizationId, projects.map(({ id }) => id)]
  if (projects.length === 0) return
  for (const table of EMPTIED_AT_ONCE)
    await tx.rows(`delete from ${s}.${table} where organization_id = $1 and project_id = any($2::bigint[])`, values)
  await tx.rows(
    `insert into ${s}.deletions (organization_id, project_id) select $1, id from unnest($2::bigint[]) as gone(id)`,
    values,
  )
}

/*
 * Conditions that leave out what is deleted. With `offset 0` they stay questions of their own, which are asked of each
 * row that is about to be answered, and invite neither a join nor another order.
 */

/** Apart from deleted projects. */
export function notOfDeletedIssue(s: string, issueId: string): string {
  // Index: deletions_of_issue.
  return `not exists (select from ${s}.deletions x where x.issue_id = ${issueId} offset 0)`
}

export function notOfDeletedProject(s: string, projectId: string, organizationId: string): string {
  // Index: deletions_of_project.
  return `not exists (
    select from ${s}.deletions x
    where x.organization_id = ${organizationId} and x.project_id = ${projectId} and x.issue_id is null
    offset 0
  )`
}
