import { randomUUID } from 'node:crypto'
import type { CronStep, Id } from '@mishap/core'
import type { Queries } from '../database.js'
import { toKey } from '../items/cron-check-ins.js'

interface OfMonitor {
  readonly monitorId: Id
  readonly cron?: CronStep
}

/**
 * Those of which the run is still as it was looked at, which nobody changes until the transaction ends. Runs are locked
 * before monitors everywhere.
 */
export async function sureOfRuns<T extends OfMonitor>(
  tx: Queries,
  s: string,
  steps: readonly T[],
): Promise<readonly T[]> {
  const reported = steps.flatMap(({ cron }) => {
    const run = cron?.run ?? null
    return run === null || run.kind === 'missed' ? [] : [{ ...toKey(run.checkIn), is_unheard: run.kind === 'heard' }]
  })
  if (reported.length === 0) return steps
  const rows = await tx.rows<{ project_id: Id; check_in_id: string }>(
    `select c.project_id, c.check_in_id
     from json_to_recordset($1::json)
       as q(organization_id bigint, project_id bigint, check_in_id uuid, updated_at timestamptz, is_unheard boolean)
     join ${s}.check_ins c on c.organization_id = q.organization_id and c.project_id = q.project_id
       and c.check_in_id = q.check_in_id and c.updated_at = q.updated_at and c.is_unheard = q.is_unheard
     order by c.project_id, c.check_in_id
     for update of c`,
    [JSON.stringify(reported)],
  )
  const sure = new Set(rows.map((row) => `${row.project_id} ${row.check_in_id.replaceAll('-', '')}`))
  return steps.filter(({ cron }) => {
    const run = cron?.run ?? null
    return run === null || run.kind === 'missed' || sure.has(`${run.checkIn.projectId} ${run.checkIn.checkInId}`)
  })
}

/** What the steps make of their monitors and runs, in the transaction that keeps them. */
export async function noteSteps(tx: Queries, s: string, steps: readonly OfMonitor[]): Promise<void> {
  const known = steps.flatMap(({ monitorId, cron }) => (cron === undefined ? [] : [{ monitorId, ...cron }]))
  if (known.length === 0) return
  await tx.rows(
    `update ${s}.monitors m set settled_at = q.settled_at, missed_at = q.missed_at
     from json_to_recordset($1::json) as q(monitor_id bigint, settled_at timestamptz, missed_at timestamptz)
     where m.id = q.monitor_id`,
    [
      JSON.stringify(
        known.map(({ monitorId, progress }) => ({
          ...{ monitor_id: monitorId, settled_at: progress.settledAt, missed_at: progress.missedAt },
        })),
      ),
    ],
  )
  const runs = known.flatMap(({ run }) => (run === null ? [] : [run]))
  const reported = runs.flatMap((run) => {
    if (run.kind === 'missed') return []
    const isHeard = run.kind === 'heard'
    return [{ ...toKey(run.checkIn), status: isHeard ? null : 'timeout', expected_at: isHeard ? run.expectedAt : null }]
  })
  if (reported.length > 0)
    await tx.rows(
      `update ${s}.check_ins c set is_unheard = false, status = coalesce(q.status, c.status),
         heard_as = coalesce(q.status, c.status), expected_at = coalesce(q.expected_at, c.expected_at)
       from json_to_recordset($1::json)
         as q(organization_id bigint, project_id bigint, check_in_id uuid, status text, expected_at timestamptz)
       where c.organization_id = q.organization_id and c.project_id = q.project_id
         and c.check_in_id = q.check_in_id`,
      [JSON.stringify(reported)],
    )
  const missed = runs.flatMap((run) => {
    if (run.kind !== 'missed') return []
    const { place, at, expectedAt } = run
    const { organizationId, projectId, monitorSlug } = place
    return [
      {
        ...{ organization_id: organizationId, project_id: projectId, check_in_id: randomUUID() },
        ...{ monitor_slug: monitorSlug, at, expected_at: expectedAt },
      },
    ]
  })
  if (missed.length > 0)
    await tx.rows(
      `insert into ${s}.check_ins (organization_id, project_id, check_in_id, monitor_slug, status, heard_as,
         received_at, updated_at, expected_at)
       select q.organization_id, q.project_id, q.check_in_id, q.monitor_slug, 'missed', 'missed', q.at, q.at, q.expected_at
       from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, check_in_id uuid,
         monitor_slug text, at timestamptz, expected_at timestamptz)
       join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id`,
      [JSON.stringify(missed)],
    )
}
