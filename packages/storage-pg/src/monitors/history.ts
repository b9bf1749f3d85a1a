import { type CheckPart, type HistoryBucket, type HistoryStorage, type Id, type KnownTime, STEP_MS } from '@mishap/core'
import type { Database } from '../database.js'
import { isId } from '../ids.js'
import { dayOf } from '../partitions.js'
import { HISTORY_TABLES, PART_COLUMNS, TIME_COLUMNS } from './history-tables.js'

export function pgHistory(db: Database): HistoryStorage {
  const s = db.schema
  const known = (organizationId: Id, ids: readonly Id[]) => (isId(organizationId) ? ids.filter(isId) : [])
  return {
    async history(organizationId, monitorIds, { step, width, start, end }) {
      const ids = known(organizationId, monitorIds)
      if (ids.length === 0) return new Map()
      const found = new Map<Id, HistoryBucket[]>((await own(db, organizationId, ids)).map((id) => [id, []]))
      // Index: the primary key of the days of the range.
      const rows = await db.rows<BucketRow>(
        `select h.monitor_id, date_bin($6::bigint * interval '1 millisecond', h.at, $3::timestamptz) as at,
           sum(h.checks)::float8 as checks, sum(h.failed)::float8 as failed, ${sums([...TIME_COLUMNS, ...PART_SUMS])},
           string_agg(h.latency::text, ';') filter (where h.latency <> '{}') as latency
         from ${s}.${HISTORY_TABLES[step]} h
         where h.organization_id = $1 and h.monitor_id = any($2::bigint[]) and h.at >= $3 and h.at < $4
           and h.day >= $5::date and h.day <= $7::date
         group by 1, 2
         order by 1, 2`,
        [organizationId, [...found.keys()], start, end, dayOf(start), width * STEP_MS[step], dayOf(end)],
      )
      for (const row of rows) found.get(row.monitor_id)?.push(toBucket(row))
      return found
    },
    async knownSince(organizationId, monitorIds, days) {
      const ids = known(organizationId, monitorIds)
      if (ids.length === 0) return new Map()
      const nothing = days.map((): KnownTime => toTime({ known_ms: 0, down_ms: 0, degraded_ms: 0, maintenance_ms: 0 }))
      const found = new Map((await own(db, organizationId, ids)).map((id) => [id, [...nothing]]))
      // Index: monitor_days_pkey.
      const rows = await db.rows<TimeRow & { readonly monitor_id: Id; readonly number: number }>(
        `select h.monitor_id, q.number::int as number, ${sums(TIME_COLUMNS)}
         from unnest($3::date[]) with ordinality as q(day, number)
         join ${s}.monitor_days h on h.day >= q.day
         where h.organization_id = $1 and h.monitor_id = any($2::bigint[])
           and h.day >= (select min(day) from unnest($3::date[]) as day)
         group by 1, 2`,
        [organizationId, [...found.keys()], days.map(dayOf)],
      )
      for (const row of rows) found.get(row.monitor_id)?.splice(row.number - 1, 1, toTime(row))
      return found
    },
  }
}

/** Rows of monitors that are gone stay until their days are dropped: nobody sees them. */
async function own(db: Database, organizationId: Id, ids: readonly Id[]): Promise<readonly Id[]> {
  const text = `select id from ${db.schema}.monitors where organization_id = $1 and id = any($2::bigint[])`
  return (await db.rows<{ id: Id }>(text, [organizationId, ids])).map(({ id }) => id)
}

const PART_SUMS = Object.values(PART_COLUMNS).flatMap((name) => [`${name}_ms`, `${name}_count`])

function sums(columns: readonly string[]): string {
  return columns.map((name) => `sum(h.${name})::float8 as ${name}`).join(', ')
}

type TimeRow = Readonly<Record<(typeof TIME_COLUMNS)[number], number>>

interface BucketRow extends TimeRow {
  readonly monitor_id: Id
  readonly at: Date
  readonly checks: number
  readonly failed: number
  /** Arrays with their bounds, between semicolons. */
  readonly latency: string | null
  readonly [part: `${string}_count`]: number
}

function toBucket(row: BucketRow): HistoryBucket {
  const parts = Object.entries(PART_COLUMNS).map(([part, name]) => [
    part,
    { ms: (row as unknown as Record<string, number>)[`${name}_ms`] ?? 0, count: row[`${name}_count`] ?? 0 },
  ])
  return {
    ...{ at: row.at, checks: row.checks, failed: row.failed, ...toTime(row), latency: toLatency(row.latency ?? '') },
    parts: Object.fromEntries(parts) as Record<CheckPart, { ms: number; count: number }>,
  }
}

function toTime(row: TimeRow): KnownTime {
  return {
    ...{ knownMs: row.known_ms, downMs: row.down_ms },
    ...{ degradedMs: row.degraded_ms, maintenanceMs: row.maintenance_ms },
  }
}

/** Of `[37:39]={1,NULL,2}` and the like: PostgreSQL leaves out the bounds where they begin at one. */
function toLatency(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const array of text === '' ? [] : text.split(';')) {
    const first = Number(/^\[(\d+):/.exec(array)?.[1] ?? 1)
    const values = array.slice(array.indexOf('{') + 1, -1).split(',')
    for (const [index, value] of values.entries())
      if (value !== 'NULL' && value !== '0') counts.set(first + index, (counts.get(first + index) ?? 0) + Number(value))
  }
  return counts
}
