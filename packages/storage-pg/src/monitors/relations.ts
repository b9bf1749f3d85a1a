import {
  AppError,
  bulkChanged,
  firstDue,
  type Id,
  MONITOR_BOUNDS,
  type MonitorBulkChange,
  type MonitorStorage,
  parentFault,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn, isId, mustBeId } from '../ids.js'
import { type MonitorRow, monitorColumns, toMonitor } from './row.js'

/** Assignments: what is looked at again is news again. */
export const FORGET_TOLD = ' told = null, told_at = null,'

/**
 * Holds whoever else makes a monitor depend on another one in the organization, to the end of the transaction. Throws
 * `not_found` where the parent is none of the organization, and `conflict` where it depends on the monitor itself.
 */
export async function mustFitBelow(
  tx: Queries,
  s: string,
  { organizationId, id, parentId }: { readonly organizationId: Id; readonly id: Id | null; readonly parentId: Id },
): Promise<void> {
  mustBeId(parentId, 'a monitor of the organization')
  await tx.rows(`select id from ${s}.organizations where id = $1 for no key update`, [organizationId])
  const above = await tx.rows<{ id: Id }>(
    `with recursive above as (
       select m.id, m.parent_id, 1 as level from ${s}.monitors m where m.id = $2 and m.organization_id = $1
       union all
       select m.id, m.parent_id, a.level + 1 from ${s}.monitors m join above a on m.id = a.parent_id
       where a.level <= $3 and a.id is distinct from $4::bigint
     )
     select id from above order by level`,
    [organizationId, parentId, MONITOR_BOUNDS.ancestors, id],
  )
  if (above.length === 0)
    throw new AppError('not_found', `Wanted the id of a monitor of the organization, found ${JSON.stringify(parentId)}`)
  const isCircle = above.some((one) => one.id === id)
  if (isCircle || above.length > MONITOR_BOUNDS.ancestors) throw parentFault(isCircle)
}

export function pgMonitorBulk(db: Database): Pick<MonitorStorage, 'changeMany'> {
  const s = db.schema
  return {
    async changeMany(organizationId, ids, change, now) {
      const known = idsIn(ids)
      if (!isId(organizationId) || known.length === 0) return []
      if (change.action !== 'delete')
        return db.transaction((tx) => changeThose(tx, s, { organizationId, ids: known, change, now }))
      const gone = await db.rows<{ id: Id }>(
        `with days as (
           delete from ${s}.monitor_days where organization_id = $1 and monitor_id = any($2::bigint[])
         )
         delete from ${s}.monitors where organization_id = $1 and id = any($2::bigint[]) returning id`,
        [organizationId, known],
      )
      return inOrder(ids, gone)
    },
  }
}

interface Those {
  readonly organizationId: Id
  readonly ids: readonly Id[]
  readonly change: Exclude<MonitorBulkChange, { readonly action: 'delete' }>
  readonly now: Date
}

async function changeThose(tx: Queries, s: string, { organizationId, ids, change, now }: Those) {
  // In one order everywhere, so that two batches never wait for each other.
  const rows = await tx.rows<MonitorRow>(
    `select ${monitorColumns('m')} from ${s}.monitors m
     where m.organization_id = $1 and m.id = any($2::bigint[])
     order by m.id
     for update of m`,
    [organizationId, ids],
  )
  const given = rows.map(toMonitor).flatMap((monitor) => {
    const after = bulkChanged(monitor, change)
    if (after === null) return []
    const { isPaused, tags, group } = after
    const isDueAnew = isPaused !== monitor.isPaused
    const next = isDueAnew ? firstDue({ ...monitor, isPaused }, now) : null
    return [{ id: monitor.id, is_paused: isPaused, tags, group_name: group, is_due_anew: isDueAnew, next }]
  })
  const changed = await tx.rows<{ id: Id }>(
    `update ${s}.monitors m set
       version = m.version + 1,${change.action === 'pause' ? FORGET_TOLD : ''} is_paused = g.is_paused, tags = g.tags, group_name = g.group_name,
       next_check_at = case when g.is_due_anew then g.next else m.next_check_at end,
       busy_until = case when g.is_due_anew then null else m.busy_until end
     from json_to_recordset($1::json) as g(
       id bigint, is_paused boolean, tags jsonb, group_name text, is_due_anew boolean, next timestamptz
     )
     where m.id = g.id
     returning m.id`,
    [JSON.stringify(given)],
  )
  return inOrder(ids, changed)
}

/** As they were asked for, each once. */
function inOrder(ids: readonly Id[], rows: readonly { readonly id: Id }[]): readonly Id[] {
  const found = new Set(rows.map(({ id }) => id))
  return [...new Set(ids)].filter((id) => found.has(id))
}
