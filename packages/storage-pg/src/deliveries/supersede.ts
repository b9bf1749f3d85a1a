import type { Id } from '@mishap/core'
import type { Queries } from '../database.js'

/** Of a message that does not leave any more. */
export const SUPERSEDED = `state = 'superseded', next_attempt_at = null, is_claimed = false, held = null, gathers = null, channel_key = null`

/** All there are: by each of them the newest is looked up, however many there were. */
const STATES = `('pending', 'sent', 'failed', 'superseded')`

/** Messages `a` and `b` of monitors: `a` is the older one of the same monitor, for the same recipient. Index: deliveries_of_monitor. */
function isOlder(a: string, b: string): string {
  return `${a}.subject->>'kind' = 'monitor' and ${b}.subject->>'kind' = 'monitor'
    and ${a}.alert_id = ${b}.alert_id and ${a}.subject->>'monitorId' = ${b}.subject->>'monitorId'
    and coalesce(${a}.recipient_id, 0) = coalesce(${b}.recipient_id, 0)
    and (${a}.created_at, ${a}.id) < (${b}.created_at, ${b}.id)`
}

/** Whether there is news of the monitor of `row`: it may be for everybody who gets mails yet, or for one of them by now. */
export function hasNews(s: string, row: string): string {
  return `exists (
    select from ${s}.deliveries news
    where ${isOlder(row, 'news')} and news.state in ${STATES} and (${row}.address is null or news.address is null or news.address = ${row}.address)
  )`
}

/** Whether something older of the monitor of `row` is on its way. */
export function isBehind(s: string, row: string, now: string): string {
  return `exists (
    select from ${s}.deliveries before
    where ${isOlder('before', row)} and (before.address is null or before.address = ${row}.address)
      and before.state = 'pending' and before.is_claimed and before.next_attempt_at > ${now}
  )`
}

/**
 * Messages that wait and are older news than these. Whoever is claiming one of them is waited for: then it is on its way, or
 * it is here that it does not leave.
 */
export async function supersedeOlder(tx: Queries, s: string, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return
  await tx.rows(
    `update ${s}.deliveries o set ${SUPERSEDED}
     from ${s}.deliveries n
     where n.id = any($1::bigint[]) and ${isOlder('o', 'n')} and o.state = 'pending' and not o.is_claimed`,
    [ids],
  )
}
