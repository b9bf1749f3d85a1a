import type { Id, IssuePartsStorage } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { EVENT_COLUMNS, type EventRow, toEvent } from '../event-row.js'
import { isId } from '../ids.js'
import { dayOf } from '../partitions.js'
import { isMoving } from '../project-moves/start.js'
import { moveEvents } from './moved-events.js'
import { type SortDetails, sortEvents } from './sorting.js'

/** Events that follow their hashes into another issue, with everything that they count. */
export function pgMoves(db: Database): Pick<IssuePartsStorage, 'nextMove' | 'applyMove'> {
  const s = db.schema
  return {
    async nextMove(limit) {
      // Index: issue_moves_open. Not locked: reading payloads takes long, and `applyMove` counts an event only once.
      const move = await db.first<MoveRow>(
        `select ${MOVE_COLUMNS} from ${s}.issue_moves m
         where done_at is null and is_counted
           and not exists (select from ${s}.project_moves p where p.project_id = m.project_id offset 0)
         order by id limit 1`,
      )
      if (move === null) return null
      // Index: events_of_issue, from where it has come to: those that stay are not looked at again and again.
      const rows = await db.rows<EventRow>(
        `select ${EVENT_COLUMNS} from ${s}.events e
         where e.organization_id = $1 and e.issue_id = $2 and e.day >= $3
           and (e.day, e.received_at) >= ($3::date, coalesce($6::timestamptz, '-infinity'))
           and e.hash in (select jsonb_array_elements_text($4::jsonb))
         order by e.day, e.received_at, e.id
         limit $5`,
        [
          ...[move.organization_id, move.from_id, move.from_day, JSON.stringify(move.hashes), limit],
          move.details?.reached ?? null,
        ],
      )
      const { id, details } = move
      return { id, events: rows.map(toEvent), by: details !== null && 'by' in details ? details.by : null }
    },
    async applyMove({ id }, events) {
      if (!isId(id)) return
      await db.transaction(async (tx) => {
        const [move] = await tx.rows<MoveRow>(
          `select ${MOVE_COLUMNS} from ${s}.issue_moves where id = $1 and done_at is null for update`,
          [id],
        )
        if (move === undefined || (await isMoving(tx, s, move.project_id))) return
        const { details } = move
        const last = events.at(-1)
        const isSort = details !== null && 'by' in details
        if (!isSort) await lockIssues(tx, s, move)
        if (last === undefined) return finish(tx, s, move)
        if (isSort) await sortEvents(tx, s, { ...move, details }, events)
        else await moveEvents(tx, s, move, events)
        const reached = last.event.receivedAt
        await tx.rows(
          `update ${s}.issue_moves set from_day = $2, details = coalesce(details, '{}') || jsonb_build_object('reached', $3::text)
           where id = $1`,
          [id, dayOf(reached), reached.toISOString()],
        )
      })
    },
  }
}

interface MoveRow {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly from_id: Id
  readonly to_id: Id
  readonly hashes: readonly string[]
  readonly from_day: string
  readonly details: ((SortDetails | Readonly<Record<never, never>>) & { readonly reached?: string }) | null
}

const MOVE_COLUMNS = `id, organization_id, project_id, from_id, to_id, hashes, from_day::text as from_day, details`

async function lockIssues(tx: Queries, s: string, { organization_id, from_id, to_id }: MoveRow): Promise<void> {
  await tx.rows(`select id from ${s}.issues where organization_id = $1 and id in ($2, $3) order by id for update`, [
    ...[organization_id, from_id, to_id],
  ])
}

/** What can only be told when all are moved: who was seen in the remainder, and when it was last seen. */
async function finish(tx: Queries, s: string, { id, organization_id, from_id }: MoveRow): Promise<void> {
  await tx.rows(
    `with gone as (
       delete from ${s}.issue_users u
       where u.organization_id = $1 and u.issue_id = $2
         and u.user_key in (select user_key from ${s}.issue_move_users where move_id = $3)
         and u.user_key not in (
           select user_key from ${s}.events where organization_id = $1 and issue_id = $2 and user_key is not null
         )
       returning 1
     )
     update ${s}.issues set user_count = greatest(0, user_count - (select count(*) from gone))
     where organization_id = $1 and id = $2`,
    [organization_id, from_id, id],
  )
  await tx.rows(`delete from ${s}.issue_move_users where move_id = $1`, [id])
  // Indexes: events_of_issue, from either end.
  await tx.rows(
    `update ${s}.issues i set
       last_seen_at = coalesce(
         (select e.received_at from ${s}.events e where e.organization_id = $1 and e.issue_id = $2
          order by e.day desc, e.received_at desc, e.id desc limit 1), i.last_seen_at),
       last_release = coalesce(
         (select e.release from ${s}.events e where e.organization_id = $1 and e.issue_id = $2
          order by e.day desc, e.received_at desc, e.id desc limit 1), i.last_release)
     where i.organization_id = $1 and i.id = $2`,
    [organization_id, from_id],
  )
  await tx.rows(
    `update ${s}.feedback f set issue_id = e.issue_id
     from ${s}.events e
     where f.organization_id = $1 and f.issue_id = $2 and f.event_id is not null
       and e.organization_id = $1 and e.event_id = f.event_id and e.project_id = f.project_id
       and e.issue_id <> f.issue_id`,
    [organization_id, from_id],
  )
  await tx.rows(`update ${s}.issue_moves set done_at = now() where id = $1`, [id])
}
