import type { Database, Queries } from './database.js'
import { literal, lockOf } from './migrations/script.js'

const DAY_MS = 86_400_000

/** The day of a date in UTC: `2026-01-31`. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

export function daysFrom(first: Date, count: number): readonly string[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => dayOf(new Date(first.getTime() + index * DAY_MS)))
}

/** A table that is kept a day at a time: a partition each. */
export interface DailyTable {
  readonly name: string
  /** Statements that give a partition its indexes. */
  readonly indexes: (table: string, partition: string) => string
  /** What else goes with a day, given as `$1`; null for nothing. */
  readonly forgetDay: ((s: string) => string) | null
}

export const EVENT_DAYS: DailyTable = {
  name: 'events',
  // The primary key last: between indexes that look alike in an empty table PostgreSQL takes the newest,
  // and the first events of a day are looked for by their ids.
  indexes: (
    table,
    name,
  ) => `create index ${name}_of_issue on ${table} (organization_id, issue_id, day, received_at, id);
create index ${name}_of_project on ${table} (organization_id, project_id, day, received_at, id);
alter table ${table} add primary key (organization_id, event_id, project_id, day);`,
  forgetDay: (s) => `delete from ${s}.project_days where day = $1::date`,
}

export const CHECK_DAYS: DailyTable = {
  name: 'monitor_checks',
  indexes: (table, name) => `create index ${name}_of_monitor on ${table} (organization_id, monitor_id, day, at);
create index ${name}_changes on ${table} (organization_id, monitor_id, day, at) where is_change;`,
  forgetDay: null,
}

export const MINUTE_DAYS: DailyTable = { name: 'monitor_minutes', indexes: historyKey, forgetDay: null }
export const HOUR_DAYS: DailyTable = { name: 'monitor_hours', indexes: historyKey, forgetDay: null }

function historyKey(table: string): string {
  return `alter table ${table} add primary key (organization_id, monitor_id, day, at);`
}

/**
 * Makes the partitions of the table that are missing among `days`. Any number of callers may do so at once,
 * and writers go on meanwhile: attaching a table takes no lock that stops them, unlike making it as a partition.
 */
export async function ensurePartitions(db: Database, daily: DailyTable, days: readonly string[]): Promise<void> {
  const there = new Set((await partitions(db, db.schema, daily)).map(({ day }) => day))
  const missing = days.filter((day) => !there.has(day))
  if (missing.length === 0) return
  await db.transaction((tx) => makePartitions(tx, db.schema, daily, missing))
}

/** The same within a transaction, which keeps others from making any to its end. */
export async function makePartitions(
  tx: Queries,
  s: string,
  daily: DailyTable,
  days: readonly string[],
): Promise<void> {
  await tx.rows(`select pg_advisory_xact_lock(${lockOf(s)})`)
  const there = new Set((await partitions(tx, s, daily)).map(({ day }) => day))
  for (const day of days) if (!there.has(day)) await tx.rows(partitionScript(s, daily, day))
}

/** A statement that keeps every partition from being dropped, to the end of the transaction. */
export function keepPartitions(s: string): string {
  return `select pg_advisory_xact_lock_shared(${dropLockOf(s)})`
}

function dropLockOf(s: string): string {
  return `hashtextextended(${literal(`mishap ${s} days`)}, 0)`
}

/**
 * Drops partitions of days before `oldestDay`, one by one. Each needs the whole table for a moment:
 * one that cannot have it soon is left for the next time, so that nobody queues up behind.
 */
export async function dropPartitionsBefore(db: Database, daily: DailyTable, oldestDay: string): Promise<void> {
  for (const { day, table } of await partitions(db, db.schema, daily)) {
    if (day >= oldestDay) continue
    await db
      .transaction(
        async (tx) => {
          await tx.rows(`select pg_advisory_xact_lock(${dropLockOf(db.schema)})`)
          await tx.rows(`drop table if exists ${db.schema}.${table}`)
          if (daily.forgetDay !== null) await tx.rows(daily.forgetDay(db.schema), [day])
        },
        { settings: "set local lock_timeout = '2s'" },
      )
      .catch((error: unknown) => {
        if (!isLockTimeout(error)) throw error
      })
  }
}

async function partitions(
  queries: Queries,
  s: string,
  { name }: DailyTable,
): Promise<readonly { day: string; table: string }[]> {
  const rows = await queries.rows<{ table: string }>(
    `select c.relname as table
     from pg_inherits i
     join pg_class c on c.oid = i.inhrelid
     where i.inhparent = ${literal(`${s}.${name}`)}::regclass
     order by c.relname`,
  )
  return rows.map(({ table }) => {
    const digits = table.slice(name.length + 1)
    return { table, day: `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}` }
  })
}

function partitionScript(s: string, daily: DailyTable, day: string): string {
  const name = `${daily.name}_${day.replaceAll('-', '')}`
  const table = `${s}.${name}`
  const [, next] = daysFrom(new Date(day), 2)
  return `create table ${table} (like ${s}.${daily.name} including defaults including storage);
${daily.indexes(table, name)}
alter table ${s}.${daily.name} attach partition ${table} for values from ('${day}') to ('${next}');`
}

function isLockTimeout(error: unknown): boolean {
  return (error as { cause?: { code?: unknown } } | null)?.cause?.code === '55P03'
}
