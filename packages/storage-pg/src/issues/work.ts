import {
  type Author,
  authorOf,
  detailsFor,
  hasDetails,
  type Id,
  type IssueFilter,
  type IssueWorkStorage,
  type StatusRequest,
  statusActivity,
  statusRequest,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { addActivity, type NewActivity } from './activity.js'
import { type Condition, conditionOf } from './filter.js'
import { MARK_COLUMNS, type MarkRow, toMark } from './marks.js'
import { ISSUE_COLUMNS, type IssueRow, priorityNumber, toIssue } from './row.js'

type Work = Omit<IssueWorkStorage, 'activity' | 'comment' | 'getComment' | 'editComment' | 'deleteComment'>

/** Rows that one transaction changes: it holds up writers of their events for some tens of milliseconds. */
const CHUNK = 2_000

/** Changes of any number of issues: their ids are found by one statement each 50,000, then changed chunk by chunk. */
export function pgIssueWork(db: Database): Work {
  const s = db.schema
  const inChunks = async (
    filter: IssueFilter,
    differs: string,
    change: (tx: Queries, ids: readonly Id[]) => Promise<readonly Id[]>,
  ): Promise<readonly Id[]> => {
    const condition = conditionOf(s, filter)
    if (condition === null) return []
    const changed: Id[] = []
    for await (const ids of idChunks(db, condition, differs))
      changed.push(...(await db.transaction((tx) => change(tx, ids))))
    return changed
  }

  return {
    async setStatus(filter, status, by) {
      const request = statusRequest(status)
      const author = authorOf(by)
      // The status is one of three words of ours.
      const differs = hasDetails(request) ? 'true' : `(i.status <> '${request.status}' or i.status_details is not null)`
      return inChunks(filter, differs, (tx, ids) =>
        changeStatus(tx, s, { organizationId: filter.organizationId, ids, differs, request, author }),
      )
    },
    async assign(filter, assignee, author) {
      const [userId, teamId] = [
        assignee?.kind === 'user' ? assignee.id : null,
        assignee?.kind === 'team' ? assignee.id : null,
      ]
      if (![userId, teamId].every((id) => id === null || isId(id))) return []
      // Ids of digits only, as was just seen.
      const differs = `(i.assignee_user_id is distinct from ${userId ?? 'null'}::bigint
         or i.assignee_team_id is distinct from ${teamId ?? 'null'}::bigint)`
      const { organizationId } = filter
      const data = assignee === null ? {} : { assignee: assignee.id, assigneeType: assignee.kind }
      return inChunks(filter, differs, async (tx, ids) => {
        const changed = await update(tx, s, {
          ...{ organizationId, ids, differs },
          set: `assignee_user_id = ${userId ?? 'null'}, assignee_team_id = ${teamId ?? 'null'}`,
        })
        await addActivity(
          tx,
          s,
          entries(organizationId, changed, assignee === null ? 'unassigned' : 'assigned', data),
          author,
        )
        if (userId !== null)
          await tx.rows(
            `insert into ${s}.issue_marks as m (organization_id, issue_id, user_id, is_subscribed, reason)
             select $1, issue_id, $3, true, 'assigned'
             from unnest($2::bigint[]) as issue_id
             order by issue_id
             on conflict (organization_id, issue_id, user_id) do update
             set is_subscribed = true, reason = coalesce(m.reason, excluded.reason)
             where m.is_subscribed is distinct from false`,
            [organizationId, changed, userId],
          )
        return changed
      })
    },
    async setPriority(filter, priority, author) {
      const { organizationId } = filter
      const number = priorityNumber(priority)
      const differs = `i.priority <> ${number}`
      return inChunks(filter, differs, async (tx, ids) => {
        const changed = await update(tx, s, { organizationId, ids, differs, set: `priority = ${number}` })
        await addActivity(tx, s, entries(organizationId, changed, 'set_priority', { priority }), author)
        return changed
      })
    },
    async mark(filter, userId, change) {
      if (!isId(userId)) return []
      const { seenAt = null, isBookmarked = null, isSubscribed = null, reason = null } = change
      return inChunks(filter, 'true', async (tx, ids) => {
        const rows = await tx.rows<{ issue_id: Id }>(
          `insert into ${s}.issue_marks as m
             (organization_id, issue_id, user_id, seen_at, is_bookmarked, is_subscribed, reason)
           select $1, issue_id, $3, $4, coalesce($5::boolean, false), $6, $7
           from unnest($2::bigint[]) as issue_id
           order by issue_id
           on conflict (organization_id, issue_id, user_id) do update set
             seen_at = coalesce($4, m.seen_at),
             is_bookmarked = coalesce($5, m.is_bookmarked),
             is_subscribed = coalesce($6, m.is_subscribed),
             reason = coalesce(m.reason, $7)
           returning issue_id`,
          [filter.organizationId, ids, userId, seenAt, isBookmarked, isSubscribed, reason],
        )
        return rows.map((row) => row.issue_id)
      })
    },
    async marksOf(organizationId, issueIds, userId) {
      const known = idsIn(issueIds)
      if (!isId(organizationId) || !isId(userId) || known.length === 0) return new Map()
      // Index: issue_marks_pkey.
      const rows = await db.rows<MarkRow>(
        `select ${MARK_COLUMNS} from ${s}.issue_marks
         where organization_id = $1 and issue_id = any($2::bigint[]) and user_id = $3`,
        [organizationId, known, userId],
      )
      return new Map(rows.map((row) => [row.issue_id, toMark(row)]))
    },
    async marksOn(organizationId, issueId, limit) {
      if (!isId(organizationId) || !isId(issueId)) return []
      // Index: issue_marks_pkey.
      const rows = await db.rows<MarkRow>(
        `select ${MARK_COLUMNS} from ${s}.issue_marks
         where organization_id = $1 and issue_id = $2
         order by seen_at desc nulls last, user_id
         limit $3`,
        [organizationId, issueId, limit],
      )
      return rows.map(toMark)
    },
    async wake(now, limit) {
      return db.transaction(async (tx) => {
        // Index: issues_to_wake. Others who wake take other issues.
        const rows = await tx.rows<IssueRow>(
          `with due as (
             select d.id, d.organization_id from ${s}.issues d
             where d.wake_at <= $1
             order by d.wake_at
             limit $2
             for update skip locked
           )
           update ${s}.issues i set status = 'unresolved', status_details = null, wake_at = null
           from due
           where i.id = due.id and i.organization_id = due.organization_id
           returning ${ISSUE_COLUMNS}`,
          [now, limit],
        )
        const woken = rows.map(toIssue)
        const about = { kind: 'set_unresolved', data: { reason: 'until' } } as const
        await addActivity(
          tx,
          s,
          woken.map(({ id, organizationId }) => ({ organizationId, issueId: id, ...about })),
          authorOf(now),
        )
        return woken
      })
    },
    async escalate(organizationId, issueId, { at, events, limit }, notSince) {
      if (!isId(organizationId) || !isId(issueId)) return null
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<IssueRow>(
          `update ${s}.issues i set
             status = 'unresolved', status_details = null, wake_at = null,
             escalated_at = $3, escalated_events = $4, escalated_limit = $5
           where i.id = $2 and i.organization_id = $1 and i.merged_into is null and (
             (i.status = 'ignored' and i.status_details ->> 'kind' = 'escalating')
             or (i.status = 'unresolved' and (i.escalated_at is null or i.escalated_at < $6))
           )
           returning ${ISSUE_COLUMNS}`,
          [organizationId, issueId, at, events, limit, notSince],
        )
        if (row === undefined) return null
        const data = { event_count: events, limit }
        await addActivity(tx, s, [{ organizationId, issueId, kind: 'set_escalating', data }], authorOf(at))
        return toIssue(row)
      })
    },
  }
}

