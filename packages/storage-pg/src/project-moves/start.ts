import { AppError, type Id } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { lockOutWriters } from '../locks.js'
import { insertWithSlug } from '../slugs.js'

/** Rows that writers look at go at once; whoever writes next meets them where the project is. */
export const AT_ONCE_OF_PROJECT = [
  ...[
    'project_keys',
    'retired_keys',
    'project_counters',
    'project_days',
    'project_releases',
    'environments',
    'issue_hashes',
  ],
  ...['issue_merges', 'issue_moves', 'issue_move_users', 'issue_splits', 'issue_discards'],
  ...['session_states', 'session_counts', 'ingest_log', 'project_requests', 'project_alerts', 'mutes'],
]
export const AT_ONCE_OF_ISSUE = [
  'issue_search',
  'issue_activity',
  'issue_marks',
  'issue_regressions',
  'issue_links',
  'work_news',
]

export interface Handover {
  readonly id: Id
  readonly from: Id
  readonly to: Id
  readonly teamId: Id | null
}

/**
 * Hands the project over in one transaction that holds up its writers; false where the organization has none such. Events
 * and counters, of which there may be many, follow in `follow.ts`.
 */
export async function handOver(db: Database, handover: Handover): Promise<boolean> {
  const s = db.schema
  return db.patient.transaction(async (tx) => {
    await lockOutWriters(tx, s, [handover.id])
    const [project] = await tx.rows<{ slug: string }>(
      `select slug from ${s}.projects where organization_id = $1 and id = $2 for update`,
      [handover.from, handover.id],
    )
    if (project === undefined) return false
    await mustRest(tx, s, handover.id)
    await moveProjectRow(tx, s, handover, project.slug)
    await forgetStrangers(tx, s, handover)
    await moveViews(tx, s, handover)
    await moveIssues(tx, s, handover)
    await leaveIntegrations(tx, s, handover)
    await moveReleases(tx, s, handover)
    for (const table of AT_ONCE_OF_PROJECT)
      await tx.rows(
        `update ${s}.${table} set organization_id = $2 where organization_id = $1 and project_id = $3`,
        valuesOf(handover),
      )
    await tx.rows(
      `insert into ${s}.project_homes (project_id, organization_id) values ($2, $1) on conflict do nothing`,
      [handover.from, handover.id],
    )
    await tx.rows(`insert into ${s}.project_moves (from_id, to_id, project_id) values ($1, $2, $3)`, valuesOf(handover))
    return true
  })
}

/** Rejects with `conflict` while rows of the project are on their way. */
async function mustRest(tx: Queries, s: string, id: Id): Promise<void> {
  await mustNotMove(tx, s, id)
  // Index: issue_moves_open.
  const open = await tx.rows(`select 1 from ${s}.issue_moves where done_at is null and project_id = $1 limit 1`, [id])
  if (open.length > 0)
    throw new AppError(
      'conflict',
      'Events of this project are still on their way between issues. Try again in a minute.',
    )
}

/** Whether something that belongs to the project still follows it. */
export async function isMoving(tx: Queries, s: string, id: Id): Promise<boolean> {
  return (await tx.rows(`select 1 from ${s}.project_moves where project_id = $1`, [id])).length > 0
}

/** Rejects with `conflict` while something that belongs to the project still follows it. */
export async function mustNotMove(tx: Queries, s: string, id: Id): Promise<void> {
  if (await isMoving(tx, s, id))
    throw new AppError('conflict', 'The project is still being moved to its organization. Try again in a minute.')
}

async function moveProjectRow(tx: Queries, s: string, { id, from, to, teamId }: Handover, slug: string): Promise<void> {
  const taken = {
    text: `select slug from ${s}.projects where organization_id = $2 and starts_with(slug, $1)`,
    values: [to],
  }
  await insertWithSlug(tx, slug, taken, async (free) => {
    const [row] = await tx.rows(
      `update ${s}.projects set organization_id = $2, slug = $4, thinning_until = null
       where organization_id = $1 and id = $3
       returning id`,
      [from, to, id, free],
    )
    return row ?? null
  })
  await tx.rows(`delete from ${s}.project_teams where project_id = $1`, [id])
  // Index: monitors_of_project. What is watched is the organization's, which keeps it without the project.
  await tx.rows(`update ${s}.monitors set project_id = null, version = version + 1 where project_id = $1`, [id])
  if (teamId === null) return
  const assigned = await tx.rows(
    `insert into ${s}.project_teams (project_id, team_id)
     select $1, id from ${s}.teams where organization_id = $2 and id = $3
     returning team_id`,
    [id, to, teamId],
  )
  if (assigned.length === 0) throw new AppError('not_found', 'Wanted a team of the other organization, found none')
}

