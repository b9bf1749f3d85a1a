import { type DeliveryHold, type DeliverySubject, gatheringOf, type Id, mergeSubjects } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { lockAlert } from './gather.js'

/** Lets a message wait, as part of another one where one waits already. */
export async function holdMessage(db: Database, id: Id, { held, until, channelKey }: DeliveryHold): Promise<void> {
  if (!isId(id)) return
  const s = db.schema
  await db.transaction(async (tx) => {
    const [found] = await tx.rows<{ alert_id: Id }>(`select alert_id from ${s}.deliveries where id = $1`, [id])
    if (found === undefined) return
    await lockAlert(tx, s, found.alert_id)
    const [own] = await tx.rows<{ subject: DeliverySubject; has_begun: boolean }>(
      `select subject, has_begun from ${s}.deliveries where id = $1 and state = 'pending' for update`,
      [id],
    )
    if (own === undefined) return
    const mayGather = until !== null && !own.has_begun && (held === 'quiet' || own.subject.kind === 'issues')
    const gathers = mayGather ? gatheringOf(own.subject) : null
    if (gathers !== null && (await addToWaiting(tx, s, id, gathers, own.subject))) return
    await tx.rows(
      `update ${s}.deliveries
       set held = $2, next_attempt_at = $3, gathers = $4, channel_key = $5, state = case when $3::timestamptz is null then 'failed' else state end
       where id = $1`,
      [id, held, until, gathers, until === null ? null : channelKey],
    )
  })
}

async function addToWaiting(
  tx: Queries,
  s: string,
  id: Id,
  gathers: string,
  subject: DeliverySubject,
): Promise<boolean> {
  // Index: deliveries_gathering.
  const [waiting] = await tx.rows<{ id: Id; subject: DeliverySubject }>(
    `select o.id, o.subject
     from ${s}.deliveries d
     join ${s}.deliveries o on o.alert_id = d.alert_id and coalesce(o.recipient_id, 0) = coalesce(d.recipient_id, 0)
       and coalesce(o.address, '') = coalesce(d.address, '') and o.gathers = $2
     where d.id = $1 and o.id <> d.id
     for update of o`,
    [id, gathers],
  )
  if (waiting === undefined) return false
  await tx.rows(`update ${s}.deliveries set subject = $2 where id = $1`, [
    waiting.id,
    JSON.stringify(mergeSubjects(waiting.subject, subject)),
  ])
  await tx.rows(`delete from ${s}.deliveries where id = $1`, [id])
  return true
}
