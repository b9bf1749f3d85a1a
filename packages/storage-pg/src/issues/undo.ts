import { type Activity, type Author, type Id, PRIORITIES, statusActivity, type UndoKey } from '@mishap/core'
import type { Queries } from '../database.js'
import { addActivity, type NewActivity } from './activity.js'
import { type IssueRow, toStatusDetails } from './row.js'

/** Rows that one transaction restores. */
const CHUNK = 2_000

interface Noted {
  readonly organizationId: Id
  readonly userId: Id
  /** Who follows the issue from then on, unless they said no. */
  readonly assigneeId: Id | null
  /** Null: nothing is noted. */
  readonly key: UndoKey | null
}

/** Entries of what somebody does to an issue, or an event: after one of them it is not as the change had left it. */
const CHANGES = `('set_unresolved', 'set_resolved', 'set_resolved_in_release', 'set_resolved_in_commit', 'set_ignored',
  'set_regression', 'set_escalating', 'set_priority', 'assigned', 'unassigned')`

/** What the issue has, apart from its marks. Times in milliseconds, whatever the session's time zone. */
const STATE = `jsonb_build_object(
  'status', i.status, 'details', i.status_details, 'priority', i.priority,
  'resolved', (extract(epoch from i.resolved_at) * 1000)::bigint, 'wake', (extract(epoch from i.wake_at) * 1000)::bigint,
  'user', i.assignee_user_id::text, 'team', i.assignee_team_id::text)`

const marksOf = (s: string, users: string) => `coalesce((
  select jsonb_object_agg(m.user_id, jsonb_build_object(
    'seen', (extract(epoch from m.seen_at) * 1000)::bigint, 'bookmarked', m.is_bookmarked,
    'subscribed', m.is_subscribed, 'reason', m.reason))
  from ${s}.issue_marks m
  where m.organization_id = i.organization_id and m.issue_id = i.id and m.user_id = any(${users}::bigint[])
), '{}')`

/** Locks the issues, so that what is noted is what the change meets. Index: issues_pkey. */
export async function noteBefore(
  tx: Queries,
  s: string,
  { organizationId, userId, assigneeId, key }: Noted,
  ids: readonly Id[],
): Promise<void> {
  if (key === null) return
  await tx.rows(
    `with locked as (
       select i.id from ${s}.issues i
       where i.organization_id = $1 and i.id = any($2::bigint[])
       order by i.id
       for update
     )
     insert into ${s}.issue_undos (organization_id, key_hash, issue_id, user_id, expires_at, before)
     select i.organization_id, $3, i.id, $4, $5, ${STATE} || jsonb_build_object('marks', ${marksOf(s, '$6')})
     from ${s}.issues i
     join locked on locked.id = i.id
     where i.organization_id = $1`,
    [organizationId, ids, key.keyHash, userId, key.expiresAt, usersOf({ userId, assigneeId })],
  )
}

/** What did not change needs no taking back. */
export async function noteAfter(
  tx: Queries,
  s: string,
  { organizationId, userId, assigneeId, key }: Noted,
  ids: readonly Id[],
  changed: readonly Id[],
): Promise<void> {
  if (key === null) return
  await tx.rows(
    `update ${s}.issue_undos u set
       after = ${STATE} || jsonb_build_object('marks', ${marksOf(s, '$4')}),
       activity_id = (
         select max(a.id) from ${s}.issue_activity a where a.organization_id = $1 and a.issue_id = i.id
       )
     from ${s}.issues i
     where u.organization_id = $1 and u.key_hash = $2 and u.issue_id = any($3::bigint[]) and u.after is null
       and i.organization_id = $1 and i.id = u.issue_id`,
    [organizationId, key.keyHash, changed, usersOf({ userId, assigneeId })],
  )
  await tx.rows(
    `delete from ${s}.issue_undos u
     where u.organization_id = $1 and u.key_hash = $2 and u.issue_id = any($3::bigint[])
       and (u.after is null or u.after = u.before)`,
    [organizationId, key.keyHash, ids],
  )
}

function usersOf({ userId, assigneeId }: Pick<Noted, 'userId' | 'assigneeId'>): readonly Id[] {
  return assigneeId === null ? [userId] : [userId, assigneeId]
}

