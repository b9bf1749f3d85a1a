import { type Id, PAST_BOUNDS, type PastStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { notOfDeletedProject } from '../deletion.js'
import { isId } from '../ids.js'
import { dayOf } from '../partitions.js'

const SETTINGS = { settings: `set local statement_timeout = ${PAST_BOUNDS.timeoutMs}` }

export function pgPast(db: Database): PastStorage {
  const s = db.schema
  const timesOf = (kind: string) => `coalesce((
    select json_agg(t.at order by t.at) from (
      select x.at from ${s}.issue_activity x
      where x.organization_id = $1 and x.issue_id = i.id and x.kind = '${kind}' and x.at >= $3
      order by x.id desc
      limit ${PAST_BOUNDS.happenings}
    ) as t), '[]')`
  return {
    async issues(organizationId, projectId, from) {
      if (!isId(organizationId) || !isId(projectId)) return { items: [], from }
      // Indexes: issues_of_project_by_last_seen from its end, issue_activity_pkey.
      const text = `select i.id, i.title, i.first_seen_at, i.last_seen_at, ${timesOf('set_regression')} as regressed,
          ${timesOf('set_escalating')} as escalated
        from ${s}.issues i
        where i.organization_id = $1 and i.project_id = $2 and i.last_seen_at >= $3
          and i.merged_into is null and i.status <> 'ignored' and ${notOfDeletedProject(s, 'i.project_id', '$1')}
        order by i.last_seen_at desc, i.id desc
        limit $4`
      const values = [organizationId, projectId, from, PAST_BOUNDS.issues + 1]
      const rows = await db.transaction((tx) => tx.rows<IssueRow>(text, values), SETTINGS)
      const some = rows.slice(0, PAST_BOUNDS.issues)
      const items = some.map(({ id, title, first_seen_at: firstSeenAt, regressed, escalated }) => ({
        ...{ id, title, firstSeenAt, regressedAt: regressed.map(toDate), escalatedAt: escalated.map(toDate) },
      }))
      return { items, from: rows.length > some.length ? (some.at(-1)?.last_seen_at ?? from) : from }
    },
    async events(organizationId, projectId, from) {
      if (!isId(organizationId) || !isId(projectId)) return { items: [], from }
      // Index: events_of_project of each day, from its end.
      const text = `select e.issue_id, e.received_at as at, e.user_key
        from ${s}.events e
        where e.organization_id = $1 and e.project_id = $2 and e.day >= $3 and e.received_at >= $4
        order by e.day desc, e.received_at desc
        limit $5`
      const values = [organizationId, projectId, dayOf(from), from, PAST_BOUNDS.events + 1]
      const rows = await db.transaction((tx) => tx.rows<EventRow>(text, values), SETTINGS)
      const some = rows.slice(0, PAST_BOUNDS.events)
      const items = some.map(({ issue_id: issueId, at, user_key: userKey }) => ({ issueId, at, userKey })).reverse()
      return { items, from: rows.length > some.length ? (items[0]?.at ?? from) : from }
    },
  }
}

interface EventRow {
  readonly issue_id: Id
  readonly at: Date
  readonly user_key: string | null
}

interface IssueRow {
  readonly id: Id
  readonly title: string
  readonly first_seen_at: Date
  readonly last_seen_at: Date
  readonly regressed: readonly string[]
  readonly escalated: readonly string[]
}

function toDate(text: string): Date {
  return new Date(text)
}