/** What people who are not in the other organization wanted to hear of the project. */
async function forgetStrangers(tx: Queries, s: string, { id, from, to }: Handover): Promise<void> {
  const isStranger = (user: string) =>
    `not exists (select from ${s}.memberships x where x.organization_id = $1 and x.user_id = ${user})`
  await tx.rows(`delete from ${s}.user_projects u where u.project_id = $2 and ${isStranger('u.user_id')}`, [to, id])
  // Index: mutes_of_project.
  await tx.rows(
    `delete from ${s}.mutes m where m.project_id = $2 and m.user_id is not null and ${isStranger('m.user_id')}`,
    [to, id],
  )
  // Indexes: issues_of_project_by_last_seen, issue_marks_pkey.
  await tx.rows(
    `delete from ${s}.issue_marks m
     using ${s}.issues i
     where i.organization_id = $3 and i.project_id = $2 and m.organization_id = $3 and m.issue_id = i.id
       and ${isStranger('m.user_id')}`,
    [to, id, from],
  )
  // Teams stay behind, and with them what was theirs.
  await tx.rows(
    `update ${s}.issues i set assignee_team_id = null, assignee_user_id = null
     where i.organization_id = $3 and i.project_id = $2
       and (i.assignee_team_id is not null or (i.assignee_user_id is not null and ${isStranger('i.assignee_user_id')}))`,
    [to, id, from],
  )
}

/** Saved views of this project alone, where their owner is on the other side as well or everybody has them. */
async function moveViews(tx: Queries, s: string, handover: Handover): Promise<void> {
  await tx.rows(
    `update ${s}.saved_views v set organization_id = $2
     where v.organization_id = $1 and v.project_ids = jsonb_build_array($3::text)
       and (v.is_shared or exists (
         select from ${s}.memberships m where m.organization_id = $2 and m.user_id = v.owner_id
       ))`,
    valuesOf(handover),
  )
}

/** They stay with their organization: what is linked by them is only shown on the other side. */
async function leaveIntegrations(tx: Queries, s: string, { id, to }: Handover): Promise<void> {
  // Index: code_mappings_of_project.
  await tx.rows(`delete from ${s}.code_mappings where project_id = $1`, [id])
  // Indexes: issues_of_project_by_last_seen, issue_links_of_issue. What is not made yet is nobody's.
  await tx.rows(
    `update ${s}.issue_links l set integration_id = null
     from ${s}.issues i
     where i.organization_id = $2 and i.project_id = $1 and l.organization_id = $2 and l.issue_id = i.id`,
    [id, to],
  )
}

async function moveIssues(tx: Queries, s: string, handover: Handover): Promise<void> {
  const values = valuesOf(handover)
  // Indexes: issues_of_project_by_last_seen, and the primary keys.
  const ofProject = 'i.organization_id = $1 and i.project_id = $3 and x.organization_id = $1 and x.issue_id = i.id'
  for (const table of AT_ONCE_OF_ISSUE)
    await tx.rows(`update ${s}.${table} x set organization_id = $2 from ${s}.issues i where ${ofProject}`, values)
  // A change cannot be taken back where other people are.
  await tx.rows(
    `delete from ${s}.issue_undos x
     using ${s}.issues i
     where i.organization_id = $1 and i.project_id = $2 and x.organization_id = $1 and x.issue_id = i.id`,
    [handover.from, handover.id],
  )
  await tx.rows(`update ${s}.issues set organization_id = $2 where organization_id = $1 and project_id = $3`, values)
  await tx.rows(`update ${s}.deletions set organization_id = $2 where organization_id = $1 and project_id = $3`, values)
}

/** Those that are of no other project go along; of others the organization that it comes to gets one of that name. */
async function moveReleases(tx: Queries, s: string, handover: Handover): Promise<void> {
  const values = valuesOf(handover)
  const columns = 'version, status, ref, url, created_at, started_at, released_at, data'
  const ofProject = `${s}.project_releases p
     join ${s}.releases r on r.organization_id = p.organization_id and r.version = p.version
     where p.organization_id = $1 and p.project_id = $3`
  // Indexes: project_releases_pkey, project_releases_of_version. Under the same id, which is one within an organization.
  const going = await tx.rows<{ id: Id }>(
    `insert into ${s}.releases (organization_id, id, ${columns}, commit_count, deploy_count)
     select $2, r.id, ${columns.replaceAll(/\w+/g, 'r.$&')}, r.commit_count, r.deploy_count
     from ${ofProject}
       and not exists (
         select from ${s}.project_releases o
         where o.organization_id = $1 and o.version = p.version and o.project_id <> $3
       )
     order by r.version
     on conflict do nothing
     returning id`,
    values,
  )
  const ids = [handover.from, handover.to, going.map(({ id }) => id)]
  for (const table of ['release_commits', 'deploys'])
    await tx.rows(
      `update ${s}.${table} set organization_id = $2 where organization_id = $1 and release_id = any($3::bigint[])`,
      ids,
    )
  await tx.rows(`delete from ${s}.releases where organization_id = $1 and id = any($2::bigint[])`, [ids[0], ids[2]])
  await tx.rows(
    `insert into ${s}.releases (organization_id, ${columns})
     select $2, ${columns.replaceAll(/\w+/g, 'r.$&')}
     from ${ofProject}
     order by r.version
     on conflict (organization_id, version) do nothing`,
    values,
  )
}

function valuesOf({ from, to, id }: Handover): readonly Id[] {
  return [from, to, id]
}
