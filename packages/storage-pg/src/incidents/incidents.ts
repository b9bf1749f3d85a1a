import {
  AppError,
  type Id,
  INCIDENT_BOUNDS,
  type Incident,
  type IncidentEntry,
  type IncidentFilter,
  type IncidentStorage,
  storable,
} from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { changeIncident } from './change.js'
import { leaveIncidents, mustBeFree } from './parts.js'
import { type EntryRow, type IncidentRow, incidentColumns, toEntry, toIncident } from './row.js'

export function pgIncidents(db: Database): IncidentStorage {
  const s = db.schema
  const columns = incidentColumns(s)
  const get = async (organizationId: Id, id: Id): Promise<Incident | null> => {
    if (!isId(organizationId) || !isId(id)) return null
    const text = `select ${columns} from ${s}.incidents i where i.id = $2 and i.organization_id = $1`
    const row = await db.first<IncidentRow>(text, [organizationId, id])
    return row === null ? null : toIncident(row)
  }
  return {
    get,
    async open(organizationId, { title, severity, text, monitorIds, startedAt }, { userId, at }) {
      mustBeId(organizationId, 'an organization')
      const monitors = [...new Set(monitorIds)].map((id) => mustBeId(id, 'a monitor of the organization'))
      const id = await db.transaction(async (tx) => {
        await mustBeFree(tx, s, organizationId, monitors)
        const [row] = await tx.rows<{ id: Id }>(
          `with counted as (
             insert into ${s}.incident_numbers as n (organization_id, newest) values ($1, 1)
             on conflict (organization_id) do update set newest = n.newest + 1
             returning newest
           ), opened as (
             insert into ${s}.incidents (organization_id, number, title, severity, cause, is_automatic, started_at)
             select $1, newest, $2, $3, '', false, $4 from counted
             returning id
           ), joined as (
             insert into ${s}.incident_monitors (incident_id, monitor_id)
             select opened.id, wanted.id from opened cross join unnest($5::bigint[]) as wanted(id)
           ), said as (
             insert into ${s}.incident_entries (incident_id, at, kind, user_id, text)
             select id, $6, 'opened', $7, $8 from opened
           )
           select id from opened`,
          [
            ...[organizationId, storable(title, INCIDENT_BOUNDS.title), severity, startedAt, monitors, at],
            ...[isId(userId) ? userId : null, storable(text, INCIDENT_BOUNDS.text)],
          ],
        )
        return row?.id ?? ''
      })
      const made = await get(organizationId, id)
      if (made === null) throw new AppError('internal', 'Wanted the incident that was opened, found none')
      return made
    },
    async list(organizationId, filter, page) {
      const condition = conditionOf(s, filter)
      if (!isId(organizationId) || condition === null) return emptyPage()
      // Indexes: incidents_in_order, incidents_by_end where they are of some time, incident_monitors_of_monitor.
      return readPage<IncidentRow, Incident>(db, page, {
        select: `select ${columns} from ${s}.incidents i`,
        where: ['i.organization_id = $1', ...condition.texts].join(' and '),
        values: [organizationId, ...condition.values],
        keys: [
          { expression: '(i.resolved_at is null)::int', type: 'int' },
          { expression: 'i.started_at', type: 'timestamptz' },
          { expression: 'i.id', type: 'bigint' },
        ],
        descending: true,
        toItem: toIncident,
        keyOf: ({ id, resolvedAt, startedAt }) => [resolvedAt === null ? '1' : '0', startedAt.toISOString(), id],
      })
    },
    async entries(organizationId, ids) {
      const found = new Map<Id, IncidentEntry[]>()
      const known = idsIn(ids)
      if (!isId(organizationId) || known.length === 0) return found
      // Index: incident_entries_of_incident.
      const rows = await db.rows<EntryRow>(
        `select e.id, e.incident_id, e.at, e.kind, e.user_id, e.text, e.stage, e.is_public, e.monitor_id
         from ${s}.incidents i
         cross join lateral (
           select * from ${s}.incident_entries e where e.incident_id = i.id order by e.at, e.id limit $3
         ) e
         where i.organization_id = $1 and i.id = any($2::bigint[])
         order by e.incident_id, e.at, e.id`,
        [organizationId, known, INCIDENT_BOUNDS.entries],
      )
      for (const row of rows) found.set(row.incident_id, [...(found.get(row.incident_id) ?? []), toEntry(row)])
      return found
    },
    async change(organizationId, id, change, actor) {
      if (!isId(organizationId) || !isId(id)) return null
      const isFound = await db.transaction((tx) => changeIncident(tx, s, { organizationId, id, change, actor }))
      return isFound ? get(organizationId, id) : null
    },
    async addUpdate(organizationId, id, { text, stage, isPublic }, { userId, at }) {
      if (!isId(organizationId) || !isId(id)) return null
      const isFound = await db.transaction(async (tx) => {
        const locked = await tx.rows(
          `select id from ${s}.incidents where id = $2 and organization_id = $1 for update`,
          [organizationId, id],
        )
        if (locked.length === 0) return false
        const [count] = await tx.rows<{ entries: number }>(
          `select count(*)::int as entries from ${s}.incident_entries where incident_id = $1`,
          [id],
        )
        if ((count?.entries ?? 0) >= INCIDENT_BOUNDS.entries)
          throw new AppError('conflict', `An incident has at most ${INCIDENT_BOUNDS.entries} entries`)
        await tx.rows(
          `insert into ${s}.incident_entries (incident_id, at, kind, user_id, text, stage, is_public)
           values ($1, $2, 'update', $3, $4, $5, $6)`,
          [id, at, isId(userId) ? userId : null, storable(text, INCIDENT_BOUNDS.text), stage, isPublic],
        )
        return true
      })
      return isFound ? get(organizationId, id) : null
    },
    async leave(organizationId, monitorIds, at) {
      const known = idsIn(monitorIds)
      if (!isId(organizationId) || known.length === 0) return
      await db.transaction((tx) => leaveIncidents(tx, s, { organizationId, monitorIds: known, at }))
    },
  }
}

/** Values from `$2` on; null where nothing can be found. */
function conditionOf(s: string, { state, monitorIds, projectIds, from, to }: IncidentFilter) {
  const [texts, values]: [string[], unknown[]] = [[], []]
  const bound = (value: unknown) => `$${values.push(value) + 1}`
  if (state !== undefined) texts.push(`i.resolved_at is ${state === 'open' ? '' : 'not '}null`)
  if (from !== undefined) texts.push(`(i.resolved_at is null or i.resolved_at >= ${bound(from)})`)
  if (to !== undefined) texts.push(`i.started_at < ${bound(to)}`)
  for (const [column, ids] of [
    ['p.monitor_id', monitorIds],
    ['m.project_id', projectIds],
  ] as const) {
    if (ids === undefined) continue
    const known = idsIn(ids)
    if (known.length === 0) return null
    texts.push(
      `exists (select from ${s}.incident_monitors p join ${s}.monitors m on m.id = p.monitor_id
         where p.incident_id = i.id and ${column} = any(${bound(known)}::bigint[]))`,
    )
  }
  return { texts, values }
}
