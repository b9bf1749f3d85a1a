import { slugOf } from '../../orgs/slug.js'
import { ITEM_BOUNDS } from '../../ports/item-bounds.js'
import { CHECK_IN_STATUSES, type CheckInStatus } from '../../ports/items.js'
import { parseEventId } from '../../protocol/ids.js'
import { isRecord } from '../../protocol/normalize/salvage.js'
import { filterOrigin } from '../filters/index.js'
import { documentOf, type ItemSource, idOfItem, type NewItem } from './new-item.js'

/** A run of a scheduled job (https://develop.sentry.dev/sdk/telemetry/check-ins/). */
export function readCheckIn(source: ItemSource): readonly NewItem[] {
  const raw = documentOf(source, CATEGORY)
  if (raw === null) return []
  if (!isRecord(raw)) return refuse(source, 'invalid', 'invalid_json')
  const { organizationId, projectId, receivedAt } = source.record
  const monitorSlug = slugOf(textOf(raw.monitor_slug).slice(0, MAX_NAME), SLUGS)
  if (monitorSlug === '') return refuse(source, 'invalid', 'no_monitor')
  const status = CHECK_IN_STATUSES.find((known) => known === raw.status)
  if (status === undefined) return refuse(source, 'invalid', 'unknown_status')
  const release = textOf(raw.release) || null
  const unwanted = filterOrigin(release, source.filters, source.record)
  if (unwanted !== null) return refuse(source, 'filtered', unwanted)
  const given = parseEventId(raw.check_in_id)
  const row = {
    ...{ organizationId, projectId, receivedAt, monitorSlug, release },
    checkInId: given === null || NIL.test(given) ? idOfItem(source) : given,
    status: status satisfies CheckInStatus,
    durationMs: typeof raw.duration === 'number' && raw.duration >= 0 ? raw.duration * 1000 : null,
    environment: textOf(raw.environment) || null,
    monitorConfig: configOf(raw.monitor_config),
  }
  return [{ kind: 'check_in', row }]
}

const CATEGORY = 'monitor'
const NIL = /^0+$/
const MAX_NAME = 1000
const SLUGS = { fallback: '', max: ITEM_BOUNDS.monitorSlug, reserved: new Set<string>() }
const MAX_TEXT = 200

const NUMBERS = ['checkin_margin', 'max_runtime', 'failure_issue_threshold', 'recovery_threshold'] as const

/** Only what the protocol knows, so that nothing else is kept by this way. */
function configOf(raw: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(raw)) return null
  const schedule = isRecord(raw.schedule) ? raw.schedule : {}
  return {
    schedule: { type: scalar(schedule.type), value: scalar(schedule.value), unit: scalar(schedule.unit) },
    timezone: scalar(raw.timezone),
    ...Object.fromEntries(NUMBERS.map((name) => [name, typeof raw[name] === 'number' ? raw[name] : null])),
  }
}

function scalar(value: unknown): string | number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, MAX_TEXT) : null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function refuse({ refusals }: ItemSource, outcome: 'invalid' | 'filtered', reason: string): readonly NewItem[] {
  refusals.add(CATEGORY, outcome, reason)
  return []
}
