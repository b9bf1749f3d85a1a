import type { Id, RetentionStorage, ThinningCandidate, ThinningTask } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { groupBy } from './group.js'
import { isId } from './ids.js'
import { dayOf } from './partitions.js'
import { recountDay, removedFrom, takeOff } from './usage.js'

export function pgRetention(db: Database): RetentionStorage {
  const s = db.schema
  const ownProject = 'organization_id = $1 and id = $2'
  return {
    async usage(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return null
      // Indexes: projects_pkey, project_days_pkey.
      const row = await db.first<UsageRow>(
        `select ${SUMS}
         from ${s}.projects p
         left join ${s}.project_days d on d.organization_id = p.organization_id and d.project_id = p.id
         where p.organization_id = $1 and p.id = $2
         group by p.id`,
        [organizationId, projectId],
      )
      return row === null ? null : toUsage(row)
    },
    async oldestDay(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return null
      // Index: project_days_pkey.
      const row = await db.first<{ day: string }>(
        `select day::text from ${s}.project_days
         where organization_id = $1 and project_id = $2 and events > 0
         order by day limit 1`,
        [organizationId, projectId],
      )
      return row === null ? null : new Date(row.day)
    },
    async limits(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return null
      const row = await db.first<LimitsRow>(`select max_events, max_bytes from ${s}.projects where ${ownProject}`, [
        organizationId,
        projectId,
      ])
      return row === null ? null : toLimits(row)
    },
    async updateLimits(organizationId, projectId, { maxEvents, maxBytes }) {
      if (!isId(organizationId) || !isId(projectId)) return null
      const row = await db.first<LimitsRow>(
        `update ${s}.projects set
           max_events = case when $3 then $4::bigint else max_events end,
           max_bytes = case when $5 then $6::bigint else max_bytes end,
           thinning_until = null
         where ${ownProject}
         returning max_events, max_bytes`,
        [
          ...[organizationId, projectId, maxEvents !== undefined, maxEvents ?? null],
          ...[maxBytes !== undefined, maxBytes ?? null],
        ],
      )
      return row === null ? null : toLimits(row)
    },
    async claim({ now, until, defaults }) {
      // Index: project_days_pkey, all of it: a row a day for each project.
      const [row] = await db.rows<UsageRow & TaskRow>(
        `with claimed as (
           select p.id, u.events, u.payloads, u.bytes,
             coalesce(p.max_events, $3::bigint) as most_events, coalesce(p.max_bytes, $4::bigint) as most_bytes
           from ${s}.projects p
           join (
             select d.project_id, ${SUMS} from ${s}.project_days d group by d.project_id
           ) as u on u.project_id = p.id
           where (p.thinning_until is null or p.thinning_until <= $1)
             and not exists (select from ${s}.project_moves m where m.project_id = p.id)
             and (
             (coalesce(p.max_events, $3::bigint) > 0 and u.events > coalesce(p.max_events, $3::bigint))
             or (coalesce(p.max_bytes, $4::bigint) > 0 and u.bytes > coalesce(p.max_bytes, $4::bigint))
           )
           order by p.id
           limit 1
           for update of p skip locked
         )
         update ${s}.projects p set thinning_until = $2
         from claimed c
         where p.id = c.id
         returning p.organization_id, p.id, c.events, c.payloads, c.bytes, c.most_events, c.most_bytes`,
        [now, until, defaults.maxEvents, defaults.maxBytes],
      )
      return row === undefined ? null : toTask(row)
    },
    async extend({ organizationId, projectId }, until) {
      await db.rows(`update ${s}.projects set thinning_until = $3 where ${ownProject}`, [
        organizationId,
        projectId,
        until,
      ])
    },
    async candidates({ organizationId, projectId }, { cursor, limit }) {
      const own = [organizationId, projectId]
      const dayAfter = async (day: string) => {
        // Index: project_days_pkey.
        const row = await db.first<{ day: string }>(
          `select day::text from ${s}.project_days
           where organization_id = $1 and project_id = $2 and day > $3::date and events > 0
           order by day limit 1`,
          [...own, day],
        )
        return row?.day ?? null
      }
      const day = cursor === null ? await dayAfter('-infinity') : (cursor.split(' ')[0] ?? '')
      if (day === null) return { items: [], next: null }
      const [, at = '-infinity', id = FIRST_ID] = cursor?.split(' ') ?? []
      const rows = await db.rows<CandidateRow>(candidatesOf(s), [...own, day, at, id, limit])
      const last = rows[rows.length - 1]
      const next =
        rows.length < limit || last === undefined
          ? await dayAfter(day)
          : `${day} ${last.received_at.toISOString()} ${last.id}`
      return { items: rows.map(toCandidate), next }
    },
    async thin({ organizationId, projectId }, { payloads, rows }, now) {
      return db.transaction(async (tx) => {
        const own = [organizationId, projectId]
        const removed = [
          ...(await removePayloads(tx, s, own, { payloads, now })),
          ...(await removeRows(tx, s, own, rows)),
        ]
        await takeOff(tx, s, removed)
        const sum = (amount: 'events' | 'payloads' | 'bytes') => removed.reduce((total, one) => total + one[amount], 0)
        return { events: sum('events'), payloads: sum('payloads'), bytes: sum('bytes') }
      })
    },
    recount: (day) => recountDay(db, dayOf(day)),
  }
}

type Own = readonly Id[]
type Thinned = Parameters<RetentionStorage['thin']>[1]['rows']

