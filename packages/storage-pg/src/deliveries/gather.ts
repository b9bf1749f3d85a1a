import { type AlertPace, type DeliverySubject, type Id, leave, mergeSubjects, type ProjectAlert } from '@mishap/core'
import type { Queries } from '../database.js'
import { supersedeOlder } from './supersede.js'

export interface Message {
  readonly alertId: Id
  readonly subject: DeliverySubject
  readonly at: Date
}

/**
 * One message for each recipient of the alert, one mail where it has none; what waits already tells of it too. An alert's row
 * is locked meanwhile: its messages gather one after the other.
 */
export async function addMessages(tx: Queries, s: string, messages: readonly Message[]): Promise<number> {
  if (messages.length === 0) return 0
  const alerts = await lockAlerts(
    tx,
    s,
    messages.map(({ alertId }) => alertId),
  )
  const leaving = messages.flatMap((message): Leaving[] => {
    const alert = alerts.get(message.alertId)
    return alert === undefined ? [] : [plan(alert, message)]
  })
  await keepPaces(tx, s, [...alerts.values()])
  const gathered = gather(leaving)
  const told = [...(await addToWaiting(tx, s, gathered)), ...(await insert(tx, s, gathered))]
  if (messages.some(({ subject }) => subject.kind === 'monitor')) await supersedeOlder(tx, s, told)
  return told.length
}

/** Whoever holds it decides alone what gathers of the alert. */
export async function lockAlert(tx: Queries, s: string, id: Id): Promise<void> {
  await tx.rows(`select from ${s}.project_alerts where id = $1 for no key update`, [id])
}

interface LockedAlert {
  readonly id: Id
  readonly digest_minutes: number
  readonly quiet_hours: ProjectAlert['quietHours']
  pace: AlertPace | null
  isChanged: boolean
}

async function lockAlerts(tx: Queries, s: string, ids: readonly Id[]): Promise<ReadonlyMap<Id, LockedAlert>> {
  // In one order everywhere, so that two never wait for each other. Index: project_alerts_pkey.
  await tx.rows(`select from ${s}.project_alerts where id = any($1::bigint[]) order by id for no key update`, [ids])
  const rows = await tx.rows<Omit<LockedAlert, 'isChanged'>>(
    `select a.id, a.digest_minutes, a.quiet_hours, p.pace
     from ${s}.project_alerts a
     left join ${s}.alert_paces p on p.alert_id = a.id
     where a.id = any($1::bigint[])`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, { ...row, isChanged: false }]))
}

interface Leaving {
  readonly alert_id: Id
  readonly subject: DeliverySubject
  readonly created_at: Date
  readonly at: Date
  readonly held: 'digest' | 'quiet' | null
  readonly gathers: string | null
  /** Recipients whose waiting message tells of it. */
  readonly told: string[]
}

function plan(alert: LockedAlert, { subject, at: now }: Message): Leaving {
  const rules = { digestMinutes: alert.digest_minutes, quietHours: alert.quiet_hours, pace: alert.pace }
  const { at, held, gathers, pace } = leave(subject, rules, now)
  if (pace !== null) {
    alert.pace = pace
    alert.isChanged = true
  }
  return { alert_id: alert.id, subject, created_at: now, at, held, gathers, told: [] }
}

/** What waits under the same is one message. */
function gather(leaving: readonly Leaving[]): readonly Leaving[] {
  const [waiting, others] = [new Map<string, Leaving>(), leaving.filter(({ gathers }) => gathers === null)]
  for (const one of leaving) {
    if (one.gathers === null) continue
    const key = `${one.alert_id} ${one.gathers}`
    const before = waiting.get(key)
    waiting.set(key, before === undefined ? one : merged(before, one))
  }
  return [...others, ...waiting.values()]
}

async function keepPaces(tx: Queries, s: string, alerts: readonly LockedAlert[]): Promise<void> {
  const changed = alerts.filter(({ isChanged }) => isChanged).map(({ id, pace }) => ({ id, pace }))
  if (changed.length === 0) return
  await tx.rows(
    `insert into ${s}.alert_paces (alert_id, pace)
     select q.id, q.pace from json_to_recordset($1::json) as q(id bigint, pace json)
     on conflict (alert_id) do update set pace = excluded.pace`,
    [JSON.stringify(changed)],
  )
}

/** One message in place of two. Of a monitor it is the later one, and as new as that. */
export function merged<T extends { readonly subject: DeliverySubject; readonly created_at: Date }>(
  earlier: T,
  later: Pick<T, 'subject' | 'created_at'>,
): T {
  const subject = mergeSubjects(earlier.subject, later.subject)
  return { ...earlier, subject, created_at: subject.kind === 'monitor' ? later.created_at : earlier.created_at }
}

/** Answers which messages tell of more now. */
async function addToWaiting(tx: Queries, s: string, leaving: readonly Leaving[]): Promise<readonly Id[]> {
  const gathering = leaving.filter(({ gathers }) => gathers !== null)
  if (gathering.length === 0) return []
  // Index: deliveries_gathering.
  const waiting = await tx.rows<{
    id: Id
    alert_id: Id
    recipient_id: Id | null
    gathers: string
    subject: DeliverySubject
    created_at: Date
  }>(
    `select d.id, d.alert_id, d.recipient_id, d.gathers, d.subject, d.created_at
     from ${s}.deliveries d
     where d.alert_id = any($1::bigint[]) and d.gathers = any($2::text[]) and d.address is null
     order by d.id
     for update`,
    [gathering.map(({ alert_id }) => alert_id), gathering.map(({ gathers }) => gathers)],
  )
  const rows = new Map(waiting.map((row) => [row.id, row]))
  for (const one of gathering)
    for (const row of waiting.filter((row) => row.alert_id === one.alert_id && row.gathers === one.gathers)) {
      rows.set(row.id, merged(rows.get(row.id) ?? row, one))
      one.told.push(row.recipient_id ?? '')
    }
  if (waiting.length > 0)
    await tx.rows(
      `update ${s}.deliveries d set subject = q.subject, created_at = q.created_at
       from json_to_recordset($1::json) as q(id bigint, subject json, created_at timestamptz) where d.id = q.id`,
      [JSON.stringify([...rows.values()].map(({ id, subject, created_at }) => ({ id, subject, created_at })))],
    )
  return [...rows.keys()]
}

async function insert(tx: Queries, s: string, leaving: readonly Leaving[]): Promise<readonly Id[]> {
  const rows = await tx.rows<{ id: Id }>(
    `insert into ${s}.deliveries (alert_id, recipient_id, subject, created_at, next_attempt_at, held, gathers)
     select q.alert_id, r.id, q.subject, q.created_at, q.at, q.held, q.gathers
     from json_to_recordset($1::json) as q(
       alert_id bigint, subject json, created_at timestamptz, at timestamptz, held text, gathers text, told json
     )
     left join ${s}.alert_recipients r on r.alert_id = q.alert_id
     where not exists (select from json_array_elements_text(q.told) as t where t = coalesce(r.id::text, ''))
     order by q.alert_id, r.position
     returning id`,
    [JSON.stringify(leaving)],
  )
  return rows.map(({ id }) => id)
}
