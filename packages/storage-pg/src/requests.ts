import {
  boundRequest,
  type Id,
  type IngestStorage,
  type LoggedRequest,
  REQUEST_LOG_SIZE,
  type RequestCount,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { idsIn, isId } from './ids.js'
import { writerLocks } from './locks.js'
import { startOfHour } from './outcomes.js'
import { ofOwners, ownersOf } from './owners.js'

/** The log of requests, and how many came in each hour. */
export function pgRequests(db: Database): Pick<IngestStorage, 'addRequests' | 'requests' | 'requestCounts'> {
  const s = db.schema
  return {
    async addRequests(requests, counts) {
      const [logged, counted] = [requests.filter(isOfProject), counts.filter(isOfProject)]
      if (logged.length + counted.length === 0) return
      const projectIds = [...logged, ...counted].map(({ projectId }) => projectId)
      await db.transaction(
        async (tx) => {
          const owners = await ownersOf(tx, s, projectIds)
          await log(tx, s, ofOwners(logged, owners))
          await count(tx, s, ofOwners(counted, owners))
        },
        { settings: writerLocks(s, projectIds) },
      )
    },
    async requests(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return []
      // Index: ingest_log_pkey.
      const rows = await db.rows<LogRow>(
        `select organization_id, project_id, at, outcome, reason, sdk, items, bytes
         from ${s}.ingest_log
         where organization_id = $1 and project_id = $2
         order by at desc, id desc
         limit ${REQUEST_LOG_SIZE}`,
        [organizationId, projectId],
      )
      return rows.map(toRequest)
    },
    async requestCounts(projectIds, from) {
      // Index: project_requests_pkey.
      const rows = await db.rows<CountRow>(
        `select organization_id, project_id, hour, quantity
         from ${s}.project_requests
         where project_id = any($1::bigint[]) and hour >= $2
         order by hour, project_id`,
        [idsIn(projectIds), startOfHour(from)],
      )
      return rows.map(toCount)
    },
  }
}

function isOfProject({ organizationId, projectId }: { readonly organizationId: Id; readonly projectId: Id }): boolean {
  return isId(organizationId) && isId(projectId)
}

async function log(tx: Queries, s: string, requests: readonly LoggedRequest[]): Promise<void> {
  if (requests.length === 0) return
  const rows = requests.map(boundRequest).map((request) => ({
    organization_id: request.organizationId,
    project_id: request.projectId,
    at: request.at,
    outcome: request.outcome,
    reason: request.reason,
    sdk: request.sdk,
    items: request.items,
    bytes: request.bytes,
  }))
  await tx.prepared(
    `insert into ${s}.ingest_log (organization_id, project_id, at, outcome, reason, sdk, items, bytes)
     select q.organization_id, q.project_id, q.at, q.outcome, q.reason, q.sdk, q.items, q.bytes
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, at timestamptz, outcome text, reason text, sdk text, items jsonb,
       bytes bigint
     )
     join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id`,
    [JSON.stringify(rows)],
  )
  // Index: ingest_log_pkey. What another process adds at this moment is cut by whoever writes next.
  await tx.prepared(
    `delete from ${s}.ingest_log l
     using unnest($1::bigint[]) as written(project_id)
     cross join lateral (
       select o.at, o.id from ${s}.ingest_log o
       where o.project_id = written.project_id
       order by o.at desc, o.id desc
       offset ${REQUEST_LOG_SIZE - 1}
       limit 1
     ) as oldest
     where l.project_id = written.project_id and (l.at, l.id) < (oldest.at, oldest.id)`,
    [[...new Set(rows.map((row) => row.project_id))].sort()],
  )
}

async function count(tx: Queries, s: string, counts: readonly RequestCount[]): Promise<void> {
  if (counts.length === 0) return
  const rows = new Map<string, { quantity: number }>()
  for (const { organizationId, projectId, hour, quantity } of counts) {
    const at = startOfHour(hour)
    const key = `${projectId} ${at.getTime()}`
    const row = rows.get(key) ?? { organization_id: organizationId, project_id: projectId, hour: at, quantity: 0 }
    row.quantity += quantity
    rows.set(key, row)
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.prepared(
    `insert into ${s}.project_requests as r (organization_id, project_id, hour, quantity)
     select q.organization_id, q.project_id, q.hour, q.quantity
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, hour timestamptz, quantity bigint)
     join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
     on conflict (project_id, hour, organization_id)
     do update set quantity = r.quantity + excluded.quantity`,
    [JSON.stringify(sorted)],
  )
}

interface LogRow {
  readonly organization_id: Id
  readonly project_id: Id
  readonly at: Date
  readonly outcome: LoggedRequest['outcome']
  readonly reason: string
  readonly sdk: string | null
  readonly items: readonly string[]
  readonly bytes: string
}

function toRequest(row: LogRow): LoggedRequest {
  return {
    organizationId: row.organization_id,
    projectId: row.project_id,
    at: row.at,
    outcome: row.outcome,
    reason: row.reason,
    sdk: row.sdk,
    items: row.items,
    bytes: Number(row.bytes),
  }
}

interface CountRow {
  readonly organization_id: Id
  readonly project_id: Id
  readonly hour: Date
  readonly quantity: string
}

function toCount(row: CountRow): RequestCount {
  return {
    organizationId: row.organization_id,
    projectId: row.project_id,
    hour: row.hour,
    quantity: Number(row.quantity),
  }
}
