import { AppError, defaultPriority, type Id, type NewEvent } from '@mishap/core'
import type { Queries } from '../database.js'
import { priorityNumber } from '../issues/row.js'
import { type CountedIssue, reopenIssues } from './reopen.js'
import { searchTextOf } from './search.js'
import type { IssueDelta } from './sum.js'

/** What the batch made of an issue. */
export type Seen =
  | { readonly outcome: 'new' | 'repeat'; readonly shortIdNumber: number }
  | {
      readonly outcome: 'regressed'
      readonly shortIdNumber: number
      readonly event: NewEvent
      /** When its latest event before this batch was received. */
      readonly lastSeenAt: Date
    }

/** Inserts new issues with numbers out of their projects' counters. Throws `not_found` when a project is gone. */
export async function insertIssues(
  tx: Queries,
  s: string,
  deltas: readonly IssueDelta[],
  newUsers: ReadonlyMap<Id, number>,
): Promise<ReadonlyMap<Id, Seen>> {
  if (deltas.length === 0) return new Map()
  const numbers = await takeNumbers(tx, s, deltas)
  const rows = deltas.map((delta) => toRow(delta, numbers, newUsers))
  await tx.prepared(
    `insert into ${s}.issues (id, organization_id, project_id, short_id, type, level, title, culprit, metadata,
       platform, priority, count, user_count, first_seen_at, last_seen_at, first_release, last_release)
     select q.id, q.organization_id, q.project_id, q.short_id, q.type, q.level, q.title, q.culprit, q.metadata,
       q.platform, q.priority, q.count, q.user_count, q.first_seen_at, q.last_seen_at, q.first_release, q.last_release
     from json_to_recordset($1::json) as q(
       id bigint, organization_id bigint, project_id bigint, short_id bigint, type text, level text, title text,
       culprit text, metadata json, platform text, priority smallint, count bigint, user_count bigint, first_seen_at timestamptz,
       last_seen_at timestamptz, first_release text, last_release text
     )`,
    [JSON.stringify(rows)],
  )
  await tx.prepared(
    `insert into ${s}.issue_search (organization_id, issue_id, text)
     select q.organization_id, q.issue_id, q.text
     from json_to_recordset($1::json) as q(organization_id bigint, issue_id bigint, text text)`,
    [
      JSON.stringify(
        deltas.map((delta) => ({
          organization_id: delta.organizationId,
          issue_id: delta.issueId,
          text: searchTextOf(delta.events),
        })),
      ),
    ],
  )
  return new Map(rows.map((row) => [row.id, { outcome: 'new', shortIdNumber: row.short_id }]))
}

/** The numbers from which each project's new issues count on. Locks the counters, in order, to the end. */
async function takeNumbers(tx: Queries, s: string, deltas: readonly IssueDelta[]): Promise<Map<Id, number>> {
  const byProject = new Map<Id, { organization_id: Id; project_id: Id; issues: number }>()
  for (const { organizationId, projectId } of deltas) {
    const row = byProject.get(projectId) ?? { organization_id: organizationId, project_id: projectId, issues: 0 }
    row.issues += 1
    byProject.set(projectId, row)
  }
  const rows = await tx.prepared<{ project_id: Id; issues: string }>(
    `with wanted as (
       select * from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, issues bigint)
     ), locked as (
       select c.organization_id, c.project_id
       from wanted w
       join ${s}.project_counters c on c.organization_id = w.organization_id and c.project_id = w.project_id
       order by c.project_id
       for update of c
     )
     update ${s}.project_counters c set issues = c.issues + w.issues
     from locked l
     join wanted w on w.project_id = l.project_id
     where c.organization_id = l.organization_id and c.project_id = l.project_id
     returning c.project_id, c.issues`,
    [JSON.stringify([...byProject.values()])],
  )
  if (rows.length < byProject.size)
    throw new AppError('not_found', 'Wanted the projects of the events, found some of them deleted')
  return new Map(rows.map((row) => [row.project_id, Number(row.issues) - (byProject.get(row.project_id)?.issues ?? 0)]))
}

