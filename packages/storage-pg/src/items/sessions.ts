import {
  type Id,
  type OutcomeCount,
  SESSION_RESULTS,
  type SessionCounts,
  type SessionResult,
  type SessionUpdate,
} from '@mishap/core'
import type { Queries } from '../database.js'
import { startOfHour } from '../outcomes.js'
import { dayOf } from '../partitions.js'
import { byProject, ofProjects } from './accept.js'

/** How bad it is: a worse result is a larger number. */
export function rank(result: SessionResult): number {
  return SESSION_RESULTS.indexOf(result)
}

/** One update a session: the place of the first, the worst result. */
export function worstOfEach(batch: readonly SessionUpdate[]): readonly SessionUpdate[] {
  const worst = new Map<string, SessionResult>()
  const keyOf = ({ projectId, sessionId }: SessionUpdate) => `${projectId} ${sessionId}`
  for (const session of batch) {
    const before = worst.get(keyOf(session))
    if (before === undefined || rank(session.result) > rank(before)) worst.set(keyOf(session), session.result)
  }
  return byProject(batch, ({ sessionId }) => sessionId).map((session) => ({
    ...session,
    result: worst.get(keyOf(session)) ?? session.result,
  }))
}

interface StateRow {
  readonly organization_id: Id
  readonly project_id: Id
  readonly session_id: string
  readonly release: string
  readonly environment: string
  readonly hour: Date
  readonly received_at: Date
  readonly before: number | null
  readonly after: number
}

/** Counts the sessions that are new, and moves those that got worse. Answers what is to be counted as accepted. */
export async function writeSessions(
  tx: Queries,
  s: string,
  sessions: readonly SessionUpdate[],
): Promise<readonly OutcomeCount[]> {
  const wanted = JSON.stringify(
    sessions.map((session) => ({ ...placeOf(session), session_id: session.sessionId, result: rank(session.result) })),
  )
  const columns = `organization_id bigint, project_id bigint, session_id uuid, result smallint, release text,
    environment text, hour timestamptz, received_at timestamptz`
  const started = await tx.prepared<StateRow>(
    `insert into ${s}.session_states
       (organization_id, project_id, session_id, result, release, environment, hour, received_at)
     select q.organization_id, q.project_id, q.session_id, q.result, q.release, q.environment, q.hour, q.received_at
     from json_to_recordset($1::json) as q(${columns})
     join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
     order by q.project_id, q.session_id
     on conflict (organization_id, project_id, session_id) do nothing
     returning organization_id, project_id, session_id, release, environment, hour, received_at,
       null::int as before, result as after`,
    [wanted],
  )
  const known = started.length === sessions.length ? [] : await worsen(tx, s, wanted, columns)
  await addTotals(tx, s, [...started, ...known].flatMap(deltasOf))
  const places = new Map([...started, ...known].map((row) => [`${row.project_id} ${plain(row.session_id)}`, row]))
  await addUsers(
    tx,
    s,
    sessions.flatMap((session) => {
      const { userHash, result, projectId, sessionId } = session
      const place = places.get(`${projectId} ${sessionId}`)
      if (userHash === null || place === undefined) return []
      const { release, environment, hour } = place
      return [{ ...placeOf(session), release, environment, hour, user_hash: userHash, result: rank(result) }]
    }),
  )
  return ofProjects(sessions, started, { category: 'session' })
}

/** The rows are locked in their order, and read again after the wait: of two writers the later one sees the other's result. */
function worsen(tx: Queries, s: string, wanted: string, columns: string): Promise<readonly StateRow[]> {
  return tx.prepared<StateRow>(
    `with worse as (
       select t.organization_id, t.project_id, t.session_id, t.result as before, q.result as after
       from json_to_recordset($1::json) as q(${columns})
       join ${s}.session_states t on t.organization_id = q.organization_id and t.project_id = q.project_id
         and t.session_id = q.session_id
       where t.result < q.result
       order by t.project_id, t.session_id
       for update of t
     )
     update ${s}.session_states t set result = worse.after
     from worse
     where t.organization_id = worse.organization_id and t.project_id = worse.project_id
       and t.session_id = worse.session_id
     returning t.organization_id, t.project_id, t.session_id, t.release, t.environment, t.hour, t.received_at,
       worse.before::int as before, worse.after::int as after`,
    [wanted],
  )
}

