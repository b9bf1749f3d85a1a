import { AppError, type Id, type IssuePartsStorage } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { lockOutWriters } from '../locks.js'
import { mustNotMove } from '../project-moves/start.js'
import { addActivity } from './activity.js'
import { addCounters } from './merged-counters.js'
import { relinkSome } from './relink.js'
import { ISSUE_COLUMNS, type IssueRow, toIssue } from './row.js'

type Merging = Pick<IssuePartsStorage, 'merge' | 'mergedInto' | 'unmerge' | 'relink'>

/**
 * What it costs to merge depends on the tags, users and hours of the sources, never on their events: these follow in steps.
 * A source keeps its row and its own counters, which nobody reads, until it is taken out again.
 */
export function pgMerging(db: Database): Merging {
  const s = db.schema
  return {
    async merge(organizationId, targetId, sourceIds, author) {
      const wanted = idsIn(sourceIds).filter((id) => id !== targetId)
      if (!isId(organizationId) || !isId(targetId) || wanted.length === 0) return []
      return db.transaction(async (tx) => {
        const projectId = await projectOf(tx, s, organizationId, targetId)
        if (projectId === null) return []
        await lockOutWriters(tx, s, [projectId])
        await mustNotMove(tx, s, projectId)
        const locked = await tx.rows<{ id: Id; title: string }>(
          `select id, title from ${s}.issues
           where organization_id = $1 and project_id = $2 and id = any($3::bigint[]) and merged_into is null
           order by id
           for update`,
          [organizationId, projectId, [targetId, ...wanted]],
        )
        const sources = locked.filter((row) => row.id !== targetId)
        if (sources.length === 0 || sources.length === locked.length) return []
        const ids = sources.map((row) => row.id)
        await mustBeWhole(tx, s, [targetId, ...ids])
        const values = [organizationId, targetId, ids]
        await noteMerges(tx, s, { organizationId, projectId, targetId, ids, at: author.at })
        await tx.rows(
          `update ${s}.issue_hashes set issue_id = $2 where organization_id = $1 and issue_id = any($3::bigint[])`,
          values,
        )
        await addCounters(tx, s, values)
        await tx.rows(
          `update ${s}.issues set merged_into = $2, wake_at = null
           where organization_id = $1 and (id = any($3::bigint[]) or merged_into = any($3::bigint[]))`,
          values,
        )
        const issues = sources.map(({ id, title }) => ({ id, title }))
        await addActivity(tx, s, [{ organizationId, issueId: targetId, kind: 'merge', data: { issues } }], author)
        return ids
      })
    },
    async mergedInto(organizationId, issueId) {
      if (!isId(organizationId) || !isId(issueId)) return []
      // Index: issues_merged.
      const rows = await db.rows<IssueRow & { readonly hashes: readonly string[]; readonly merged_at: Date }>(
        `select ${ISSUE_COLUMNS}, m.hashes, m.at as merged_at
         from ${s}.issues i
         join ${s}.issue_merges m on m.organization_id = i.organization_id and m.source_id = i.id
         where i.organization_id = $1 and i.merged_into = $2
         order by m.at desc, i.id desc
         limit 1000`,
        [organizationId, issueId],
      )
      return rows.map((row) => ({ issue: toIssue(row), hashes: row.hashes, at: row.merged_at }))
    },
    async unmerge(organizationId, sourceId, author) {
      if (!isId(organizationId) || !isId(sourceId)) return null
      return db.transaction(async (tx) => {
        const projectId = await projectOf(tx, s, organizationId, sourceId)
        if (projectId === null) return null
        await lockOutWriters(tx, s, [projectId])
        await mustNotMove(tx, s, projectId)
        const [merge] = await tx.rows<{ target_id: Id; hashes: readonly string[] }>(
          `delete from ${s}.issue_merges m
           using ${s}.issues i
           where m.organization_id = $1 and m.source_id = $2 and i.organization_id = $1 and i.id = $2
             and i.merged_into is not null
           returning i.merged_into as target_id, m.hashes`,
          [organizationId, sourceId],
        )
        if (merge === undefined) return null
        const { target_id: targetId, hashes } = merge
        await mustBeStill(tx, s, [sourceId, targetId])
        // Index: issue_hashes_of_parent. What a split has made of its hashes since is its own as well.
        const own = await tx.rows<{ hash: string }>(
          `with recursive own as (
             select jsonb_array_elements_text($4::jsonb) collate "C" as hash
             union
             select h.hash from ${s}.issue_hashes h
             join own on h.parent = own.hash
             where h.organization_id = $1 and h.project_id = $5
           )
           update ${s}.issue_hashes h set issue_id = $3
           from own
           where h.organization_id = $1 and h.project_id = $5 and h.issue_id = $2 and h.hash = own.hash
           returning h.hash`,
          [organizationId, targetId, sourceId, JSON.stringify(hashes), projectId],
        )
        const issue = await revive(tx, s, organizationId, sourceId)
        await tx.rows(
          `insert into ${s}.issue_moves (organization_id, project_id, from_id, to_id, hashes, is_counted)
           values ($1, $2, $3, $4, $5, true)`,
          [organizationId, projectId, targetId, sourceId, JSON.stringify(own.map((row) => row.hash))],
        )
        await moveNotes(tx, s, organizationId, targetId, sourceId)
        await logParting(
          tx,
          s,
          { organizationId, fromId: targetId, toId: sourceId, about: { fingerprints: hashes } },
          author,
        )
        return issue
      })
    },
    relink: (limit) => db.transaction((tx) => relinkSome(tx, s, limit)),
  }
}

