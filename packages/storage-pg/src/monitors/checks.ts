import type { CheckedMonitor, HistoryStep, Id, Monitor, MonitorCheck, MonitorStorage } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { fireMonitorAlerts } from '../deliveries/fire.js'
import { isMissingPartition } from '../errors.js'
import { isId } from '../ids.js'
import { noteSignals } from '../incidents/signals.js'
import { emptyPage, readPage } from '../paging.js'
import { CHECK_DAYS, dayOf, HOUR_DAYS, keepPartitions, MINUTE_DAYS, makePartitions } from '../partitions.js'
import { noteSteps, sureOfRuns } from './cron-steps.js'
import { GIVEN_FOR_HISTORY, historyColumns, historyPieces, keepHistory } from './keep-history.js'

const COLUMNS = `c.at, c.is_up, c.is_change, c.reason, c.detail, c.response_ms,
  c.found, c.dns_ms, c.connect_ms, c.tls_ms, c.first_byte_ms, c.transfer_ms`

export function pgChecks(db: Database): Pick<MonitorStorage, 'record' | 'checks' | 'recentChecks'> {
  const s = db.schema
  return {
    async record(checked) {
      const known = checked.filter(({ organizationId, monitorId }) => isId(organizationId) && isId(monitorId))
      const kept = known.length === 0 ? new Set<Id>() : await keep(db, known)
      return new Set(checked.map(({ monitorId }) => monitorId).filter((id) => !kept.has(id)))
    },
    async checks(organizationId, monitorId, page, filter) {
      if (!isId(organizationId) || !isId(monitorId)) return emptyPage()
      const only = filter?.isChange === undefined ? '' : `and ${filter.isChange ? '' : 'not '}c.is_change`
      // Indexes: _of_monitor and _changes of each day.
      return readPage<CheckRow, MonitorCheck>(db, page, {
        select: `select ${COLUMNS}, c.answer from ${s}.monitor_checks c`,
        where: `c.organization_id = $1 and c.monitor_id = $2 ${only}
          and exists (select from ${s}.monitors m where m.id = $2 and m.organization_id = $1)`,
        values: [organizationId, monitorId],
        keys: [
          { expression: 'c.day', type: 'date' },
          { expression: 'c.at', type: 'timestamptz' },
        ],
        descending: true,
        toItem: toCheck,
        keyOf: ({ at }) => [dayOf(at), at.toISOString()],
      })
    },
    async recentChecks(monitors, limit, { withAnswers } = { withAnswers: false }) {
      const columns = withAnswers ? `${COLUMNS}, c.answer` : `${COLUMNS}, null as answer`
      const found = new Map<Id, MonitorCheck[]>(monitors.map(({ id }) => [id, []]))
      const seen = monitors.filter(({ lastCheckAt }) => lastCheckAt !== null)
      if (seen.length === 0) return found
      // Index: _of_monitor of each day that can hold so many checks.
      const rows = await db.rows<CheckRow & { monitor_id: Id }>(
        `select q.monitor_id, c.*
         from json_to_recordset($1::json) as q(organization_id bigint, monitor_id bigint, day date)
         cross join lateral (
           select ${columns} from ${s}.monitor_checks c
           where c.organization_id = q.organization_id and c.monitor_id = q.monitor_id and c.day >= q.day
           order by c.day desc, c.at desc
           limit $2
         ) c
         order by q.monitor_id, c.at desc`,
        [JSON.stringify(seen.map((monitor) => asked(monitor, limit))), limit],
      )
      for (const row of rows) found.get(row.monitor_id)?.push(toCheck(row))
      return found
    },
  }
}

function asked({ id, organizationId, intervalSeconds, lastCheckAt }: Monitor, limit: number) {
  const reachMs = limit * intervalSeconds * 2 * 1000
  const day = dayOf(new Date((lastCheckAt?.getTime() ?? 0) - reachMs))
  return { organization_id: organizationId, monitor_id: id, day }
}

async function keep(db: Database, checked: readonly CheckedMonitor[]): Promise<ReadonlySet<Id>> {
  try {
    return await db.transaction((tx) => write(tx, db.schema, checked))
  } catch (error) {
    if (!isMissingPartition(error)) throw error
  }
  const days = [...new Set(checked.map(({ check }) => dayOf(check.at)))]
  const reached = (step: HistoryStep) => [
    ...new Set(historyPieces(checked).flatMap((piece) => (piece.step === step ? [piece.day] : []))),
  ]
  return db.transaction(
    async (tx) => {
      await makePartitions(tx, db.schema, CHECK_DAYS, days)
      await makePartitions(tx, db.schema, MINUTE_DAYS, reached('minute'))
      await makePartitions(tx, db.schema, HOUR_DAYS, reached('hour'))
      return write(tx, db.schema, checked)
    },
    { settings: keepPartitions(db.schema) },
  )
}