/** Adds the counts that were not added before. Answers what is to be counted as accepted. */
export async function writeCounts(
  tx: Queries,
  s: string,
  counted: readonly SessionCounts[],
): Promise<readonly OutcomeCount[]> {
  const rows = counted.map(({ organizationId, projectId, id, receivedAt }) => ({
    organization_id: organizationId,
    project_id: projectId,
    id,
    received_at: receivedAt,
  }))
  const added = await tx.prepared<{ project_id: Id; id: string }>(
    `insert into ${s}.session_counts (organization_id, project_id, id, received_at)
     select q.organization_id, q.project_id, q.id, q.received_at
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, id uuid, received_at timestamptz)
     join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
     order by q.project_id, q.id
     on conflict (organization_id, project_id, id) do nothing
     returning project_id, id`,
    [JSON.stringify(rows)],
  )
  const isAdded = new Set(added.map((row) => `${row.project_id} ${plain(row.id)}`))
  const fresh = counted.filter(({ projectId, id }) => isAdded.has(`${projectId} ${id}`))
  await addTotals(
    tx,
    s,
    fresh.map((one) => ({ ...placeOf(one), ...one.counts })),
  )
  await addUsers(
    tx,
    s,
    fresh.flatMap((one) => {
      const worst = SESSION_RESULTS.filter((result) => one.counts[result] > 0).at(-1)
      if (one.userHash === null || worst === undefined) return []
      return [{ ...placeOf(one), user_hash: one.userHash, result: rank(worst) }]
    }),
  )
  const written = fresh.map(({ projectId, receivedAt, counts }) => ({
    project_id: projectId,
    received_at: receivedAt,
    quantity: SESSION_RESULTS.reduce((sum, result) => sum + counts[result], 0),
  }))
  return ofProjects(counted, written, { category: 'session' })
}

interface Place {
  readonly organization_id: Id
  readonly project_id: Id
  readonly release: string
  readonly environment: string
  readonly hour: Date
}

interface Totals extends Place, Readonly<Record<SessionResult, number>> {}

function placeOf(session: SessionUpdate | SessionCounts): Place & { readonly received_at: Date } {
  return {
    organization_id: session.organizationId,
    project_id: session.projectId,
    release: session.release,
    environment: session.environment ?? '',
    hour: startOfHour(session.startedAt),
    received_at: session.receivedAt,
  }
}

const NOTHING = { healthy: 0, errored: 0, abnormal: 0, crashed: 0 }

/** A session that got worse moves from one count to the other. */
function deltasOf({ before, after, ...place }: StateRow): readonly Totals[] {
  const arrived = { ...place, ...NOTHING, [SESSION_RESULTS[after] ?? 'healthy']: 1 }
  if (before === null) return [arrived]
  return [arrived, { ...place, ...NOTHING, [SESSION_RESULTS[before] ?? 'healthy']: -1 }]
}

async function addTotals(tx: Queries, s: string, deltas: readonly Totals[]): Promise<void> {
  const byKey = new Map<string, Totals>()
  for (const delta of deltas) {
    const { organization_id, project_id, release, environment, hour } = delta
    const key = JSON.stringify([hour, project_id, release, environment])
    const sum = byKey.get(key) ?? { organization_id, project_id, release, environment, hour, ...NOTHING }
    byKey.set(key, {
      ...sum,
      healthy: sum.healthy + delta.healthy,
      errored: sum.errored + delta.errored,
      abnormal: sum.abnormal + delta.abnormal,
      crashed: sum.crashed + delta.crashed,
    })
  }
  if (byKey.size === 0) return
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.prepared(
    `insert into ${s}.release_health as h
       (organization_id, project_id, hour, release, environment, healthy, errored, abnormal, crashed)
     select q.organization_id, q.project_id, q.hour, q.release, q.environment, q.healthy, q.errored, q.abnormal, q.crashed
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, hour timestamptz, release text, environment text, healthy bigint,
       errored bigint, abnormal bigint, crashed bigint
     )
     on conflict (organization_id, hour, project_id, release, environment)
     do update set healthy = h.healthy + excluded.healthy, errored = h.errored + excluded.errored,
       abnormal = h.abnormal + excluded.abnormal, crashed = h.crashed + excluded.crashed`,
    [JSON.stringify(sorted)],
  )
}

async function addUsers(
  tx: Queries,
  s: string,
  users: readonly (Place & { readonly user_hash: string; readonly result: number })[],
): Promise<void> {
  const byKey = new Map<string, object & { readonly result: number }>()
  for (const { hour, ...user } of users) {
    const row = { ...user, day: dayOf(hour) }
    const key = JSON.stringify([row.day, row.project_id, row.release, row.environment, row.user_hash])
    if ((byKey.get(key)?.result ?? -1) < row.result) byKey.set(key, row)
  }
  if (byKey.size === 0) return
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.prepared(
    `insert into ${s}.release_users as u
       (organization_id, project_id, day, release, environment, user_hash, result)
     select q.organization_id, q.project_id, q.day, q.release, q.environment, q.user_hash, q.result
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, day date, release text, environment text, user_hash text,
       result smallint
     )
     on conflict (organization_id, day, project_id, release, environment, user_hash)
     do update set result = excluded.result where u.result < excluded.result`,
    [JSON.stringify(sorted)],
  )
}

function plain(uuid: string): string {
  return uuid.replaceAll('-', '')
}