async function projectOf(tx: Queries, s: string, organizationId: Id, issueId: Id): Promise<Id | null> {
  const [row] = await tx.rows<{ project_id: Id }>(
    `select project_id from ${s}.issues where id = $2 and organization_id = $1`,
    [organizationId, issueId],
  )
  return row?.project_id ?? null
}

async function noteMerges(
  tx: Queries,
  s: string,
  merge: {
    readonly organizationId: Id
    readonly projectId: Id
    readonly targetId: Id
    readonly ids: readonly Id[]
    readonly at: Date
  },
): Promise<void> {
  const { organizationId, projectId, targetId, ids, at } = merge
  const hashes = `coalesce(
    (select jsonb_agg(h.hash order by h.hash) from ${s}.issue_hashes h
     where h.organization_id = $1 and h.issue_id = source.id), '[]')`
  await tx.rows(
    `insert into ${s}.issue_merges (organization_id, project_id, source_id, hashes, at)
     select $1, $2, source.id, ${hashes}, $4
     from unnest($3::bigint[]) as source(id)`,
    [organizationId, projectId, ids, at],
  )
  await tx.rows(
    `insert into ${s}.issue_moves (organization_id, project_id, from_id, to_id, hashes, is_counted)
     select $1, $2, source.id, $4, ${hashes}, false
     from unnest($3::bigint[]) as source(id)`,
    [organizationId, projectId, ids, targetId],
  )
}

/** Events that follow a split would not be found any more in an issue that has become part of another. */
async function mustBeWhole(tx: Queries, s: string, issueIds: readonly Id[]): Promise<void> {
  const moving = await tx.rows(
    `select id from ${s}.issue_moves
     where done_at is null and (is_counted or kind <> 'move')
       and (from_id = any($1::bigint[]) or to_id = any($1::bigint[]) or details -> 'targets' ?| $1::text[])
     limit 1`,
    [issueIds],
  )
  if (moving.length > 0) throw stillMoving()
}

/** Both ends of a move are to stand still before one of them is taken apart again. */
export async function mustBeStill(tx: Queries, s: string, issueIds: readonly Id[]): Promise<void> {
  const moving = await tx.rows(
    `select id from ${s}.issue_moves
     where done_at is null
       and (from_id = any($1::bigint[]) or to_id = any($1::bigint[]) or details -> 'targets' ?| $1::text[])
     limit 1`,
    [issueIds],
  )
  if (moving.length > 0) throw stillMoving()
}

function stillMoving(): AppError {
  return new AppError('conflict', 'Events of this issue are still being moved; try again in a moment.')
}

/** Counts from nothing: its events come back with what they count. */
async function revive(tx: Queries, s: string, organizationId: Id, id: Id) {
  for (const table of ['issue_tags', 'issue_users', 'issue_hourly'])
    await tx.rows(`delete from ${s}.${table} where organization_id = $1 and issue_id = $2`, [organizationId, id])
  const [row] = await tx.rows<IssueRow>(
    `update ${s}.issues i set merged_into = null, count = 0, user_count = 0, comment_count = 0
     where organization_id = $1 and id = $2
     returning ${ISSUE_COLUMNS}`,
    [organizationId, id],
  )
  return row === undefined ? null : toIssue(row)
}

async function moveNotes(tx: Queries, s: string, organizationId: Id, fromId: Id, toId: Id): Promise<void> {
  await tx.rows(
    `with moved as (
       update ${s}.issue_activity set issue_id = $3::bigint, data = data - 'mergedFrom'
       where organization_id = $1 and issue_id = $2 and kind = 'note' and (data ->> 'mergedFrom')::bigint = $3::bigint
       returning 1
     ), moving as (
       select count(*)::int as notes from moved
     )
     update ${s}.issues set comment_count = comment_count + case when id = $3::bigint then moving.notes else -moving.notes end
     from moving
     where organization_id = $1 and id in ($2::bigint, $3::bigint)`,
    [organizationId, fromId, toId],
  )
}

export async function logParting(
  tx: Queries,
  s: string,
  parting: {
    readonly organizationId: Id
    readonly fromId: Id
    readonly toId: Id
    /** By what they were told apart. */
    readonly about: Readonly<Record<string, unknown>>
  },
  author: Parameters<typeof addActivity>[3],
): Promise<void> {
  const { organizationId, fromId, toId, about } = parting
  await addActivity(
    tx,
    s,
    [
      {
        ...{ organizationId, issueId: fromId, kind: 'unmerge_source' },
        data: { destination: { id: toId }, ...about },
      },
      {
        ...{ organizationId, issueId: toId, kind: 'unmerge_destination' },
        data: { source: { id: fromId }, ...about },
      },
    ],
    author,
  )
}
