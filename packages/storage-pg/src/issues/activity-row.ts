import type { Activity, Id } from '@mishap/core'

export const ACTIVITY_COLUMNS =
  'a.id, a.organization_id, a.issue_id, a.kind, a.user_id, a.via, a.at, a.edited_at, a.data'

export interface ActivityRow {
  readonly id: Id
  readonly organization_id: Id
  readonly issue_id: Id
  readonly kind: Activity['kind']
  readonly user_id: Id | null
  readonly via: Activity['via']
  readonly at: Date
  readonly edited_at: Date | null
  readonly data: Activity['data']
}

export function toActivity(row: ActivityRow): Activity {
  return {
    id: row.id,
    organizationId: row.organization_id,
    issueId: row.issue_id,
    kind: row.kind,
    userId: row.user_id,
    via: row.via,
    at: row.at,
    editedAt: row.edited_at,
    data: row.data,
  }
}
