import { GATHER_MS, type Id, NEWS_KINDS, type WorkKind, type WorkMail, type WorkMailStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { ACTIVITY_COLUMNS, type ActivityRow, toActivity } from './activity-row.js'

export function pgWorkMails(db: Database): WorkMailStorage {
  const s = db.schema
  const these = 'organization_id = $1 and issue_id = $2 and user_id = $3 and activity_id = any($4::bigint[])'
  const valuesOf = ({ organizationId, issueId, userId, news }: WorkMail) => [
    ...[organizationId, issueId, userId],
    news.map(({ activity }) => activity.id),
  ]
  return {
    async claim(now, until) {
      for (;;) {
        // Indexes: work_news_due, work_news_pkey. What others hold is due later than what is gathered.
        const rows = await db.rows<NewsRow>(
          `with first as (
             select organization_id, issue_id, user_id from ${s}.work_news
             where due_at <= $1 order by due_at limit 1 for update skip locked
           )
           update ${s}.work_news n set due_at = $2
           from first f
           where n.organization_id = f.organization_id and n.issue_id = f.issue_id and n.user_id = f.user_id
             and n.due_at <= $3
           returning n.organization_id, n.issue_id, n.user_id, n.activity_id, n.kind, n.failures`,
          [now, until, new Date(now.getTime() + GATHER_MS)],
        )
        const [first] = rows
        if (first === undefined) return null
        const { organization_id: organizationId, issue_id: issueId, user_id: userId } = first
        const kinds = new Map(rows.map((row) => [row.activity_id, row.kind]))
        // Index: issue_activity_pkey. Who has left the organization is told of nothing.
        const log = await db.rows<ActivityRow>(
          `select ${ACTIVITY_COLUMNS} from ${s}.issue_activity a
           where a.organization_id = $1 and a.issue_id = $2 and a.id = any($4::bigint[])
             and exists (select from ${s}.memberships m where m.organization_id = $1 and m.user_id = $3)
           order by a.id`,
          [organizationId, issueId, userId, [...kinds.keys()]],
        )
        const told = new Set(log.map(({ id }) => id))
        const gone = [...kinds.keys()].filter((id) => !told.has(id))
        if (gone.length > 0)
          await db.rows(`delete from ${s}.work_news where ${these}`, [organizationId, issueId, userId, gone])
        if (log.length === 0) continue
        const news = log.map((row) => ({ kind: kinds.get(row.id) ?? 'followed', activity: toActivity(row) }))
        return { organizationId, issueId, userId, news, failures: Math.max(...rows.map((row) => row.failures)) }
      }
    },
    async finish(mail) {
      await db.rows(`delete from ${s}.work_news where ${these}`, valuesOf(mail))
    },
    async postpone(mail, next, isFailed) {
      await db.rows(
        `update ${s}.work_news set due_at = $5, failures = failures + case when $6 then 1 else 0 end where ${these}`,
        [...valuesOf(mail), next, isFailed],
      )
    },
    async deleteOld(before) {
      await db.rows(`delete from ${s}.work_news where due_at < $1`, [before])
    },
  }
}

/** A part of a `with` that keeps entries of the log, the rows of another part, for those whom they concern. */
export function keepNews(s: string, entries: string): string {
  return `insert into ${s}.work_news (organization_id, issue_id, user_id, activity_id, kind, due_at)
    select distinct on (a.id, r.user_id)
      a.organization_id, a.issue_id, r.user_id, a.id, r.kind, a.at + interval '${GATHER_MS} milliseconds'
    from ${entries} a
    cross join lateral (
      select (a.data ->> 'assignee')::bigint, 'assigned', 1
      where a.kind = 'assigned' and a.data ->> 'assigneeType' = 'user'
      union all
      select m.user_id, 'assigned', 1
      from ${s}.team_members t
      join ${s}.memberships m on m.id = t.membership_id
      where a.kind = 'assigned' and a.data ->> 'assigneeType' = 'team' and t.team_id = (a.data ->> 'assignee')::bigint
      union all
      select mention::bigint, 'mentioned', 2
      from jsonb_array_elements_text(case when a.kind = 'note' then a.data -> 'mentions' end) as mention
      where mention ~ '^[1-9][0-9]{0,17}$'
      union all
      select k.user_id, 'followed', 3
      from ${s}.issue_marks k
      where k.organization_id = a.organization_id and k.issue_id = a.issue_id and k.is_subscribed
    ) as r(user_id, kind, rank)
    join ${s}.memberships m on m.organization_id = a.organization_id and m.user_id = r.user_id
    where a.kind in (${NEWS_KINDS.map((kind) => `'${kind}'`).join(', ')})
      and (a.kind <> 'assigned' or a.user_id is not null)
      and r.user_id is distinct from a.user_id
    order by a.id, r.user_id, r.rank`
}

interface NewsRow {
  readonly organization_id: Id
  readonly issue_id: Id
  readonly user_id: Id
  readonly activity_id: Id
  readonly kind: WorkKind
  readonly failures: number
}
