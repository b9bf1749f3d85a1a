import type { Holdings, Id, InstanceOutcome, InstanceStorage, JobRun } from '@mishap/core'
import type { Database } from './database.js'
import { idsIn } from './ids.js'
import { literal } from './migrations/script.js'
import { startOfHour } from './outcomes.js'

const DAY_OF_PARTITION = `to_char(to_date(substr(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD')`

export function pgInstance(db: Database): InstanceStorage {
  const s = db.schema
  const holdings = (condition: string, values: readonly unknown[], order: string) =>
    // Indexes: organizations_pkey, projects of an organization, project_days_pkey.
    db.rows<HoldingsRow>(
      `select o.id as "organizationId", coalesce(u.events, 0) as events, coalesce(u.bytes, 0) as bytes,
         (select count(*) from ${s}.projects p where p.organization_id = o.id) as projects,
         (select count(*) from ${s}.memberships m where m.organization_id = o.id and m.user_id is not null) as members
       from ${s}.organizations o
       left join (
         select d.organization_id, sum(d.events) as events, sum(d.bytes) as bytes
         from ${s}.project_days d
         join ${s}.projects p on p.organization_id = d.organization_id and p.id = d.project_id
         ${condition === '' ? '' : `where d.organization_id ${condition}`}
         group by d.organization_id
       ) as u on u.organization_id = o.id
       ${condition === '' ? '' : `where o.id ${condition}`}
       ${order}`,
      values,
    )
  return {
    async settings() {
      const rows = await db.rows<{ name: string; value: unknown }>(`select name, value from ${s}.instance_settings`)
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
    },
    async updateSettings(change) {
      const entries = Object.entries(change)
      const gone = entries.filter(([, value]) => value === null).map(([name]) => name)
      const set = entries.filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : 1))
      await db.transaction(async (tx) => {
        if (gone.length > 0) await tx.rows(`delete from ${s}.instance_settings where name = any($1)`, [gone])
        for (const [name, value] of set)
          await tx.rows(
            `insert into ${s}.instance_settings (name, value) values ($1, $2)
             on conflict (name) do update set value = excluded.value`,
            [name, JSON.stringify(value)],
          )
      })
    },
    async noteRun({ job, worker, finishedAt, tookMs, done, since, error }) {
      await db.rows(
        `insert into ${s}.job_runs (job, worker, finished_at, took_ms, done, since, error)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (job, worker) do update set finished_at = excluded.finished_at, took_ms = excluded.took_ms,
           done = excluded.done, since = excluded.since, error = excluded.error`,
        [job, worker, finishedAt, Math.round(tookMs), done, since, error?.replaceAll('\0', '').slice(0, 500) ?? null],
      )
    },
    async runs() {
      const rows = await db.rows<RunRow>(
        `select job, worker, finished_at, took_ms, done, since, error from ${s}.job_runs order by job, worker`,
      )
      return rows.map(toRun)
    },
    async forgetRuns(before) {
      await db.rows(`delete from ${s}.job_runs where finished_at < $1`, [before])
    },
    async counts() {
      const row = await db.first<Readonly<Record<'users' | 'organizations' | 'projects', string>>>(
        `select (select count(*) from ${s}.users) as users, (select count(*) from ${s}.organizations) as organizations,
           (select count(*) from ${s}.projects) as projects`,
      )
      const { users = 0, organizations = 0, projects = 0 } = row ?? {}
      return { users: Number(users), organizations: Number(organizations), projects: Number(projects) }
    },
    async census(limit) {
      // Index: project_days_pkey, all of it: a row a day for each project.
      const held = `select d.organization_id, d.project_id, sum(d.events) as events from ${s}.project_days d group by 1, 2`
      const [organizations, projects] = await Promise.all([
        db.rows<{ slug: string; projects: string }>(
          `with held as (${held})
           select o.slug, count(p.id) as projects
           from ${s}.organizations o
           left join ${s}.projects p on p.organization_id = o.id
           left join held h on h.organization_id = p.organization_id and h.project_id = p.id
           group by o.id, o.slug
           order by coalesce(sum(h.events), 0) desc, o.slug collate "C"
           limit $1`,
          [limit],
        ),
        db.rows<{ organization: string; slug: string; events: string }>(
          `with held as (${held})
           select o.slug as organization, p.slug, coalesce(h.events, 0) as events
           from ${s}.projects p
           join ${s}.organizations o on o.id = p.organization_id
           left join held h on h.organization_id = p.organization_id and h.project_id = p.id
           order by events desc, p.slug collate "C"
           limit $1`,
          [limit],
        ),
      ])
      return {
        organizations: organizations.map((row) => ({ slug: row.slug, projects: Number(row.projects) })),
        projects: projects.map((row) => ({ ...row, events: Number(row.events) })),
      }
    },
    async pendingDeliveries() {
      // Index: deliveries_due.
      const row = await db.first<{ count: string; due: Date | null }>(
        `select count(*) as count, min(next_attempt_at) as due from ${s}.deliveries where next_attempt_at is not null`,
      )
      return { count: Number(row?.count ?? 0), dueAt: row?.due ?? null }
    },
    async outcomes({ from, to }) {
      // Index: project_outcomes_by_hour.
      const rows = await db.rows<InstanceOutcome & { quantity: string }>(
        `select hour, category, outcome, reason, sum(quantity) as quantity
         from ${s}.project_outcomes
         where hour >= $1 and hour < $2
         group by hour, category, outcome, reason`,
        [startOfHour(from), to],
      )
      return rows.map((row) => ({ ...row, quantity: Number(row.quantity) }))
    },
    async holdings(ids) {
      const own = idsIn(ids)
      return own.length === 0 ? [] : (await holdings('= any($1)', [own], '')).map(toHoldings)
    },
    async heaviest(limit) {
      return (await holdings('', [limit], 'order by bytes desc, o.id limit $1')).map(toHoldings)
    },
    async days() {
      const rows = await db.rows<Readonly<Record<'day' | 'events' | 'bytes' | 'stored', string>>>(
        `with held as (
           select d.day, sum(d.events) as events, sum(d.bytes) as bytes from ${s}.project_days d group by d.day
         ), prepared as (
           select ${DAY_OF_PARTITION} as day, pg_total_relation_size(c.oid) as stored
           from pg_inherits i join pg_class c on c.oid = i.inhrelid
           where i.inhparent = ${literal(`${s}.events`)}::regclass
         )
         select p.day, coalesce(h.events, 0) as events, coalesce(h.bytes, 0) as bytes, p.stored
         from prepared p left join held h on h.day = p.day::date
         order by p.day desc`,
      )
      return rows.map(({ day, events, bytes, stored }) => ({
        day,
        events: Number(events),
        bytes: Number(bytes),
        storedBytes: Number(stored),
      }))
    },
    async sizes() {
      // Days of events count as one. Rows as the last analysis had them, which is -1 before the first.
      const rows = await db.rows<Readonly<Record<'name' | 'bytes' | 'rows', string>>>(
        `select coalesce(parent.relname, c.relname) as name, sum(pg_total_relation_size(c.oid)) as bytes,
           sum(case when c.relkind = 'p' then 0 else greatest(c.reltuples, 0) end)::bigint as rows
         from pg_class c
         left join pg_inherits i on i.inhrelid = c.oid
         left join pg_class parent on parent.oid = i.inhparent
         where c.relkind in ('r', 'p') and c.relnamespace = ${literal(s)}::regnamespace
         group by 1
         order by bytes desc, name`,
      )
      return rows.map((row) => ({ name: row.name, bytes: Number(row.bytes), rows: Number(row.rows) }))
    },
  }
}

type HoldingsRow = { readonly organizationId: Id } & Readonly<
  Record<'projects' | 'members' | 'events' | 'bytes', string>
>

function toHoldings({ organizationId, projects, members, events, bytes }: HoldingsRow): Holdings {
  return {
    organizationId,
    projects: Number(projects),
    members: Number(members),
    events: Number(events),
    bytes: Number(bytes),
  }
}

interface RunRow {
  readonly job: string
  readonly worker: string
  readonly finished_at: Date
  readonly took_ms: string
  readonly done: string | null
  readonly since: Date | null
  readonly error: string | null
}

function toRun(row: RunRow): JobRun {
  return {
    job: row.job,
    worker: row.worker,
    finishedAt: row.finished_at,
    tookMs: Number(row.took_ms),
    done: row.done === null ? null : Number(row.done),
    since: row.since,
    error: row.error,
  }
}
