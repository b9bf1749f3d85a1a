import { EVENTS_FOR_USERS, type FiringStorage, type Id, type RuleIssue, type Sighting } from '@mishap/core'
import { RULE_COLUMNS, type RuleRow, toRule } from '../alerts.js'
import type { Database } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { WINDOWS, windowRows } from '../issues/events-within.js'
import { conditionOfParts } from '../issues/filter.js'
import { fireIssueAlerts } from './fire.js'
import { claimLateIssues, forgetLateIssues } from './late-issues.js'
import { tellLimits } from './limits.js'

export function pgFiring(db: Database): FiringStorage {
  const s = db.schema
  return {
    async sightings({ since, issueIds, after }, limit) {
      // Indexes: issues_of_project_by_last_seen once for each project with rules, issues_pkey. With `offset 0` each side
      // stays a question of its own, whatever the planner thinks of how many issues were seen just now.
      const rows = await db.rows<SightingRow>(
        `with project as (
           select distinct a.organization_id, a.project_id from ${s}.project_alerts a where ${TELLS_OF_ISSUES}
         ), seen as (
           select i.* from project p
           cross join lateral (
             select ${SIGHTING} from ${s}.issues x
             where x.organization_id = p.organization_id and x.project_id = p.project_id and x.last_seen_at >= $1
               and x.status = 'unresolved' and x.merged_into is null
             offset 0
           ) as i
           union
           select i.* from unnest($2::bigint[]) as named(id)
           cross join lateral (
             select ${SIGHTING} from ${s}.issues x
             where x.id = named.id and x.status = 'unresolved' and x.merged_into is null
             offset 0
           ) as i
           join project p on p.organization_id = i.organization_id and p.project_id = i.project_id
         )
         select * from seen where id > $3 order by id limit $4`,
        [since, idsIn(issueIds), after ?? '0', limit],
      )
      return rows.map(toSighting)
    },
    async rulesOf(projectIds) {
      // Index: project_alerts_of_project.
      const rows = await db.rows<RuleRow>(
        `select ${RULE_COLUMNS} from ${s}.project_alerts a
         where a.project_id = any($1::bigint[]) and ${TELLS_OF_ISSUES}
         order by a.id`,
        [idsIn(projectIds)],
      )
      return rows.map(toRule)
    },
    async toldAt(pairs) {
      const times = pairs.map((): Date | null => null)
      const known = pairs.map((pair, place) => ({ ...pair, place })).filter(isPair)
      if (known.length === 0) return times
      // Index: alert_notices_pkey, once for each.
      const rows = await db.rows<{ place: number; at: Date }>(
        `select q.place, n.at
         from unnest($1::int[], $2::bigint[], $3::bigint[]) as q(place, alert_id, issue_id)
         cross join lateral (
           select x.at from ${s}.alert_notices x where x.alert_id = q.alert_id and x.issue_id = q.issue_id offset 0
         ) as n`,
        [known.map(({ place }) => place), ...pairColumns(known)],
      )
      for (const { place, at } of rows) times[place] = at
      return times
    },
    async openTold(alertId, { since, but }, limit) {
      if (!isId(alertId)) return []
      // Indexes: alert_notices_pkey in its order, issues_pkey once for each.
      const rows = await db.rows<{ id: Id }>(
        `select n.issue_id as id
         from ${s}.alert_notices n
         join ${s}.project_alerts a on a.id = n.alert_id
         cross join lateral (
           select from ${s}.issues x
           where x.id = n.issue_id and x.project_id = a.project_id and x.status = 'unresolved' and x.merged_into is null
           offset 0
         ) as i
         where n.alert_id = $1 and n.at >= $2 and n.issue_id <> all ($3::bigint[])
         order by n.issue_id
         limit $4`,
        [alertId, since, idsIn(but), limit],
      )
      return rows.map(({ id }) => id)
    },
    async matching(organizationId, issueIds, where) {
      const condition = conditionOfParts(s, organizationId, [where])
      if (condition === null) return []
      // Index: issues_pkey, once for each.
      const rows = await db.rows<{ id: Id }>(
        `select i.id from unnest($${condition.values.length + 1}::bigint[]) as named(id)
         cross join lateral (
           select * from ${s}.issues x where x.id = named.id and x.organization_id = $1 offset 0
         ) as i
         where ${condition.where}`,
        [...condition.values, idsIn(issueIds)],
      )
      return rows.map(({ id }) => id)
    },
    async usersWithin(organizationId, windows) {
      const counts = windows.map(() => 0)
      const asked = windowRows(windows)
      if (!isId(organizationId) || asked.length === 0) return counts
      for (let from = 0; from < asked.length; from += WINDOWS_AT_ONCE) {
        const some = asked.slice(from, from + WINDOWS_AT_ONCE)
        // Index: events_of_issue of each day, from its end.
        const text = `select q.place, c.users
           from ${WINDOWS}
           cross join lateral (
             select count(distinct user_key)::int as users from (
               select e.user_key from ${s}.events e
               where e.organization_id = $1 and e.issue_id = q.issue_id and e.day between q.first and q.last
                 and e.received_at >= q."from" and e.received_at < q."to"
               order by e.day desc, e.received_at desc
               limit $3
             ) as newest
           ) as c`
        const values = [organizationId, JSON.stringify(some), EVENTS_FOR_USERS]
        const rows = await db.transaction((tx) => tx.rows<{ place: number; users: number }>(text, values), IN_ORDER)
        for (const { place, users } of rows) counts[place] = users
      }
      return counts
    },
    tell: (hits, now) => fireIssueAlerts(db, hits.filter(isPair), now),
    async wait(pairs) {
      const known = pairs.filter(isPair)
      if (known.length === 0) return
      await db.rows(
        `update ${s}.alert_notices n set look_at = q.look_at
         from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as q(alert_id, issue_id, look_at)
         where n.alert_id = q.alert_id and n.issue_id = q.issue_id and n.look_at is distinct from q.look_at`,
        [...pairColumns(known), known.map(({ until }) => until.toISOString())],
      )
    },
    async claimWaiting(now, limit, leaseMs) {
      const until = new Date(now.getTime() + leaseMs)
      const late = await claimLateIssues(db, now, limit, until)
      // Index: alert_notices_to_look_at.
      const rows = await db.rows<{ issue_id: Id }>(
        `with due as (
           select alert_id, issue_id from ${s}.alert_notices
           where look_at <= $1
           order by look_at
           limit $2
           for update skip locked
         )
         update ${s}.alert_notices n set look_at = $3
         from due
         where n.alert_id = due.alert_id and n.issue_id = due.issue_id
         returning n.issue_id`,
        [now, limit, until],
      )
      return [...new Set([...late, ...rows.map((row) => row.issue_id)])]
    },
    async forgetWaits(issueIds, until) {
      await db.rows(
        `update ${s}.alert_notices set look_at = null where look_at = $2 and issue_id = any($1::bigint[])`,
        [idsIn(issueIds), until],
      )
      await forgetLateIssues(db, issueIds, until)
    },
    tellLimits: (now, since) => tellLimits(db, now, since),
  }
}