function toRow(delta: IssueDelta, numbers: Map<Id, number>, newUsers: ReadonlyMap<Id, number>) {
  const shortId = (numbers.get(delta.projectId) ?? 0) + 1
  numbers.set(delta.projectId, shortId)
  const founder = delta.events[0] as NewEvent
  return {
    id: delta.issueId,
    organization_id: delta.organizationId,
    project_id: delta.projectId,
    short_id: shortId,
    type: founder.type,
    level: founder.level,
    title: founder.title,
    culprit: founder.culprit,
    metadata: founder.metadata,
    platform: founder.platform,
    priority: priorityNumber(defaultPriority(founder)),
    count: delta.events.length,
    user_count: newUsers.get(delta.issueId) ?? 0,
    first_seen_at: delta.firstSeenAt,
    last_seen_at: delta.lastSeenAt,
    first_release: founder.release,
    last_release: delta.release,
  }
}

/** Counts on issues that are there, and does what the events mean to those that are resolved or ignored. */
export async function updateIssues(
  tx: Queries,
  s: string,
  deltas: readonly IssueDelta[],
  newUsers: ReadonlyMap<Id, number>,
): Promise<ReadonlyMap<Id, Seen>> {
  if (deltas.length === 0) return new Map()
  const rows = deltas.map((delta) => ({
    id: delta.issueId,
    organization_id: delta.organizationId,
    count: delta.events.length,
    users: newUsers.get(delta.issueId) ?? 0,
    first_seen_at: delta.firstSeenAt,
    last_seen_at: delta.lastSeenAt,
    release: delta.release,
  }))
  // Index: issues_pkey. `locked` sees an issue as the writer before us left it, and so does the update.
  const updated = await tx.rows<CountedIssue & { readonly short_id: string; readonly seen_before: Date }>(
    `with delta as (
       select * from json_to_recordset($1::json) as q(
         id bigint, organization_id bigint, count bigint, users bigint, first_seen_at timestamptz,
         last_seen_at timestamptz, release text
       )
     ), locked as (
       select i.id, i.organization_id, i.last_seen_at
       from delta d
       join ${s}.issues i on i.id = d.id and i.organization_id = d.organization_id
       order by i.id
       for update of i
     )
     update ${s}.issues i set
       count = i.count + d.count,
       user_count = i.user_count + d.users,
       first_seen_at = least(i.first_seen_at, d.first_seen_at),
       last_seen_at = greatest(i.last_seen_at, d.last_seen_at),
       last_release = case
         when d.last_seen_at >= i.last_seen_at then coalesce(d.release, i.last_release)
         else coalesce(i.last_release, d.release)
       end
     from locked l
     join delta d on d.id = l.id
     where i.id = l.id and i.organization_id = l.organization_id
     returning i.id, i.short_id, i.status, i.resolved_at, i.status_details, i.count, i.user_count,
       l.last_seen_at as seen_before`,
    [JSON.stringify(rows)],
  )
  const reopened = await reopenIssues(tx, s, deltas, updated)
  return new Map(
    updated.map(({ id, short_id, seen_before }): [Id, Seen] => {
      const shortIdNumber = Number(short_id)
      const reopening = reopened.get(id)
      if (reopening?.kind !== 'regressed') return [id, { outcome: 'repeat', shortIdNumber }]
      return [id, { outcome: 'regressed', shortIdNumber, event: reopening.event, lastSeenAt: seen_before }]
    }),
  )
}

/** Notes the events on both sides of each regression, for they are kept when others are thinned out. */
export async function addRegressions(
  tx: Queries,
  s: string,
  deltas: readonly IssueDelta[],
  seen: ReadonlyMap<Id, Seen>,
): Promise<void> {
  const rows = deltas.flatMap(({ issueId, organizationId }) => {
    const issue = seen.get(issueId)
    if (issue?.outcome !== 'regressed') return []
    const { event, lastSeenAt } = issue
    return [{ issue_id: issueId, organization_id: organizationId, at: event.receivedAt, before_at: lastSeenAt }]
  })
  if (rows.length === 0) return
  await tx.rows(
    `insert into ${s}.issue_regressions (organization_id, issue_id, at, before_at)
     select q.organization_id, q.issue_id, q.at, q.before_at
     from json_to_recordset($1::json) as q(
       organization_id bigint, issue_id bigint, at timestamptz, before_at timestamptz
     )
     on conflict do nothing`,
    [JSON.stringify(rows)],
  )
}
