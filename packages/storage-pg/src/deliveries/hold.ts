import { type DeliveryHold, type DeliverySubject, gatheringOf, type Id } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { lockAlert, merged } from './gather.js'
import { hasNews, SUPERSEDED } from './supersede.js'

interface OwnRow {
  readonly subject: DeliverySubject
  readonly created_at: Date
  readonly has_begun: boolean
  readonly is_old: boolean
}

/** Lets a message wait, as part of another one where one waits already. */
export async function holdMessage(db: Database, id: Id, { held, until, channelKey }: DeliveryHold): Promise<void> {
  if (!isId(id)) return
  const s = db.schema
  await db.transaction(async (tx) => {
    const [found] = await tx.rows<{ alert_id: Id }>(`select alert_id from ${s}.deliveries where id = $1`, [id])
    if (found === undefined) return
    await lockAlert(tx, s, found.alert_id)
    const [own] = await tx.rows<OwnRow>(
      `select d.subject, d.created_at, d.has_begun, ${hasNews(s, 'd')} as is_old
       from ${s}.deliveries d where d.id = $1 and d.state = 'pending' for update of d`,
      [id],
    )
    if (own === undefined) return
    if (own.is_old) {
      await tx.rows(`update ${s}.deliveries set ${SUPERSEDED} where id = $1`, [id])
      return
    }
    const mayGather = until !== null && !own.has_begun && (held === 'quiet' || own.subject.kind === 'issues')
    const gathers = mayGather ? gatheringOf(own.subject) : null
    if (gathers !== null && (await addToWaiting(tx, s, id, gathers, own))) return
    await tx.rows(
      `update ${s}.deliveries
       set is_claimed = false, held = $2, next_attempt_at = $3, gathers = $4, channel_key = $5, state = case when $3::timestamptz is null then 'failed' else state end
       where id = $1`,
      [id, held, until, gathers, until === null ? null : channelKey],
    )
  })
}

async function addToWaiting(tx: Queries, s: string, id: Id, gathers: string, own: OwnRow): Promise<boolean> {
  // Index: deliveries_gathering.
  const [waiting] = await tx.rows<{ id: Id; subject: DeliverySubject; created_at: Date }>(
    `select o.id, o.subject, o.created_at
     from ${s}.deliveries d
     join ${s}.deliveries o on o.alert_id = d.alert_id and coalesce(o.recipient_id, 0) = coalesce(d.recipient_id, 0)
       and coalesce(o.address, '') = coalesce(d.address, '') and o.gathers = $2
     where d.id = $1 and o.id <> d.id
     for update of o`,
    [id, gathers],
  )
  if (waiting === undefined) return false
  const { subject, created_at } = merged(waiting, own)
  await tx.rows(`update ${s}.deliveries set subject = $2, created_at = $3 where id = $1`, [
    waiting.id,
    JSON.stringify(subject),
    created_at,
  ])
  await tx.rows(`delete from ${s}.deliveries where id = $1`, [id])
  return true
}
