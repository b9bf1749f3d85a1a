import type { RetainedKind, RetentionDays, RetentionLimits } from '@mishap/core'
import { lookUp, type Source } from './look-up.js'
import { wholeNumber } from './readers.js'

const NAMES: Readonly<Partial<Record<RetainedKind, string>>> = {
  counters: 'MISHAP_RETENTION_COUNTER_DAYS',
  issues: 'MISHAP_RETENTION_ISSUE_DAYS',
  outcomes: 'MISHAP_RETENTION_OUTCOME_DAYS',
  feedback: 'MISHAP_RETENTION_FEEDBACK_DAYS',
  attachments: 'MISHAP_RETENTION_ATTACHMENT_DAYS',
  sessions: 'MISHAP_RETENTION_SESSION_DAYS',
  checkIns: 'MISHAP_RETENTION_CHECK_IN_DAYS',
  monitorChecks: 'MISHAP_RETENTION_MONITOR_CHECK_DAYS',
  monitorMinutes: 'MISHAP_RETENTION_MONITOR_MINUTE_DAYS',
  monitorHours: 'MISHAP_RETENTION_MONITOR_HOUR_DAYS',
  monitorDays: 'MISHAP_RETENTION_MONITOR_DAY_DAYS',
  incidents: 'MISHAP_RETENTION_INCIDENT_DAYS',
}

/** The days of single kinds; null where nobody set any. */
export function readRetention(source: Source): Partial<RetentionDays> | null {
  const given = Object.entries(NAMES).flatMap(([kind, name]) => {
    const days = lookUp(source, [name], wholeNumber(1))
    return days === null ? [] : [[kind, days] as const]
  })
  return given.length === 0 ? null : (Object.fromEntries(given) as Partial<RetentionDays>)
}

/** What a project may hold, 0 for no limit; null where nobody said. */
export function readProjectLimits(source: Source): Partial<RetentionLimits> | null {
  const maxEvents = lookUp(source, ['MISHAP_MAX_PROJECT_EVENTS'], wholeNumber(0))
  const maxBytes = lookUp(source, ['MISHAP_MAX_PROJECT_BYTES'], wholeNumber(0))
  if (maxEvents === null && maxBytes === null) return null
  return { ...(maxEvents !== null && { maxEvents }), ...(maxBytes !== null && { maxBytes }) }
}
