import type { Id, Incident, IncidentEntry } from '@mishap/core'

/** Of a table with the alias `i`. */
export function incidentColumns(s: string): string {
  return `i.id, i.organization_id, i.number, i.title, i.status, i.severity, i.cause, i.is_automatic, i.started_at,
    i.acknowledged_at, i.acknowledged_by, i.resolved_at, i.resolved_by,
    (select json_agg(json_build_object('id', m.id::text, 'name', m.name, 'projectId', m.project_id::text)
        order by m.name collate "C", m.id)
      from ${s}.incident_monitors p join ${s}.monitors m on m.id = p.monitor_id
      where p.incident_id = i.id) as monitors`
}

export interface IncidentRow {
  readonly id: Id
  readonly organization_id: Id
  readonly number: number
  readonly title: string
  readonly status: Incident['status']
  readonly severity: Incident['severity']
  readonly cause: string
  readonly is_automatic: boolean
  readonly started_at: Date
  readonly acknowledged_at: Date | null
  readonly acknowledged_by: Id | null
  readonly resolved_at: Date | null
  readonly resolved_by: Id | null
  readonly monitors: Incident['monitors'] | null
}

export function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    organizationId: row.organization_id,
    number: row.number,
    title: row.title,
    status: row.status,
    severity: row.severity,
    cause: row.cause,
    isAutomatic: row.is_automatic,
    startedAt: row.started_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    monitors: row.monitors ?? [],
  }
}

export interface EntryRow {
  readonly id: Id
  readonly incident_id: Id
  readonly at: Date
  readonly kind: IncidentEntry['kind']
  readonly user_id: Id | null
  readonly text: string
  readonly stage: IncidentEntry['stage']
  readonly is_public: boolean
  readonly monitor_id: Id | null
}

export function toEntry(row: EntryRow): IncidentEntry {
  return {
    ...{ id: row.id, at: row.at, kind: row.kind, userId: row.user_id, text: row.text, stage: row.stage },
    ...{ isPublic: row.is_public, monitorId: row.monitor_id },
  }
}
