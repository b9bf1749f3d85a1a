import type { Monitor, MonitorSetup } from '@mishap/core'
import type { Columns } from '../update.js'

export const SETUP_COLUMNS: Columns<MonitorSetup> = {
  projectId: 'project_id',
  name: 'name',
  type: 'type',
  url: 'url',
  intervalSeconds: 'interval_seconds',
  timeoutSeconds: 'timeout_seconds',
  expectedStatus: 'expected_status',
  expectedBody: 'expected_body',
  confirmationThreshold: 'confirmation_threshold',
  recoveryThreshold: 'recovery_threshold',
  retrySeconds: 'retry_seconds',
  degradedAfterMs: 'degraded_after_ms',
  certificateDays: 'certificate_days',
  isPaused: 'is_paused',
  request: 'request',
  assertions: 'assertions',
  dns: 'dns',
  cron: 'cron',
  group: 'group_name',
  tags: 'tags',
  parentId: 'parent_id',
  remindSeconds: 'remind_seconds',
}

/** Kept as jsonb. */
const AS_JSON: ReadonlySet<keyof MonitorSetup> = new Set(['request', 'assertions', 'tags', 'dns', 'cron'])

/** What is bound for the columns of a set-up, in their order. */
export function setupValues(setup: MonitorSetup): readonly unknown[] {
  const fields = Object.keys(SETUP_COLUMNS) as (keyof MonitorSetup)[]
  return fields.map((field) => {
    const value = setup[field]
    return AS_JSON.has(field) && value !== null ? JSON.stringify(value) : value
  })
}

const OTHERS = [
  ...['id', 'organization_id', 'endpoint_id', 'created_at', 'status', 'since', 'streak', 'streak_for'],
  ...['recent', 'is_flapping'],
  ...['told', 'told_at', 'last_check_at', 'next_check_at', 'version', 'settled_at', 'missed_at'],
  'certificate_ends_at',
]

/** Of a table with this alias. */
export function monitorColumns(from: string): string {
  return [...Object.values(SETUP_COLUMNS), ...OTHERS].map((name) => `${from}.${name}`).join(', ')
}

export interface MonitorRow {
  readonly id: string
  readonly organization_id: string
  readonly project_id: string | null
  readonly name: string
  readonly type: Monitor['type']
  readonly url: string
  readonly interval_seconds: number
  readonly timeout_seconds: number | null
  readonly expected_status: number | null
  readonly expected_body: string
  readonly confirmation_threshold: number
  readonly recovery_threshold: number
  readonly retry_seconds: number | null
  readonly degraded_after_ms: number | null
  readonly certificate_days: number | null
  readonly is_paused: boolean
  readonly request: Monitor['request']
  readonly assertions: Monitor['assertions']
  readonly dns: Monitor['dns']
  readonly cron: Monitor['cron']
  readonly group_name: string
  readonly tags: readonly string[]
  readonly parent_id: string | null
  readonly remind_seconds: number | null
  readonly endpoint_id: string | null
  readonly created_at: Date
  readonly status: Monitor['health']['status']
  readonly since: Date | null
  readonly streak: number
  readonly streak_for: Monitor['health']['streakFor']
  readonly recent: string
  readonly is_flapping: boolean
  readonly told: Monitor['health']['told']
  readonly told_at: Date | null
  readonly last_check_at: Date | null
  readonly next_check_at: Date | null
  readonly certificate_ends_at: Date | null
  readonly version: number
  readonly settled_at: Date | null
  readonly missed_at: Date | null
}

export function toMonitor(row: MonitorRow): Monitor {
  return {
    id: row.id,
    organizationId: row.organization_id,
    projectId: row.project_id,
    name: row.name,
    type: row.type,
    url: row.url,
    intervalSeconds: row.interval_seconds,
    timeoutSeconds: row.timeout_seconds,
    expectedStatus: row.expected_status,
    expectedBody: row.expected_body,
    confirmationThreshold: row.confirmation_threshold,
    recoveryThreshold: row.recovery_threshold,
    retrySeconds: row.retry_seconds,
    degradedAfterMs: row.degraded_after_ms,
    certificateDays: row.certificate_days,
    isPaused: row.is_paused,
    request: row.request,
    assertions: row.assertions,
    dns: row.dns,
    cron: row.cron,
    group: row.group_name,
    tags: row.tags,
    parentId: row.parent_id,
    remindSeconds: row.remind_seconds,
    endpointId: row.endpoint_id,
    createdAt: row.created_at,
    health: {
      ...{ status: row.status, since: row.since, streak: row.streak, streakFor: row.streak_for },
      ...{ recent: row.recent, isFlapping: row.is_flapping, told: row.told, toldAt: row.told_at },
    },
    lastCheckAt: row.last_check_at,
    nextCheckAt: row.next_check_at,
    progress: { settledAt: row.settled_at, missedAt: row.missed_at },
    certificateEndsAt: row.certificate_ends_at,
    version: row.version,
  }
}
