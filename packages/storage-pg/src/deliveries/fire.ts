import {
  type CheckedMonitor,
  DELIVERY_BOUNDS,
  type Hit,
  type Id,
  monitorNews,
  monitorTrigger,
  type ProjectAlert,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { groupBy } from '../group.js'
import { isMutedForAll } from '../mutes.js'
import { addMessages, type Message } from './gather.js'

interface AlertOfMonitor {
  readonly alert_id: Id
  readonly monitor_id: Id
  readonly triggers: ProjectAlert['triggers']
  readonly muted_until: Date | null
}

/** Notes what is told of and makes its messages, in one step. Answers what was told. */
export async function fireIssueAlerts(db: Database, hits: readonly Hit[], now: Date): Promise<readonly Hit[]> {
  if (hits.length === 0) return []
  const s = db.schema
  const rows = hits.map((hit) => ({ alert_id: hit.alertId, issue_id: hit.issueId, before: hit.toldBefore }))
  return db.transaction(async (tx) => {
    // Indexes: issues_pkey, project_alerts_pkey, alert_notices_pkey. Who told before us is known by `at`, under its lock.
    const told = await tx.rows<{ alert_id: Id; issue_id: Id }>(
      `with hit as (
         select * from json_to_recordset($1::json) as q(alert_id bigint, issue_id bigint, before timestamptz)
       )
       insert into ${s}.alert_notices as n (alert_id, issue_id, at)
       select h.alert_id, h.issue_id, $2::timestamptz
       from hit h
       join ${s}.issues i on i.id = h.issue_id and i.status = 'unresolved' and i.merged_into is null
       join ${s}.project_alerts a on a.id = h.alert_id and a.project_id = i.project_id and a.is_enabled
       where (a.muted_until is null or a.muted_until <= $2)
         and not ${isMutedForAll(s, { issue: 'i.id', now: '$2' })}
       order by h.alert_id, h.issue_id
       on conflict (alert_id, issue_id) do update set at = excluded.at, look_at = null
       where n.at = (select h.before from hit h where h.alert_id = n.alert_id and h.issue_id = n.issue_id)
       returning alert_id, issue_id`,
      [JSON.stringify(rows), now],
    )
    const kept = new Set(told.map(({ alert_id, issue_id }) => `${alert_id} ${issue_id}`))
    const news = hits.filter(({ alertId, issueId }) => kept.has(`${alertId} ${issueId}`))
    await addMessages(tx, s, messagesOf(news, now))
    return news
  })
}

/** One of each rule and trigger. */
function messagesOf(hits: readonly Hit[], at: Date): readonly Message[] {
  return [...groupBy(hits, ({ alertId, trigger }) => `${alertId} ${trigger}`).values()].flatMap((ofOne) => {
    const [first] = ofOne
    if (first === undefined) return []
    const issueIds = ofOne.slice(0, DELIVERY_BOUNDS.issues).map(({ issueId }) => issueId)
    const { alertId, trigger } = first
    return [{ alertId, subject: { kind: 'issues', trigger, issueIds, count: ofOne.length }, at }]
  })
}

/** What checks that were kept have to tell the recipients of their projects' alerts. */
export async function fireMonitorAlerts(tx: Queries, s: string, checked: readonly CheckedMonitor[]): Promise<void> {
  const news = checked.flatMap(({ telling, monitorId, check, signal }) =>
    telling === 'none'
      ? []
      : [{ ...monitorNews(telling, check.reason), monitorId, cause: signal?.cause ?? check.detail, at: check.at }],
  )
  if (news.length === 0) return
  // Indexes: monitors_pkey, project_alerts_of_project.
  const alerts = await tx.rows<AlertOfMonitor>(
    `select a.id as alert_id, m.id as monitor_id, array_to_json(a.triggers) as triggers, a.muted_until
     from ${s}.monitors m
     join ${s}.project_alerts a on a.project_id = m.project_id and a.is_enabled
     where m.id = any($1::bigint[]) and not ${isMutedForAll(s, { issue: 'null', now: '$2' })}
     order by a.id`,
    [news.map(({ monitorId }) => monitorId), news[0]?.at],
  )
  const messages = news.flatMap(({ monitorId, change, triggers, cause, at }): readonly Message[] =>
    alerts
      .filter(({ monitor_id, muted_until }) => monitor_id === monitorId && (muted_until === null || muted_until <= at))
      .flatMap((alert): readonly Message[] => {
        const trigger = monitorTrigger({ change, triggers }, alert.triggers)
        if (trigger === null) return []
        const subject = { kind: 'monitor', monitorId, change, trigger, cause: clean(cause) } as const
        return [{ alertId: alert.alert_id, subject, at }]
      }),
  )
  await addMessages(tx, s, messages)
}

function clean(text: string): string {
  return text.replaceAll('\0', '').slice(0, DELIVERY_BOUNDS.cause)
}
