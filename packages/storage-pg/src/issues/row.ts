import { type Issue, PRIORITIES, type StatusDetails } from '@mishap/core'

/** The columns of `issues` as `i`. */
export const ISSUE_COLUMNS = `i.id, i.organization_id, i.project_id, i.short_id, i.type, i.level, i.title, i.culprit,
  i.metadata, i.platform, i.status, i.count, i.user_count, i.first_seen_at, i.last_seen_at, i.resolved_at,
  i.regressed_at, i.first_release, i.last_release, i.status_details, i.priority, i.assignee_user_id, i.assignee_team_id,
  i.comment_count, i.regressed_release, i.escalated_at, i.escalated_events, i.escalated_limit, i.merged_into, i.trend`

export interface IssueRow {
  readonly id: string
  readonly organization_id: string
  readonly project_id: string
  readonly short_id: string
  readonly type: Issue['type']
  readonly level: Issue['level']
  readonly title: string
  readonly culprit: string
  readonly metadata: Issue['metadata']
  readonly platform: string
  readonly status: Issue['status']
  readonly count: string
  readonly user_count: string
  readonly first_seen_at: Date
  readonly last_seen_at: Date
  readonly resolved_at: Date | null
  readonly regressed_at: Date | null
  readonly first_release: string | null
  readonly last_release: string | null
  readonly status_details: unknown
  readonly priority: number
  readonly assignee_user_id: string | null
  readonly assignee_team_id: string | null
  readonly comment_count: number
  readonly regressed_release: string | null
  readonly escalated_at: Date | null
  readonly escalated_events: string | null
  readonly escalated_limit: string | null
  readonly merged_into: string | null
  readonly trend: number
}

export function toIssue(row: IssueRow): Issue {
  return {
    id: row.id,
    organizationId: row.organization_id,
    projectId: row.project_id,
    shortIdNumber: Number(row.short_id),
    type: row.type,
    level: row.level,
    title: row.title,
    culprit: row.culprit,
    metadata: row.metadata,
    platform: row.platform,
    status: row.status,
    count: Number(row.count),
    userCount: Number(row.user_count),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    resolvedAt: row.resolved_at,
    regressedAt: row.regressed_at,
    firstRelease: row.first_release,
    lastRelease: row.last_release,
    statusDetails: toStatusDetails(row.status_details),
    priority: PRIORITIES[row.priority - 1] ?? 'medium',
    assignee: toAssignee(row),
    commentCount: row.comment_count,
    regressedRelease: row.regressed_release,
    escalation:
      row.escalated_at === null
        ? null
        : { at: row.escalated_at, events: Number(row.escalated_events), limit: Number(row.escalated_limit) },
    mergedInto: row.merged_into,
    trend: row.trend,
  }
}

/** As `priority` keeps it. */
export function priorityNumber(priority: Issue['priority']): number {
  return PRIORITIES.indexOf(priority) + 1
}

/** What only this package wrote; its times are texts in JSON. */
export function toStatusDetails(stored: unknown): StatusDetails | null {
  const details = stored as StatusDetails | null
  if (details?.kind !== 'until') return details
  const { until, windowFrom } = details
  return { ...details, until: until === null ? null : new Date(until), windowFrom: new Date(windowFrom) }
}

function toAssignee({ assignee_user_id, assignee_team_id }: IssueRow): Issue['assignee'] {
  if (assignee_user_id !== null) return { kind: 'user', id: assignee_user_id }
  return assignee_team_id === null ? null : { kind: 'team', id: assignee_team_id }
}