/** The events themselves, not their payloads, of one day, and what each has to do with its issue. */
function candidatesOf(s: string): string {
  // Indexes: events_of_project; of the rest primary keys, feedback_of_event and attachments_of_event. With `offset 0` each
  // event is looked for by itself: all feedback of an organization may be much.
  return `select e.id, e.event_id, e.received_at, e.bytes, e.has_payload, coalesce(h.count, 1) as siblings,
      coalesce(e.received_at <= i.first_seen_at or e.received_at >= i.last_seen_at, false)
        or exists (
          select from ${s}.issue_regressions r
          where r.organization_id = $1 and r.issue_id = e.issue_id and e.received_at in (r.before_at, r.at)
        )
        or exists (
          select from ${s}.feedback f where f.organization_id = $1 and f.event_id = e.event_id and f.project_id = $2 offset 0
        )
        or exists (
          select from ${s}.attachments a where a.organization_id = $1 and a.event_id = e.event_id and a.project_id = $2 offset 0
        ) as is_pinned
    from (
      select id, event_id, issue_id, received_at, octet_length(payload) as bytes,
        payload_removed_at is null as has_payload
      from ${s}.events
      where organization_id = $1 and project_id = $2 and day = $3::date
        and (received_at, id) > ($4::timestamptz, $5::uuid)
      order by received_at, id
      limit $6
    ) as e
    left join lateral (
      select first_seen_at, last_seen_at from ${s}.issues where id = e.issue_id and organization_id = $1 limit 1
    ) as i on true
    left join lateral (
      select count from ${s}.issue_hourly
      where organization_id = $1 and issue_id = e.issue_id
        and hour = date_bin('1 hour', e.received_at, timestamptz '1970-01-01 00:00:00Z')
      limit 1
    ) as h on true
    order by e.received_at, e.id`
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

async function removePayloads(
  tx: Queries,
  s: string,
  own: Own,
  { payloads, now }: { readonly payloads: Thinned; readonly now: Date },
) {
  const removed = []
  for (const [day, events] of byDay(payloads)) {
    // Index: events_pkey.
    const [row] = await tx.rows<{ payloads: string; bytes: string }>(
      `with whole as (
         select event_id, octet_length(payload) as size from ${s}.events
         where organization_id = $1 and project_id = $2 and day = $3::date and event_id = any($4::uuid[])
           and payload_removed_at is null
         for update
       ), thinned as (
         update ${s}.events t set payload = '', payload_encoding = 'identity', payload_removed_at = $5
         from whole w
         where t.organization_id = $1 and t.project_id = $2 and t.day = $3::date and t.event_id = w.event_id
           and t.event_id = any($4::uuid[])
         returning w.size
       )
       select count(*) as payloads, coalesce(sum(size), 0) as bytes from thinned`,
      [...own, day, events.map(({ eventId }) => eventId), now],
    )
    removed.push({ ...placeOf(own, day), events: 0, payloads: Number(row?.payloads), bytes: Number(row?.bytes) })
  }
  return removed
}

async function removeRows(tx: Queries, s: string, own: Own, rows: Thinned) {
  const removed = []
  for (const [day, events] of byDay(rows)) {
    // Index: events_pkey.
    const deletion = `delete from ${s}.events t
      where t.organization_id = $1 and t.project_id = $2 and t.day = $3::date and t.event_id = any($4::uuid[])`
    const ids = events.map(({ eventId }) => eventId)
    removed.push(...(await removedFrom(tx, deletion, [...own, day, ids])))
  }
  return removed
}

function byDay(events: Thinned) {
  return groupBy(events, ({ receivedAt }) => dayOf(receivedAt))
}

function placeOf([organizationId = '', projectId = '']: Own, day: string) {
  return { organizationId, projectId, day }
}

const SUMS = `coalesce(sum(d.events), 0) as events, coalesce(sum(d.payloads), 0) as payloads,
  coalesce(sum(d.bytes), 0) as bytes`

interface UsageRow {
  readonly events: string
  readonly payloads: string
  readonly bytes: string
}

function toUsage({ events, payloads, bytes }: UsageRow) {
  return { events: Number(events), payloads: Number(payloads), bytes: Number(bytes) }
}

interface LimitsRow {
  readonly max_events: string | null
  readonly max_bytes: string | null
}

function toLimits({ max_events, max_bytes }: LimitsRow) {
  return {
    maxEvents: max_events === null ? null : Number(max_events),
    maxBytes: max_bytes === null ? null : Number(max_bytes),
  }
}

interface TaskRow {
  readonly organization_id: Id
  readonly id: Id
  readonly most_events: string
  readonly most_bytes: string
}

function toTask(row: UsageRow & TaskRow): ThinningTask {
  return {
    organizationId: row.organization_id,
    projectId: row.id,
    usage: toUsage(row),
    limits: { maxEvents: Number(row.most_events), maxBytes: Number(row.most_bytes) },
  }
}

interface CandidateRow {
  readonly id: string
  readonly event_id: string
  readonly received_at: Date
  readonly bytes: number
  readonly has_payload: boolean
  readonly siblings: string
  readonly is_pinned: boolean
}

function toCandidate(row: CandidateRow): ThinningCandidate {
  return {
    id: row.id,
    eventId: row.event_id.replaceAll('-', ''),
    receivedAt: row.received_at,
    bytes: row.bytes,
    hasPayload: row.has_payload,
    siblings: Number(row.siblings),
    isPinned: row.is_pinned,
  }
}
