import { type CheckedMonitor, DELIVERY_BOUNDS, type Id } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { notOfDeletedProject } from '../deletion.js'
import { groupBy } from '../group.js'
import { dayOf } from '../partitions.js'

interface Hit {
  readonly alert_id: Id
  readonly issue_id: Id
}

/** Finds what alerts wait for and notes that it is told of, in one step with its messages. */
export async function fireIssueAlerts(db: Database, now: Date, since: Date): Promise<number> {
  const s = db.schema
  return db.transaction(async (tx) => {
    // Indexes: issues_of_project_by_last_seen, alert_notices_pkey; of each issue as many events as the alert asks for.
    const hits = await tx.rows<Hit>(
      `with hit as (
         select a.id as alert_id, i.id as issue_id, i.regressed_at
         from ${s}.project_alerts a
         join ${s}.issues i on i.organization_id = a.organization_id and i.project_id = a.project_id
         left join ${s}.alert_notices n on n.alert_id = a.id and n.issue_id = i.id
         cross join lateral (
           select count(*) as events from (
             select from ${s}.events e
             where e.organization_id = a.organization_id and e.issue_id = i.id and e.day >= $4::date - (a.timespan_minutes / 1440 + 1)
               and e.received_at >= $1::timestamptz - make_interval(mins => a.timespan_minutes)
             limit a.quantity
           ) as counted
         ) c
         where a.timespan_minutes is not null and a.quantity is not null
           and i.merged_into is null and i.status = 'unresolved' and i.last_seen_at >= $2 and i.count >= a.quantity
           and (n.issue_id is null or n.at < i.regressed_at) and c.events >= a.quantity
           and ${notOfDeletedProject(s, 'a.project_id', 'a.organization_id')}
         order by a.id, i.id
         limit $3
       )
       insert into ${s}.alert_notices as n (alert_id, issue_id, at)
       select alert_id, issue_id, $1 from hit
       on conflict (alert_id, issue_id) do update set at = excluded.at
       where n.at < (select regressed_at from hit h where h.alert_id = n.alert_id and h.issue_id = n.issue_id)
       returning alert_id, issue_id`,
      [now, since, DELIVERY_BOUNDS.hits, dayOf(now)],
    )
    const messages = [...groupBy(hits, ({ alert_id }) => alert_id)].map(([alertId, ofAlert]) => {
      const issueIds = ofAlert.slice(0, DELIVERY_BOUNDS.issues).map(({ issue_id }) => issue_id)
      return { alert_id: alertId, subject: { kind: 'issues', issueIds, count: ofAlert.length } }
    })
    return addMessages(tx, s, messages, now)
  })
}

/** What checks that were kept have to tell the recipients of their projects' alerts. */
export async function fireMonitorAlerts(tx: Queries, s: string, checked: readonly CheckedMonitor[]): Promise<void> {
  const news = checked.flatMap(({ telling, monitorId, check, signal }) =>
    telling === 'none'
      ? []
      : [{ monitor_id: monitorId, change: telling, cause: signal?.cause ?? check.detail, at: check.at }],
  )
  if (news.length === 0) return
  // Indexes: monitors_pkey, project_alerts_of_project.
  const alerts = await tx.rows<{ alert_id: Id; monitor_id: Id }>(
    `select a.id as alert_id, m.id as monitor_id
     from ${s}.monitors m
     join ${s}.project_alerts a on a.project_id = m.project_id and a.uptime
     where m.id = any($1::bigint[])
     order by a.id`,
    [news.map(({ monitor_id }) => monitor_id)],
  )
  for (const { monitor_id, change, cause, at } of news) {
    const subject = { kind: 'monitor', monitorId: monitor_id, change, cause: clean(cause) }
    const messages = alerts
      .filter((alert) => alert.monitor_id === monitor_id)
      .map(({ alert_id }) => ({ alert_id, subject }))
    await addMessages(tx, s, messages, at)
  }
}

function clean(text: string): string {
  return text.replaceAll('\0', '').slice(0, DELIVERY_BOUNDS.cause)
}

/** One for each recipient of the alert; one mail where it has none. */
async function addMessages(tx: Queries, s: string, messages: readonly object[], now: Date): Promise<number> {
  if (messages.length === 0) return 0
  const rows = await tx.rows(
    `insert into ${s}.deliveries
       (alert_id, recipient_id, subject, created_at, next_attempt_at)
     select q.alert_id, r.id, q.subject, $2, $2
     from json_to_recordset($1::json) as q(alert_id bigint, subject json)
     left join ${s}.alert_recipients r on r.alert_id = q.alert_id
     order by q.alert_id, r.position
     returning id`,
    [JSON.stringify(messages), now],
  )
  return rows.length
}