const IDS_AT_ONCE = 50_000

async function* idChunks(db: Database, { where, values }: Condition, differs: string): AsyncIterable<readonly Id[]> {
  let after = '0'
  for (;;) {
    const rows = await db.rows<{ id: Id }>(
      `select i.id from ${db.schema}.issues i
       where ${where} and ${differs} and i.id > $${values.length + 1}::bigint
       order by i.id
       limit ${IDS_AT_ONCE}`,
      [...values, after],
    )
    for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK).map((row) => row.id)
    if (rows.length < IDS_AT_ONCE) return
    after = rows[rows.length - 1]?.id ?? after
  }
}

interface StatusChange {
  readonly organizationId: Id
  readonly ids: readonly Id[]
  readonly differs: string
  readonly request: StatusRequest
  readonly author: Author
}

/** Index: issues_pkey. Locked first: what is noted of an issue is what it has then. */
async function changeStatus(tx: Queries, s: string, change: StatusChange): Promise<readonly Id[]> {
  const { organizationId, ids, differs, request, author } = change
  const wantsRelease = request.status === 'resolved' && request.resolution !== undefined
  const newest = wantsRelease
    ? `(select r.version from ${s}.project_releases r
         where r.organization_id = i.organization_id and r.project_id = i.project_id
         order by r.first_seen_at desc, r.version desc
         limit 1)`
    : 'null::text'
  const locked = await tx.rows<{ id: Id; count: string; user_count: string; newest: string | null }>(
    `select i.id, i.count, i.user_count, ${newest} as newest
     from ${s}.issues i
     where i.organization_id = $1 and i.id = any($2::bigint[]) and ${differs}
     order by i.id
     for update of i`,
    [organizationId, ids],
  )
  const rows = locked.map((row) => {
    const counts = { count: Number(row.count), userCount: Number(row.user_count) }
    return { id: row.id, details: detailsFor(request, counts, row.newest, author.at) }
  })
  await tx.rows(
    `update ${s}.issues i set
       status = $3,
       status_details = q.details,
       resolved_at = case when $3 = 'resolved' then $4::timestamptz end,
       wake_at = (q.details ->> 'until')::timestamptz
     from json_to_recordset($2::json) as q(id bigint, details jsonb)
     where i.organization_id = $1 and i.id = q.id`,
    [organizationId, JSON.stringify(rows), request.status, author.at],
  )
  await addActivity(
    tx,
    s,
    rows.map(({ id, details }) => ({ organizationId, issueId: id, ...statusActivity(request.status, details) })),
    author,
  )
  return rows.map((row) => row.id)
}

/** Index: issues_pkey. Locked in order, as every writer locks them. */
async function update(
  tx: Queries,
  s: string,
  change: { readonly organizationId: Id; readonly ids: readonly Id[]; readonly differs: string; readonly set: string },
): Promise<readonly Id[]> {
  const rows = await tx.rows<{ id: Id }>(
    `with locked as (
       select i.id from ${s}.issues i
       where i.organization_id = $1 and i.id = any($2::bigint[]) and ${change.differs}
       order by i.id
       for update
     )
     update ${s}.issues i set ${change.set}
     from locked
     where i.organization_id = $1 and i.id = locked.id
     returning i.id`,
    [change.organizationId, change.ids],
  )
  return rows.map((row) => row.id)
}

function entries(
  organizationId: Id,
  ids: readonly Id[],
  kind: NewActivity['kind'],
  data: NewActivity['data'],
): readonly NewActivity[] {
  return ids.map((issueId) => ({ organizationId, issueId, kind, data }))
}
