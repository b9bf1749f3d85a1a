import {
  admit,
  type ChannelCaller,
  type ChannelNews,
  type ChannelState,
  type ChannelStorage,
  DELIVERY_BOUNDS,
  FRESH_CHANNEL,
  type Id,
  isFailing,
  noteAttempt,
  storable,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'

export function pgChannels(db: Database): ChannelStorage {
  const s = db.schema
  return {
    admit: (caller, asked) =>
      db.transaction(async (tx) => {
        const { state, admission } = admit(await locked(tx, s, caller.key, asked.now), asked)
        await keep(tx, s, caller.key, state, asked.now)
        if (!('deliveryId' in caller)) return admission
        if (admission.kind === 'go' && isId(caller.deliveryId))
          await tx.rows(`update ${s}.deliveries set has_begun = true where id = $1`, [caller.deliveryId])
        if (isFailing(state)) await noteOutage(tx, s, caller, state)
        return admission
      }),
    note: (caller, noted) =>
      db.transaction(async (tx) => {
        const bounded = { ...noted, error: storable(noted.error, DELIVERY_BOUNDS.error) }
        const state = noteAttempt(await locked(tx, s, caller.key, noted.now), bounded)
        await keep(tx, s, caller.key, state, noted.now)
        if ('deliveryId' in caller && isFailing(state)) await noteOutage(tx, s, caller, state)
        if (noted.error !== '') return
        // Index: deliveries_of_channel.
        await tx.rows(
          `update ${s}.deliveries set next_attempt_at = $2, channel_key = null where channel_key = $1 and held = 'paused'`,
          [caller.key, noted.now],
        )
        await endOutages(tx, s, caller.key, noted.now)
      }),
    async states(keys) {
      if (keys.length === 0) return new Map()
      const rows = await db.rows<{ key: string; state: ChannelState }>(
        `select key, state from ${s}.channels where key = any($1::text[])`,
        [keys],
      )
      return new Map(rows.map(({ key, state }) => [key, state]))
    },
    async claimNews(now, limit, leaseMs) {
      // Index: channel_outages_due.
      const rows = await db.rows<OutageRow>(
        `with due as (
           select key, organization_id from ${s}.channel_outages
           where news_due_at <= $1
           order by news_due_at
           limit $2
           for update skip locked
         )
         update ${s}.channel_outages o set news_due_at = $3
         from due
         where o.key = due.key and o.organization_id = due.organization_id
         returning o.key, o.organization_id, o.alert_id, o.kind, o.target, o.error, o.since, o.news`,
        [now, limit, new Date(now.getTime() + leaseMs)],
      )
      return rows.map(({ organization_id: organizationId, alert_id: alertId, ...row }) => ({
        ...{ ...row, organizationId, alertId },
      }))
    },
    async finishNews({ key, organizationId, news }) {
      if (!isId(organizationId)) return
      const one = 'key = $1 and organization_id = $2 and news = $3'
      await db.rows(
        news === 'working'
          ? `delete from ${s}.channel_outages where ${one}`
          : `update ${s}.channel_outages set news = null, news_due_at = null where ${one}`,
        [key, organizationId, news],
      )
    },
  }
}

/** One at a time decides about a channel. */
async function locked(tx: Queries, s: string, key: string, now: Date): Promise<ChannelState> {
  const [row] = await tx.rows<{ state: ChannelState }>(
    `insert into ${s}.channels as c (key, state, used_at) values ($1, $2, $3)
     on conflict (key) do update set used_at = greatest(c.used_at, excluded.used_at)
     returning state`,
    [key, JSON.stringify(FRESH_CHANNEL), now],
  )
  return row?.state ?? FRESH_CHANNEL
}

async function keep(tx: Queries, s: string, key: string, state: ChannelState, now: Date): Promise<void> {
  await tx.rows(`update ${s}.channels set state = $2, used_at = $3 where key = $1`, [key, JSON.stringify(state), now])
}

async function noteOutage(
  tx: Queries,
  s: string,
  { key, organizationId, alertId, kind, target }: ChannelCaller,
  { error, failingSince }: ChannelState,
): Promise<void> {
  if (!isId(organizationId) || !isId(alertId)) return
  await tx.rows(
    `insert into ${s}.channel_outages (key, organization_id, alert_id, kind, target, error, since, news, news_due_at)
     select $1, a.organization_id, a.id, $4, $5, $6, $7, 'failing', $7
     from ${s}.project_alerts a where a.id = $3 and a.organization_id = $2
     on conflict (key, organization_id) do nothing`,
    [key, organizationId, alertId, kind, storable(target, DELIVERY_BOUNDS.error), error, new Date(failingSince ?? 0)],
  )
}

/** Of an outage that nobody was told of nobody is told that it is over. */
async function endOutages(tx: Queries, s: string, key: string, now: Date): Promise<void> {
  await tx.rows(`delete from ${s}.channel_outages where key = $1 and news = 'failing'`, [key])
  await tx.rows(`update ${s}.channel_outages set news = 'working', news_due_at = $2 where key = $1 and news is null`, [
    key,
    now,
  ])
}

interface OutageRow {
  readonly key: string
  readonly organization_id: Id
  readonly alert_id: Id
  readonly kind: ChannelNews['kind']
  readonly target: string
  readonly error: string
  readonly since: Date
  readonly news: ChannelNews['news']
}