/** Restores some of what the key names: `found` counts those that are done with, also where they were left. */
export async function restoreSome(
  tx: Queries,
  s: string,
  {
    organizationId,
    keyHash,
    author,
  }: { readonly organizationId: Id; readonly keyHash: string; readonly author: Author & { readonly userId: Id } },
): Promise<{ readonly found: number; readonly restored: readonly Id[] }> {
  // Each row is taken once, by whoever asks. Index: issue_undos_pkey.
  const taken = await tx.rows<Taken>(
    `delete from ${s}.issue_undos u
     where u.organization_id = $1 and u.key_hash = $2 and u.issue_id = any(array(
       select issue_id from ${s}.issue_undos
       where organization_id = $1 and key_hash = $2 and user_id = $3 and expires_at > $4
       order by issue_id
       limit ${CHUNK}
       for update skip locked
     ))
     returning u.issue_id, u.before, u.after, u.activity_id`,
    [organizationId, keyHash, author.userId, author.at],
  )
  // Indexes: issues_pkey, issue_activity_pkey. Locked in order, as every writer locks them.
  const present = await tx.rows<Present>(
    `select i.id, i.status, i.priority, i.assignee_user_id as "user", i.assignee_team_id as team,
       (
         select max(a.id) from ${s}.issue_activity a
         where a.organization_id = $1 and a.issue_id = i.id and a.kind in ${CHANGES}
       ) as activity_id
     from ${s}.issues i
     where i.organization_id = $1 and i.id = any($2::bigint[]) and i.merged_into is null
     order by i.id
     for update of i`,
    [organizationId, taken.map((row) => row.issue_id)],
  )
  const presentOf = new Map(present.map((row) => [row.id, row]))
  const own = taken.filter((row) => isAsLeft(row, presentOf.get(row.issue_id)))
  const rows = own.map(({ issue_id, before }) => ({ id: issue_id, ...before }))
  await tx.rows(
    `update ${s}.issues i set
       status = q.status, status_details = q.details, priority = q.priority,
       resolved_at = to_timestamp(q.resolved / 1000.0), wake_at = to_timestamp(q.wake / 1000.0),
       assignee_user_id = q."user", assignee_team_id = q.team
     from json_to_recordset($2::json) as q(
       id bigint, status text, details jsonb, priority smallint, resolved bigint, wake bigint, "user" bigint, team bigint
     )
     where i.organization_id = $1 and i.id = q.id`,
    [organizationId, JSON.stringify(rows)],
  )
  await restoreMarks(tx, s, organizationId, own)
  await addActivity(
    tx,
    s,
    own.flatMap((row) => entriesOf(organizationId, row)),
    author,
  )
  return { found: taken.length, restored: own.map((row) => row.issue_id) }
}

interface Taken {
  readonly issue_id: Id
  readonly before: Stated
  readonly after: Stated
  /** The newest entry of its log when it had been changed. */
  readonly activity_id: Id | null
}

interface Present extends Pick<Stated, 'status' | 'priority' | 'user' | 'team'> {
  readonly id: Id
  readonly activity_id: Id | null
}

/** Whether nobody has changed it since. */
function isAsLeft({ after, activity_id }: Taken, present: Present | undefined): boolean {
  if (present === undefined || Number(present.activity_id ?? 0) > Number(activity_id ?? 0)) return false
  const { status, priority, user, team } = present
  return status === after.status && priority === after.priority && user === after.user && team === after.team
}

interface Stated {
  readonly status: IssueRow['status']
  readonly details: unknown
  readonly resolved: number | null
  readonly priority: number
  readonly user: Id | null
  readonly team: Id | null
  readonly marks: Readonly<Record<Id, unknown>>
}

/** Index: issue_marks_pkey. What users have said since stays. */
async function restoreMarks(tx: Queries, s: string, organizationId: Id, own: readonly Taken[]): Promise<void> {
  const rows = own.flatMap(({ issue_id, before, after }) =>
    Object.entries(after.marks)
      .filter(([userId, mark]) => JSON.stringify(before.marks[userId]) !== JSON.stringify(mark))
      .map(([userId, mark]) => ({ issue_id, user_id: userId, was: before.marks[userId] ?? null, is: mark })),
  )
  if (rows.length === 0) return
  const same = `m.organization_id = $1 and m.issue_id = q.issue_id and m.user_id = q.user_id
       and m.is_bookmarked = (q."is" ->> 'bookmarked')::boolean
       and m.is_subscribed is not distinct from (q."is" ->> 'subscribed')::boolean`
  const given = `json_to_recordset($2::json) as q(issue_id bigint, user_id bigint, was jsonb, "is" jsonb)`
  const values = [organizationId, JSON.stringify(rows)]
  await tx.rows(`delete from ${s}.issue_marks m using ${given} where ${same} and q.was is null`, values)
  await tx.rows(
    `update ${s}.issue_marks m set
       seen_at = to_timestamp((q.was ->> 'seen')::bigint / 1000.0),
       is_bookmarked = (q.was ->> 'bookmarked')::boolean,
       is_subscribed = (q.was ->> 'subscribed')::boolean,
       reason = q.was ->> 'reason'
     from ${given}
     where ${same} and q.was is not null`,
    values,
  )
}

/** In the log it stands as what it is: another change. */
function entriesOf(organizationId: Id, { issue_id: issueId, before, after }: Taken): readonly NewActivity[] {
  const entry = (kind: Activity['kind'], data: Activity['data']): NewActivity => ({
    ...{ organizationId, issueId, kind },
    data: { ...data, isUndo: true },
  })
  const entries: NewActivity[] = []
  if (before.user !== after.user || before.team !== after.team) {
    const [type, id] = before.user === null ? ['team', before.team] : ['user', before.user]
    entries.push(id === null ? entry('unassigned', {}) : entry('assigned', { assignee: id, assigneeType: type }))
  }
  if (before.priority !== after.priority)
    entries.push(entry('set_priority', { priority: PRIORITIES[before.priority - 1] }))
  if (before.status !== after.status || JSON.stringify(before.details) !== JSON.stringify(after.details)) {
    const { kind, data } = statusActivity(before.status, toStatusDetails(before.details))
    entries.push(entry(kind, data))
  }
  return entries
}
