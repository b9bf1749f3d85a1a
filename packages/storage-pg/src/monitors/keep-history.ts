import { type CheckedMonitor, type HistoryStep, piecesOf, slotOf } from '@mishap/core'
import { dayOf } from '../partitions.js'
import { HISTORY_TABLES, PART_COLUMNS, TIME_COLUMNS } from './history-tables.js'

/** Columns that `given`, the checks, has for what follows here. */
export const GIVEN_FOR_HISTORY = `before text, slot int, ${Object.values(PART_COLUMNS)
  .map((name) => `${name} float8`)
  .join(', ')}`

/** What `given` holds of a check for its history. */
export function historyColumns({ check, before }: CheckedMonitor) {
  const { timings } = check
  const parts = Object.entries(PART_COLUMNS).map(([part, name]) => [
    name,
    timings?.[part as keyof typeof PART_COLUMNS] ?? null,
  ])
  return { before: before?.status ?? null, slot: slotOf(check), ...Object.fromEntries(parts) }
}

/** The stretches that checks add to, for `$2`. */
export function historyPieces(checked: readonly CheckedMonitor[]) {
  return checked.flatMap((one) =>
    piecesOf(one).map(({ step, at, ms, hasCheck }) => ({
      ...{ monitor_id: one.monitorId, step, day: dayOf(at), at, ms, has_check: hasCheck },
    })),
  )
}

/**
 * Further parts of the statement that keeps checks, after `given` and `kept`: what they add to each table. Whoever has a
 * monitor locked is the only one who writes its rows.
 */
export function keepHistory(s: string): string {
  const steps = Object.keys(HISTORY_TABLES) as HistoryStep[]
  return `pieces as (
       select p.step, g.organization_id, g.monitor_id, p.day, p.at,
         case when p.has_check then 1 else 0 end as checks,
         case when p.has_check and not g.is_up then 1 else 0 end as failed,
         case when g.before is null then 0 else p.ms end as known_ms,
         case when g.before = 'down' then p.ms else 0 end as down_ms,
         case when g.before = 'degraded' then p.ms else 0 end as degraded_ms,
         case when g.before = 'maintenance' then p.ms else 0 end as maintenance_ms,
         case when p.has_check and g.slot is not null then ('[' || g.slot || ':' || g.slot || ']={1}')::int[]
           else '{}' end as latency,
         ${Object.values(PART_COLUMNS).map(partOfPiece).join(', ')}
       from json_to_recordset($2::json) as p(
         monitor_id bigint, step text, day date, at timestamptz, ms int, has_check boolean
       )
       join given g on g.monitor_id = p.monitor_id
       join kept on kept.id = p.monitor_id
     ), ${steps.map((step) => added(s, step)).join(', ')}`
}

function partOfPiece(name: string): string {
  return `case when p.has_check then coalesce(g.${name}, 0) else 0 end as ${name}_ms,
         case when p.has_check and g.${name} is not null then 1 else 0 end as ${name}_count`
}

const SUMMED = [
  ...['checks', 'failed', ...TIME_COLUMNS],
  ...Object.values(PART_COLUMNS).flatMap((name) => [`${name}_ms`, `${name}_count`]),
]
const COLUMNS = ['organization_id', 'monitor_id', 'day', 'at', ...SUMMED, 'latency'].join(', ')
/** The slot that a check adds to; where it adds to none, one that stays as it is. */
const SLOT = 'coalesce(array_lower(excluded.latency, 1), array_lower(h.latency, 1), 0)'

function added(s: string, step: HistoryStep): string {
  return `${step}s as (
       insert into ${s}.${HISTORY_TABLES[step]} as h (${COLUMNS})
       select ${COLUMNS} from pieces where step = '${step}'
       on conflict (organization_id, monitor_id, day, at) do update set
         ${SUMMED.map((name) => `${name} = h.${name} + excluded.${name}`).join(', ')},
         latency[${SLOT}] = coalesce(h.latency[${SLOT}], 0) + coalesce(array_length(excluded.latency, 1), 0)
     )`
}
