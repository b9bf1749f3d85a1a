import type { Issue } from '@mishap/core'

/** The columns of `issues` as `i`. */
export const ISSUE_COLUMNS = `i.id, i.organization_id, i.project_id, i.short_id, i.type, i.level, i.title, i.culprit,
  i.metadata, i.platform, i.status, i.count, i.user_count, i.first_seen_at, i.last_seen_at, i.resolved_at,
  i.regressed_at, i.first_release, i.last_release`

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
  }
}
