import { AppError, EVENT_BOUNDS, type Id, type Issue, issueLines, type NewPart } from '@mishap/core'
import type { Queries } from '../database.js'
import { ISSUE_COLUMNS, type IssueRow, priorityNumber, toIssue } from './row.js'

/** Makes an issue without events, which is found by the words of the one that it is taken out of. */
export async function insertPart(
  tx: Queries,
  s: string,
  part: {
    readonly organizationId: Id
    readonly projectId: Id
    readonly sourceId: Id
    readonly about: NewPart
    readonly at: Date
  },
): Promise<Issue> {
  const { organizationId, projectId, sourceId, about, at } = part
  const [row] = await tx.rows<IssueRow>(
    `with counter as (
       update ${s}.project_counters set issues = issues + 1
       where organization_id = $1 and project_id = $2
       returning issues
     )
     insert into ${s}.issues as i (organization_id, project_id, short_id, type, level, title, culprit, metadata,
       platform, priority, count, user_count, first_seen_at, last_seen_at)
     select $1, $2, counter.issues, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10::timestamptz, $10
     from counter
     returning ${ISSUE_COLUMNS}`,
    [
      ...[organizationId, projectId, about.type, about.level, about.title, about.culprit],
      ...[JSON.stringify(about.metadata), about.platform, priorityNumber(about.priority), at],
    ],
  )
  if (row === undefined) throw new AppError('not_found', `Wanted the project ${projectId}, found none`)
  const issue = toIssue(row)
  await tx.rows(
    `insert into ${s}.issue_search (organization_id, issue_id, text)
     select organization_id, $3, left($4 || text, ${EVENT_BOUNDS.issueSearchText})
     from ${s}.issue_search
     where organization_id = $1 and issue_id = $2`,
    [organizationId, sourceId, issue.id, issueLines(about)],
  )
  return issue
}
