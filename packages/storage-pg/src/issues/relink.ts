import type { Id } from '@mishap/core'
import type { Queries } from '../database.js'

/** One step of what does not count: events of merged issues, and hashes that a split takes back. False when none is left. */
export async function relinkSome(tx: Queries, s: string, limit: number): Promise<boolean> {
  // Index: issue_moves_open. Others take other moves; what leads on from an issue waits for what leads into it.
  const [move] = await tx.rows<Relink>(
    `select id, organization_id, from_id, to_id, hashes ->> 0 as hash, kind, from_day::text as from_day, details
     from ${s}.issue_moves m
     where m.done_at is null and not m.is_counted
       and not exists (
         select from ${s}.issue_moves x
         where x.done_at is null and x.to_id = m.from_id and x.id < m.id
       )
     order by m.id
     limit 1
     for update skip locked`,
  )
  if (move === undefined) return false
  const isDone = move.kind === 'rename' ? await renameSome(tx, s, move, limit) : await followSome(tx, s, move, limit)
  if (isDone) await tx.rows(`update ${s}.issue_moves set done_at = now() where id = $1`, [move.id])
  return true
}

interface Relink {
  readonly id: Id
  readonly organization_id: Id
  readonly from_id: Id
  readonly to_id: Id
  readonly hash: string | null
  readonly kind: 'move' | 'rename'
  readonly from_day: string
  readonly details: Readonly<Record<string, string>> | null
}

async function followSome(tx: Queries, s: string, move: Relink, limit: number): Promise<boolean> {
  const { organization_id: organizationId, from_id: fromId, to_id: toId } = move
  const [first] = await tx.rows<{ day: string }>(
    // Index: events_of_issue.
    `select day::text as day from ${s}.events
     where organization_id = $1 and issue_id = $2
     order by day
     limit 1`,
    [organizationId, fromId],
  )
  if (first === undefined) {
    await tx.rows(`update ${s}.feedback set issue_id = $3 where organization_id = $1 and issue_id = $2`, [
      ...[organizationId, fromId, toId],
    ])
    return true
  }
  // Indexes: events_of_issue, events_pkey, of one partition. An event that came before hashes were kept is told
  // from those of the target by any hash of the source.
  await tx.rows(
    `with next as (
       select event_id, project_id from ${s}.events
       where organization_id = $1 and issue_id = $2 and day = $3
       limit $4
     )
     update ${s}.events e set issue_id = $5, hash = coalesce(e.hash, $6)
     from next
     where e.organization_id = $1 and e.event_id = next.event_id and e.project_id = next.project_id and e.day = $3`,
    [organizationId, fromId, first.day, limit, toId, move.hash],
  )
  return false
}

/** Index: events_of_issue, from the day that was reached. */
async function renameSome(tx: Queries, s: string, move: Relink, limit: number): Promise<boolean> {
  const [renamed] = await tx.rows<{ day: string | null }>(
    `with next as (
       select e.event_id, e.project_id, e.day, e.hash from ${s}.events e
       where e.organization_id = $1 and e.issue_id = $2 and e.day >= $3
         and e.hash in (select jsonb_object_keys($4::jsonb))
       order by e.day, e.received_at, e.id
       limit $5
     ), renamed as (
       update ${s}.events e set hash = nullif($4::jsonb ->> next.hash, '')
       from next
       where e.organization_id = $1 and e.event_id = next.event_id and e.project_id = next.project_id
         and e.day = next.day
       returning e.day
     )
     select max(day)::text as day from renamed`,
    [move.organization_id, move.from_id, move.from_day, JSON.stringify(move.details ?? {}), limit],
  )
  const day = renamed?.day ?? null
  if (day === null) return true
  await tx.rows(`update ${s}.issue_moves set from_day = $2 where id = $1`, [move.id, day])
  return false
}
