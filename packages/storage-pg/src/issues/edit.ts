import {
  type Assignee,
  type Author,
  detailsFor,
  hasDetails,
  type Id,
  type IssueFilter,
  type MarkChange,
  PRIORITIES,
  type Priority,
  type StatusRequest,
  statusActivity,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { addActivity, type NewActivity } from './activity.js'
import { type Condition, conditionOf } from './filter.js'
import { priorityNumber } from './row.js'

/** Rows that one transaction changes: it holds up writers of their events for some tens of milliseconds. */
const CHUNK = 2_000

/**
 * A change of issues inside a transaction: `differs` is a condition over `issues` as `i` that leaves out what is changed
 * already, `apply` changes those of the ids that differ, with their entries in the log, and answers them.
 */
export interface Edit {
  readonly differs: string
  apply(tx: Queries, organizationId: Id, ids: readonly Id[]): Promise<readonly Id[]>
}

/** Changes of any number of issues: their ids are found by one statement each 50,000, then changed chunk by chunk. */
export async function inChunks(
  db: Database,
  filter: IssueFilter,
  differs: string,
  change: (tx: Queries, ids: readonly Id[]) => Promise<readonly Id[]>,
): Promise<readonly Id[]> {
  const condition = conditionOf(db.schema, filter)
  if (condition === null) return []
  const changed: Id[] = []
  for await (const ids of idChunks(db, condition, differs))
    changed.push(...(await db.transaction((tx) => change(tx, ids))))
  return changed
}

export function editStatus(s: string, request: StatusRequest, author: Author): Edit {
  // The status is one of three words of ours.
  const differs = hasDetails(request) ? 'true' : `(i.status <> '${request.status}' or i.status_details is not null)`
  return {
    differs,
    apply: (tx, organizationId, ids) => changeStatus(tx, s, { organizationId, ids, differs, request, author }),
  }
}

/** Null where the assignee's id is none. */
export function editAssignee(s: string, assignee: Assignee | null, author: Author): Edit | null {
  const [userId, teamId] = [
    assignee?.kind === 'user' ? assignee.id : null,
    assignee?.kind === 'team' ? assignee.id : null,
  ]
  if (![userId, teamId].every((id) => id === null || isId(id))) return null
  // Ids of digits only, as was just seen.
  const differs = `(i.assignee_user_id is distinct from ${userId ?? 'null'}::bigint
     or i.assignee_team_id is distinct from ${teamId ?? 'null'}::bigint)`
  const data = assignee === null ? {} : { assignee: assignee.id, assigneeType: assignee.kind }
  return {
    differs,
    async apply(tx, organizationId, ids) {
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
    },
  }
}

/** What an issue matters before anybody has said so, as `defaultPriority` does. */
const AUTOMATIC = `(case
  when i.level = 'fatal' or (i.level = 'error' and i.metadata ->> 'isUnhandled' = 'true') then 3
  when i.level in ('error', 'warning') then 2
  else 1
end)`

export function editPriority(s: string, priority: Priority | 'auto', author: Author): Edit {
  const wanted = priority === 'auto' ? AUTOMATIC : String(priorityNumber(priority))
  const differs = `i.priority <> ${wanted}`
  return {
    differs,
    async apply(tx, organizationId, ids) {
      const rows = await updateRows<{ id: Id; priority: number }>(tx, s, {
        ...{ organizationId, ids, differs, set: `priority = ${wanted}`, returning: 'i.id, i.priority' },
      })
      const data = priority === 'auto' ? { isAutomatic: true } : {}
      const log = rows.map(({ id, priority: number }): NewActivity => {
        const about = { priority: PRIORITIES[number - 1], ...data }
        return { organizationId, issueId: id, kind: 'set_priority', data: about }
      })
      await addActivity(tx, s, log, author)
      return rows.map((row) => row.id)
    },
  }
}

export function editMarks(s: string, userId: Id, change: MarkChange): Edit {
  const { seenAt = null, isBookmarked = null, isSubscribed = null, reason = null } = change
  return {
    differs: 'true',
    async apply(tx, organizationId, ids) {
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
        [organizationId, ids, userId, seenAt, isBookmarked, isSubscribed, reason],
      )
      return rows.map((row) => row.issue_id)
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
           and r.first_seen_at is not null
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
async function updateRows<T>(
  tx: Queries,
  s: string,
  change: Update & { readonly returning: string },
): Promise<readonly T[]> {
  return tx.rows<T>(
    `with locked as (
       select i.id from ${s}.issues i
       where i.organization_id = $1 and i.id = any($2::bigint[]) and ${change.differs}
       order by i.id
       for update
     )
     update ${s}.issues i set ${change.set}
     from locked
     where i.organization_id = $1 and i.id = locked.id
     returning ${change.returning}`,
    [change.organizationId, change.ids],
  )
}

interface Update {
  readonly organizationId: Id
  readonly ids: readonly Id[]
  readonly differs: string
  readonly set: string
}

async function update(tx: Queries, s: string, change: Update): Promise<readonly Id[]> {
  const rows = await updateRows<{ id: Id }>(tx, s, { ...change, returning: 'i.id' })
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