/** The planner cannot know how busy an issue is, and would rather sort all of its window than read it from its end. */
const IN_ORDER = { settings: 'set local enable_sort = off' }
/** Each may read `EVENTS_FOR_USERS`: in one statement no more than it has time for. */
const WINDOWS_AT_ONCE = 25

/** Of `project_alerts` as `a`. */
const TELLS_OF_ISSUES = `a.is_enabled and (a.quantity is not null and a.timespan_minutes is not null
  or a.users_quantity is not null or a.triggers && '{new_issue,regression,escalation}'::text[])`

const SIGHTING = `x.id, x.organization_id, x.project_id, x.count, x.user_count, x.first_seen_at, x.regressed_at,
  x.escalated_at`

interface SightingRow {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly count: string
  readonly user_count: string
  readonly first_seen_at: Date
  readonly regressed_at: Date | null
  readonly escalated_at: Date | null
}

function toSighting(row: SightingRow): Sighting {
  return {
    ...{ id: row.id, organizationId: row.organization_id, projectId: row.project_id },
    ...{ count: Number(row.count), userCount: Number(row.user_count), firstSeenAt: row.first_seen_at },
    ...{ regressedAt: row.regressed_at, escalatedAt: row.escalated_at },
  }
}

function isPair({ alertId, issueId }: RuleIssue): boolean {
  return isId(alertId) && isId(issueId)
}

function pairColumns(pairs: readonly RuleIssue[]): readonly (readonly Id[])[] {
  return [pairs.map(({ alertId }) => alertId), pairs.map(({ issueId }) => issueId)]
}
