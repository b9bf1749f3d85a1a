import { type Id, LIMIT_REASONS, LIMIT_REST_MS, type LimitTrigger } from '@mishap/core'
import type { Database } from '../database.js'
import { isMutedForAll } from '../mutes.js'
import { addMessages } from './gather.js'

const LIMITS = Object.keys(LIMIT_REASONS) as readonly LimitTrigger[]

/** In one step with its messages. */
export async function tellLimits(db: Database, now: Date, since: Date): Promise<number> {
  const s = db.schema
  const reasons = LIMITS.flatMap((limit) => LIMIT_REASONS[limit].map((reason) => ({ kind: limit, reason })))
  return db.transaction(async (tx) => {
    // Index: project_outcomes_pkey, once for each rule, from the hour of `since` on.
    const told = await tx.rows<{ alert_id: Id; kind: LimitTrigger }>(
      `with reached as (
         select a.id as alert_id, q.kind, a.cooldown_minutes, max(refused.hour) as hour
         from ${s}.project_alerts a
         join json_to_recordset($3::json) as q(kind text, reason text) on q.kind = any(a.triggers)
         cross join lateral (
           select o.hour from ${s}.project_outcomes o
           where o.organization_id = a.organization_id and o.hour >= date_trunc('hour', $2::timestamptz)
             and o.project_id = a.project_id and o.outcome = 'rate_limited' and o.reason = q.reason
           order by o.hour desc
           limit 1
         ) as refused
         where a.is_enabled and a.triggers && '{quota,spike}'::text[] and (a.muted_until is null or a.muted_until <= $1::timestamptz)
           and not ${isMutedForAll(s, { issue: 'null', now: '$1' })}
         group by a.id, q.kind
       )
       insert into ${s}.alert_limits as l (alert_id, kind, at)
       select alert_id, kind, $1::timestamptz from reached order by alert_id, kind
       on conflict (alert_id, kind) do update set at = excluded.at
       where l.at <= $1::timestamptz - (
         select coalesce(make_interval(mins => r.cooldown_minutes), make_interval(secs => $4))
         from reached r where r.alert_id = l.alert_id and r.kind = l.kind
       ) and l.at < (select r.hour from reached r where r.alert_id = l.alert_id and r.kind = l.kind)
       returning alert_id, kind`,
      [now, since, JSON.stringify(reasons), LIMIT_REST_MS / 1000],
    )
    return addMessages(
      tx,
      s,
      told.map(({ alert_id, kind }) => ({ alertId: alert_id, subject: { kind: 'limits', trigger: kind }, at: now })),
    )
  })
}
