import { type Id, type IssueStorage, trendOf, trendWindow } from '@mishap/core'
import type { Database } from '../database.js'

/** So many issues at once: their writers wait for some milliseconds. */
const AT_ONCE = 1_000
const EVERY_MS = 5 * 60_000

/** Works out the trends of one organization after the other, each by one process. */
export function pgTrends(db: Database): IssueStorage['refreshTrends'] {
  const s = db.schema
  return async (now) => {
    const organizationId = await claimOrganization(db, now)
    if (organizationId === null) return false
    const { dayFrom } = trendWindow(now)
    // Indexes: issues_by_last_seen for what came in the last day, issues_by_trend for what is quiet since.
    const due = await db.rows<{ id: Id }>(
      `select i.id from ${s}.issues i
       where i.organization_id = $1 and i.last_seen_at >= $2 and i.merged_into is null
       union
       select i.id from ${s}.issues i
       where i.organization_id = $1 and i.trend > 0 and i.last_seen_at < $2
       order by id`,
      [organizationId, dayFrom],
    )
    for (let start = 0; start < due.length; start += AT_ONCE)
      await refresh(
        db,
        organizationId,
        due.slice(start, start + AT_ONCE).map((row) => row.id),
        now,
      )
    return true
  }
}

/** Whose turn it is; from then on it is nobody else's for five minutes. */
async function claimOrganization(db: Database, now: Date): Promise<Id | null> {
  const s = db.schema
  await db.rows(
    `insert into ${s}.issue_trend_runs (organization_id, at)
     select o.id, '-infinity' from ${s}.organizations o
     where not exists (select from ${s}.issue_trend_runs r where r.organization_id = o.id)
     on conflict (organization_id) do nothing`,
  )
  // Index: issue_trend_runs_by_time.
  const row = await db.first<{ organization_id: Id }>(
    `update ${s}.issue_trend_runs set at = $1
     where organization_id = (
       select r.organization_id from ${s}.issue_trend_runs r
       where r.at <= $2
       order by r.at
       limit 1
       for update skip locked
     )
     returning organization_id`,
    [now, new Date(now.getTime() - EVERY_MS)],
  )
  return row?.organization_id ?? null
}

interface CountRow {
  readonly id: Id
  readonly first_seen_at: Date
  readonly trend: number
  readonly last_day: string | null
  readonly before: string | null
}

async function refresh(db: Database, organizationId: Id, ids: readonly Id[], now: Date): Promise<void> {
  const s = db.schema
  const { usualFrom, dayFrom, to } = trendWindow(now)
  // Indexes: issues_pkey, issue_hourly_pkey. At most 336 hours of each.
  const rows = await db.rows<CountRow>(
    `select i.id, i.first_seen_at, i.trend, h.last_day, h.before
     from unnest($2::bigint[]) as due(id)
     join ${s}.issues i on i.id = due.id and i.organization_id = $1
     cross join lateral (
       select sum(h.count) filter (where h.hour >= $4) as last_day, sum(h.count) filter (where h.hour < $4) as before
       from ${s}.issue_hourly h
       where h.organization_id = $1 and h.issue_id = due.id and h.hour >= $3 and h.hour < $5
     ) as h`,
    [organizationId, ids, usualFrom, dayFrom, to],
  )
  const changed = rows
    .map((row) => ({ id: row.id, before: row.trend, trend: trendOfRow(row, dayFrom) }))
    .filter((row) => row.trend !== row.before)
  if (changed.length === 0) return
  // Index: issues_pkey. Locked in order, as every writer locks them.
  await db.rows(
    `with wanted as (
       select * from unnest($2::bigint[], $3::int[]) as q(id, trend)
     ), locked as (
       select i.id, wanted.trend
       from wanted
       join ${s}.issues i on i.id = wanted.id and i.organization_id = $1
       order by i.id
       for update of i
     )
     update ${s}.issues i set trend = locked.trend
     from locked
     where i.organization_id = $1 and i.id = locked.id`,
    [organizationId, changed.map((row) => row.id), changed.map((row) => row.trend)],
  )
}

function trendOfRow({ first_seen_at: firstSeenAt, last_day, before }: CountRow, dayFrom: Date): number {
  return trendOf({ lastDay: Number(last_day ?? 0), before: Number(before ?? 0), firstSeenAt, dayFrom })
}