/** Of several checks of one monitor the first counts: the others were made of what it was before. */
async function write(tx: Queries, s: string, checked: readonly CheckedMonitor[]): Promise<ReadonlySet<Id>> {
  const sure = await sureOfRuns(tx, s, checked)
  const first = [...new Map(sure.toReversed().map((one) => [one.monitorId, one])).values()]
  const rows = await tx.rows<{ id: Id }>(
    `with given as (
       select * from json_to_recordset($1::json) as q(
         organization_id bigint, monitor_id bigint, version int, day date, at timestamptz, is_up boolean,
         is_change boolean, reason text, detail text, response_ms int, status text, since timestamptz, streak int,
         streak_for text, recent text, is_flapping boolean, told text, told_at timestamptz, next_check_at timestamptz,
         found text, answer jsonb, certificate_ends_at timestamptz, ${GIVEN_FOR_HISTORY}
       )
     ), locked as (
       -- In one order everywhere, so that two batches never wait for each other.
       select m.id from ${s}.monitors m join given g on g.monitor_id = m.id order by m.id for update of m
     ), kept as (
       update ${s}.monitors m set
         status = g.status, since = g.since, streak = g.streak, streak_for = g.streak_for, recent = g.recent, is_flapping = g.is_flapping,
         told = g.told, told_at = g.told_at, last_check_at = g.at,
         version = m.version + 1, busy_until = null, next_check_at = coalesce(g.next_check_at, m.next_check_at),
         certificate_ends_at = coalesce(g.certificate_ends_at, m.certificate_ends_at)
       from given g
       where m.id = g.monitor_id and m.organization_id = g.organization_id and m.version = g.version
         and m.id in (select id from locked)
       returning m.id
     ), added as (
       insert into ${s}.monitor_checks
         (organization_id, monitor_id, day, at, is_up, is_change, reason, detail, response_ms,
          found, dns_ms, connect_ms, tls_ms, first_byte_ms, transfer_ms, answer)
       select g.organization_id, g.monitor_id, g.day, g.at, g.is_up, g.is_change, g.reason, g.detail, g.response_ms,
         g.found, g.dns, g.connect, g.tls, g.first_byte, g.transfer, g.answer
       from given g join kept on kept.id = g.monitor_id
     ), ${keepHistory(s)}
     select id from kept`,
    [JSON.stringify(first.map(toColumns)), JSON.stringify(historyPieces(first))],
  )
  const kept = new Set(rows.map(({ id }) => id))
  const counted = first.filter(({ monitorId }) => kept.has(monitorId))
  await noteSignals(tx, s, counted)
  await noteSteps(tx, s, counted)
  await fireMonitorAlerts(tx, s, counted)
  return kept
}

function toColumns(checked: CheckedMonitor) {
  const { organizationId, monitorId, version, check, health, nextCheckAt, certificateEndsAt } = checked
  return {
    ...{ organization_id: organizationId, monitor_id: monitorId, version },
    ...{ day: dayOf(check.at), at: check.at, is_up: check.isUp, is_change: check.isChange },
    ...{ reason: check.reason, detail: check.detail.replaceAll('\0', ''), response_ms: check.responseMs },
    ...{ status: health.status, since: health.since, streak: health.streak, streak_for: health.streakFor },
    ...{ recent: health.recent, is_flapping: health.isFlapping },
    ...{ told: health.told, told_at: health.toldAt },
    ...{ next_check_at: nextCheckAt, certificate_ends_at: certificateEndsAt },
    ...{ found: check.found, answer: check.answer, ...historyColumns(checked) },
  }
}

interface CheckRow {
  readonly at: Date
  readonly is_up: boolean
  readonly is_change: boolean
  readonly reason: MonitorCheck['reason']
  readonly detail: string
  readonly response_ms: number | null
  readonly found: MonitorCheck['found'] | null
  readonly dns_ms: number | null
  readonly connect_ms: number | null
  readonly tls_ms: number | null
  readonly first_byte_ms: number | null
  readonly transfer_ms: number | null
  readonly answer: MonitorCheck['answer']
}

function toCheck(row: CheckRow): MonitorCheck {
  return {
    ...{ at: row.at, isUp: row.is_up, isChange: row.is_change, reason: row.reason, detail: row.detail },
    responseMs: row.response_ms,
    found: row.found ?? (row.is_up ? 'up' : 'down'),
    timings: timingsOf(row),
    answer: row.answer,
  }
}

/** Null where nobody was asked. */
function timingsOf(row: CheckRow): MonitorCheck['timings'] {
  const timings = {
    ...{ dns: row.dns_ms, connect: row.connect_ms, tls: row.tls_ms },
    ...{ firstByte: row.first_byte_ms, transfer: row.transfer_ms },
  }
  return Object.values(timings).every((one) => one === null) ? null : timings
}
