import { type Id, type IngestStorage, type OutcomeCount, storable } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { notOfDeletedProject } from './deletion.js'
import { idsIn, isId } from './ids.js'
import { writerLocks } from './locks.js'
import { ofOwners, ownersOf } from './owners.js'

const HOUR_MS = 3_600_000

export function pgOutcomes(db: Database): Pick<IngestStorage, 'addOutcomes' | 'outcomes'> {
  return {
    async addOutcomes(outcomes) {
      const projectIds = idsIn(outcomes.map(({ projectId }) => projectId))
      if (projectIds.length === 0) return
      await db.transaction(
        async (tx) => countOutcomes(tx, db.schema, ofOwners(outcomes, await ownersOf(tx, db.schema, projectIds))),
        { settings: writerLocks(db.schema, projectIds) },
      )
    },
    async outcomes({ organizationId, projectIds, from, to, category }) {
      if (!isId(organizationId)) return []
      // Index: project_outcomes_pkey.
      const rows = await db.rows<OutcomeRow>(
        `select organization_id, project_id, hour, category, outcome, reason, quantity
         from ${db.schema}.project_outcomes o
         where organization_id = $1 and hour >= $2 and hour < $3
           and ($4::bigint[] is null or project_id = any($4)) and ($5::text is null or category = $5)
           and ${notOfDeletedProject(db.schema, 'o.project_id', 'o.organization_id')}
         order by hour, project_id`,
        [organizationId, startOfHour(from), to, projectIds === null ? null : idsIn(projectIds), category ?? null],
      )
      return rows.map(toOutcome)
    },
  }
}

/** Adds to the counters, in one order everywhere. Busy rows: to be called late in a transaction. */
export async function countOutcomes(tx: Queries, s: string, outcomes: readonly OutcomeCount[]): Promise<void> {
  const rows = summed(outcomes)
  if (rows.length === 0) return
  await tx.prepared(
    `insert into ${s}.project_outcomes as o
       (organization_id, project_id, hour, category, outcome, reason, quantity)
     select q.organization_id, q.project_id, q.hour, q.category, q.outcome, q.reason, q.quantity
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, hour timestamptz, category text, outcome text, reason text,
       quantity bigint
     )
     on conflict (organization_id, hour, project_id, category, outcome, reason)
     do update set quantity = o.quantity + excluded.quantity`,
    [JSON.stringify(rows)],
  )
}

export function startOfHour(date: Date): Date {
  return new Date(Math.floor(date.getTime() / HOUR_MS) * HOUR_MS)
}

/** One row a counter, sorted: an insert may not meet a row twice, and locks are taken in this order. */
function summed(outcomes: readonly OutcomeCount[]): readonly object[] {
  const byKey = new Map<string, { quantity: number }>()
  for (const { organizationId, projectId, hour, category, outcome, reason, quantity } of outcomes) {
    if (quantity <= 0 || !isId(organizationId) || !isId(projectId)) continue
    const counter = {
      organization_id: organizationId,
      project_id: projectId,
      hour: startOfHour(hour),
      category: storable(category, 100),
      outcome,
      reason: storable(reason, 200),
    }
    const key = JSON.stringify(counter)
    const row = byKey.get(key) ?? { ...counter, quantity: 0 }
    row.quantity += quantity
    byKey.set(key, row)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

interface OutcomeRow {
  readonly organization_id: Id
  readonly project_id: Id
  readonly hour: Date
  readonly category: string
  readonly outcome: OutcomeCount['outcome']
  readonly reason: string
  readonly quantity: string
}

function toOutcome(row: OutcomeRow): OutcomeCount {
  return {
    organizationId: row.organization_id,
    projectId: row.project_id,
    hour: row.hour,
    category: row.category,
    outcome: row.outcome,
    reason: row.reason,
    quantity: Number(row.quantity),
  }
}
