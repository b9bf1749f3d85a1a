import type { CheckIn } from '@mishap/core'

export interface CheckInRow {
  readonly organization_id: string
  readonly project_id: string
  readonly check_in_id: string
  readonly monitor_slug: string
  readonly status: CheckIn['status']
  readonly duration_ms: number | null
  readonly environment: string | null
  readonly release: string | null
  readonly monitor_config: CheckIn['monitorConfig']
  readonly received_at: Date
  readonly updated_at: Date
  readonly expected_at: Date | null
  readonly heard_as: CheckIn['heardAs']
}

/** Of a table `c`. */
export const CHECK_IN_COLUMNS = `c.organization_id, c.project_id, c.check_in_id, c.monitor_slug, c.status, c.duration_ms,
  c.environment, c.release, c.monitor_config, c.received_at, c.updated_at, c.expected_at, c.heard_as`

export function toCheckIn(row: CheckInRow): CheckIn {
  return {
    organizationId: row.organization_id,
    projectId: row.project_id,
    checkInId: row.check_in_id.replaceAll('-', ''),
    monitorSlug: row.monitor_slug,
    status: row.status,
    durationMs: row.duration_ms,
    environment: row.environment,
    release: row.release,
    monitorConfig: row.monitor_config,
    receivedAt: row.received_at,
    updatedAt: row.updated_at,
    expectedAt: row.expected_at,
    heardAs: row.heard_as,
  }
}
