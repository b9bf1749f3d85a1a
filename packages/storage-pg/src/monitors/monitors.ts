import { randomUUID } from 'node:crypto'
import {
  AppError,
  claimEnd,
  firstDue,
  type Id,
  type Monitor,
  type MonitorSetup,
  type MonitorStorage,
  PHASE_STEP_MS,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn, isId, isStorableName, isUuid, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { pgChecks } from './checks.js'
import { pgCrons } from './crons.js'
import { filterOf } from './filter.js'
import { pgHistory } from './history.js'
import { FORGET_TOLD, mustFitBelow, pgMonitorBulk } from './relations.js'
import { type MonitorRow, monitorColumns, SETUP_COLUMNS, setupValues, toMonitor } from './row.js'

export function pgMonitors(db: Database): MonitorStorage {
  const s = db.schema
  const columns = monitorColumns('m')
  const one = async (text: string, values: readonly unknown[], on: Queries = db) => {
    const [row] = await on.rows<MonitorRow>(text, values)
    return row === undefined ? null : toMonitor(row)
  }
  /** Nobody makes a circle meanwhile. */
  const below = async (
    place: { readonly organizationId: Id; readonly id: Id | null },
    { parentId }: MonitorSetup,
    write: (on: Queries) => Promise<Monitor | null>,
  ) => {
    if (parentId === null) return write(db)
    return db.transaction(async (tx) => {
      await mustFitBelow(tx, s, { ...place, parentId })
      return write(tx)
    })
  }
  const mustOwnProject = async (organizationId: Id, { projectId }: MonitorSetup) => {
    if (projectId === null) return
    const id = mustBeId(projectId, 'a project of the organization')
    const text = `select id from ${s}.projects where id = $1 and organization_id = $2`
    if ((await db.first(text, [id, organizationId])) === null)
      throw new AppError('not_found', `Wanted a project of the organization, found ${projectId}`)
  }
  return {
    ...pgChecks(db),
    ...pgHistory(db),
    ...pgMonitorBulk(db),
    ...pgCrons(db),
    async create(organizationId, setup, now, endpointId = null) {
      mustBeId(organizationId, 'an organization')
      await mustOwnProject(organizationId, setup)
      const names = Object.values(SETUP_COLUMNS)
      const given = endpointId !== null && isUuid(endpointId) ? endpointId : null
      const bound = names.map((_, index) => `$${index + 5}`)
      const values = [
        organizationId,
        now,
        setup.type === 'Heartbeat' ? (given ?? randomUUID()) : null,
        firstDue(setup, now),
        ...setupValues(setup),
      ]
      const made = await below({ organizationId, id: null }, setup, (on) =>
        one(
          `insert into ${s}.monitors as m (organization_id, created_at, endpoint_id, next_check_at, ${names.join(', ')})
           values ($1, $2, $3, $4, ${bound.join(', ')})
           returning ${columns}`,
          values,
          on,
        ),
      )
      if (made === null) throw new AppError('internal', 'Wanted the monitor that was made, found none')
      return made
    },
    async list(organizationId, page, filter = {}) {
      if (!isId(organizationId)) return emptyPage()
      const { where, values } = filterOf(filter, [organizationId])
      // Index: monitors_of_organization.
      return readPage<MonitorRow, Monitor>(db, page, {
        select: `select ${columns} from ${s}.monitors m`,
        where: `m.organization_id = $1${where}`,
        values,
        keys: [
          { expression: 'm.name collate "C"', type: 'text' },
          { expression: 'm.id', type: 'bigint' },
        ],
        toItem: toMonitor,
        keyOf: ({ id, name }) => [name, id],
      })
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      return one(`select ${columns} from ${s}.monitors m where m.id = $2 and m.organization_id = $1`, [
        organizationId,
        id,
      ])
    },
    async getMany(organizationId, ids) {
      if (!isId(organizationId) || ids.length === 0) return []
      const rows = await db.rows<MonitorRow>(
        `select ${columns} from ${s}.monitors m where m.id = any($2::bigint[]) and m.organization_id = $1`,
        [organizationId, idsIn(ids)],
      )
      return rows.map(toMonitor)
    },
    async getByEndpoint(organizationSlug, endpointId) {
      if (!isUuid(endpointId) || !isStorableName(organizationSlug)) return null
      // Index: monitors_by_endpoint.
      return one(
        `select ${columns} from ${s}.monitors m join ${s}.organizations o on o.id = m.organization_id
         where m.endpoint_id = $2 and o.slug = $1`,
        [organizationSlug, endpointId],
      )
    },
    async update(organizationId, id, setup, now) {
      if (!isId(organizationId) || !isId(id)) return null
      await mustOwnProject(organizationId, setup)
      const names = Object.values(SETUP_COLUMNS)
      const urlAt = names.indexOf(SETUP_COLUMNS.url) + 5
      const assignments = names.map((name, index) => `${name} = $${index + 5}`)
      const values = [
        organizationId,
        id,
        firstDue(setup, now),
        setup.type === 'Heartbeat' ? randomUUID() : null,
        ...setupValues(setup),
      ]
      return below({ organizationId, id }, setup, (on) =>
        one(
          `update ${s}.monitors m set
             version = m.version + 1, busy_until = null, next_check_at = $3,${setup.isPaused ? FORGET_TOLD : ''}
             endpoint_id = case when $4::uuid is null then null else coalesce(m.endpoint_id, $4) end,
             certificate_ends_at = case when m.url = $${urlAt} then m.certificate_ends_at end,
             ${assignments.join(', ')}
           where m.organization_id = $1 and m.id = $2
           returning ${columns}`,
          values,
          on,
        ),
      )
    },
    // Its checks, minutes and hours go with their days: without their monitor nobody can ask for them.
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const text = `with days as (
          delete from ${s}.monitor_days where organization_id = $1 and monitor_id = $2
        )
        delete from ${s}.monitors where organization_id = $1 and id = $2 returning id`
      return (await db.first(text, [organizationId, id])) !== null
    },
    async claimDue(now, limit, except = []) {
      // Index: monitors_due. The next slot as `nextSlot` has it.
      const rows = await db.rows<MonitorRow & { slot: Date }>(
        `with due as (
           select d.id, d.next_check_at as slot from ${s}.monitors d
           where d.next_check_at <= $1 and (d.busy_until is null or d.busy_until <= $1)
             and d.organization_id <> all($6::bigint[])
           order by d.next_check_at
           limit $2
           for update skip locked
         )
         update ${s}.monitors m set
           busy_until = $1 + make_interval(secs => coalesce(m.timeout_seconds, $4) + $5),
           -- A job says itself when it is due again.
           next_check_at = case when m.type = 'Cron' then m.next_check_at else to_timestamp(${NEXT_SLOT_MS} / 1000.0) end
         from due
         where m.id = due.id
         returning ${columns}, due.slot`,
        [now, limit, now.getTime(), ...claimSeconds(), idsIn(except)],
      )
      const due = rows.map((row) => ({ monitor: toMonitor(row), slot: row.slot }))
      return due.sort((a, b) => a.slot.getTime() - b.slot.getTime())
    },
    async load(organizationId) {
      if (!isId(organizationId)) return { monitors: 0, checksPerMinute: 0 }
      // Index: monitors_of_organization. As `checksPerMinute` has it.
      const row = await db.first<{ monitors: number; checks: number }>(
        `select count(*)::int as monitors,
           coalesce(
             sum(60.0 / least(m.interval_seconds, m.retry_seconds)) filter (where m.type not in ('Heartbeat', 'Cron')), 0
           )::float8 as checks
         from ${s}.monitors m
         where m.organization_id = $1`,
        [organizationId],
      )
      return { monitors: row?.monitors ?? 0, checksPerMinute: row?.checks ?? 0 }
    },
    async nextDue() {
      // Index: monitors_due.
      const row = await db.first<{ at: Date }>(
        `select next_check_at as at from ${s}.monitors
         where next_check_at is not null and busy_until is null
         order by next_check_at
         limit 1`,
      )
      return row?.at ?? null
    },
  }
}

const INTERVAL_MS = '(m.interval_seconds * 1000::bigint)'
const PHASE_MS = `((m.id * ${PHASE_STEP_MS}) % ${INTERVAL_MS})`
const NEXT_SLOT_MS = `((floor(($3::bigint - ${PHASE_MS})::numeric / ${INTERVAL_MS}) + 1) * ${INTERVAL_MS} + ${PHASE_MS})`

/** The usual timeout and what a claim lasts beyond it, as `claimEnd` has them. */
function claimSeconds(): readonly [number, number] {
  const at = new Date(0)
  const usual = claimEnd({ timeoutSeconds: null }, at).getTime() / 1000
  const grace = claimEnd({ timeoutSeconds: 0 }, at).getTime() / 1000
  return [usual - grace, grace]
}
