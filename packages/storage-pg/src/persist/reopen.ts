import { type Id, type Issue, type NewEvent, type Reopening, releasesToCompare, reopeningOf } from '@mishap/core'
import type { Queries } from '../database.js'
import { toStatusDetails } from '../issues/row.js'
import { keepNews } from '../issues/work-news.js'
import type { IssueDelta } from './sum.js'

/** An issue as the update of a batch left it. Its row is locked. */
export interface CountedIssue {
  readonly id: Id
  readonly status: Issue['status']
  readonly resolved_at: Date | null
  readonly status_details: unknown
  readonly count: string
  readonly user_count: string
}

/** Does what the events mean to issues that are resolved or ignored. Asks nothing where none is. */
export async function reopenIssues(
  tx: Queries,
  s: string,
  deltas: readonly IssueDelta[],
  counted: readonly CountedIssue[],
): Promise<ReadonlyMap<Id, Reopening<NewEvent>>> {
  const waiting = counted.filter(({ status }) => status !== 'unresolved')
  if (waiting.length === 0) return new Map()
  const deltaOf = new Map(deltas.map((delta) => [delta.issueId, delta]))
  const met = waiting.flatMap((row) => {
    const delta = deltaOf.get(row.id)
    return delta === undefined ? [] : [{ delta, issue: toMet(row), events: delta.events }]
  })
  const firstSeen = await firstSightings(tx, s, met)
  const decided = met.flatMap((one) => {
    const reopening = reopeningOf({ ...one, firstSeen: firstSeen.get(one.delta.projectId) ?? new Map() })
    return reopening === null ? [] : [{ delta: one.delta, reopening }]
  })
  await write(tx, s, decided)
  return new Map(decided.map(({ delta, reopening }) => [delta.issueId, reopening]))
}

function toMet(row: CountedIssue) {
  return {
    status: row.status,
    resolvedAt: row.resolved_at,
    statusDetails: toStatusDetails(row.status_details),
    count: Number(row.count),
    userCount: Number(row.user_count),
  }
}

interface Met {
  readonly delta: IssueDelta
  readonly issue: ReturnType<typeof toMet>
  readonly events: readonly NewEvent[]
}

async function firstSightings(
  tx: Queries,
  s: string,
  met: readonly Met[],
): Promise<ReadonlyMap<Id, ReadonlyMap<string, Date>>> {
  const wanted = met.flatMap((one) =>
    releasesToCompare(one).map((version) => ({
      organization_id: one.delta.organizationId,
      project_id: one.delta.projectId,
      version,
    })),
  )
  if (wanted.length === 0) return new Map()
  // Index: project_releases_pkey.
  const rows = await tx.rows<{ project_id: Id; version: string; first_seen_at: Date }>(
    `select r.project_id, r.version, r.first_seen_at
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, version text)
     join ${s}.project_releases r
       on r.organization_id = q.organization_id and r.project_id = q.project_id and r.version = q.version
     where r.first_seen_at is not null`,
    [JSON.stringify(wanted)],
  )
  const byProject = new Map<Id, Map<string, Date>>()
  for (const row of rows) {
    const releases = byProject.get(row.project_id) ?? new Map<string, Date>()
    byProject.set(row.project_id, releases.set(row.version, row.first_seen_at))
  }
  return byProject
}

async function write(
  tx: Queries,
  s: string,
  decided: readonly { readonly delta: IssueDelta; readonly reopening: Reopening<NewEvent> }[],
): Promise<void> {
  if (decided.length === 0) return
  const rows = decided.map(({ delta: { organizationId, issueId, lastSeenAt }, reopening }) => ({
    organization_id: organizationId,
    id: issueId,
    details: reopening.kind === 'window' ? reopening.details : null,
    regressed_at: reopening.kind === 'regressed' ? reopening.event.receivedAt : null,
    release: reopening.kind === 'regressed' ? reopening.event.release : null,
    at: reopening.kind === 'regressed' ? reopening.event.receivedAt : lastSeenAt,
    kind: reopening.kind === 'regressed' ? 'set_regression' : 'set_unresolved',
    data: reopening.kind === 'woken' ? { reason: reopening.reason } : { version: releaseOf(reopening) },
  }))
  const columns = `organization_id bigint, id bigint, details jsonb, regressed_at timestamptz, release text, at timestamptz,
    kind text, data jsonb`
  await tx.rows(
    `update ${s}.issues i set
       status = case when q.details is null then 'unresolved' else i.status end,
       status_details = q.details,
       wake_at = case when q.details is null then null else i.wake_at end,
       resolved_at = null,
       regressed_at = coalesce(q.regressed_at, i.regressed_at),
       regressed_release = case when q.regressed_at is null then i.regressed_release else q.release end
     from json_to_recordset($1::json) as q(${columns})
     where i.id = q.id and i.organization_id = q.organization_id`,
    [JSON.stringify(rows)],
  )
  await tx.rows(
    `with added as (
       insert into ${s}.issue_activity (organization_id, issue_id, kind, via, at, data)
       select q.organization_id, q.id, q.kind, 'system', q.at, q.data
       from json_to_recordset($1::json) as q(${columns})
       where q.details is null
       returning organization_id, issue_id, id, kind, user_id, at, data
     )
     ${keepNews(s, 'added')}`,
    [JSON.stringify(rows)],
  )
}

function releaseOf(reopening: Reopening<NewEvent>): string | null {
  return reopening.kind === 'regressed' ? reopening.event.release : null
}
