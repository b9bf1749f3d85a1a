import type { MaintenanceWindowJson } from '../../client/maintenance-types.js'
import { invalidField } from '../../errors.js'
import {
  MAINTENANCE_BOUNDS as BOUNDS,
  type MaintenanceSchedule,
  type MaintenanceSetup,
} from '../../ports/maintenance.js'
import { crontabFault, timezoneFault } from '../../uptime/cron/crontab.js'
import { boolean, integer, listOf, nullable, object, oneOf, optional, readFields, text } from '../input.js'
import { groupField, tagField } from '../monitor-setup/relations.js'
import { within } from '../monitor-setup/within.js'

/** A maintenance window as a client gives it. Throws `invalid_input`. */
export function readMaintenance(body: unknown): MaintenanceSetup {
  const given = readFields(body, {
    title: text({ min: 1, max: BOUNDS.title }),
    text: optional(text({ max: BOUNDS.text })),
    window: object,
    monitors: optional(listOf(integer(1, Number.MAX_SAFE_INTEGER), BOUNDS.monitors)),
    groups: optional(listOf(groupField, BOUNDS.groups)),
    tags: optional(listOf(tagField, BOUNDS.tags)),
    isPublic: optional(boolean),
  })
  return {
    ...{ title: given.title, text: given.text ?? '', isPublic: given.isPublic ?? false },
    schedule: within(['window'], () => readSchedule(given.window)),
    monitorIds: [...new Set(given.monitors)].map(String),
    groups: [...new Set(given.groups)],
    tags: [...new Set(given.tags)],
  }
}

export function scheduleJson(schedule: MaintenanceSchedule): MaintenanceWindowJson {
  if (schedule.kind === 'single')
    return { kind: 'single', start: schedule.start.toISOString(), end: schedule.end.toISOString() }
  const until = schedule.until?.toISOString() ?? null
  return schedule.kind === 'cron' ? { ...schedule, until } : { ...schedule, days: [...schedule.days], until }
}

const TIME = { regex: /^(?:[01]\d|2[0-3]):[0-5]\d$/, wanted: 'a time of day such as 03:30' }
const MOMENT = text({ max: 40 })
const REPEATED = {
  minutes: integer(1, BOUNDS.minutes),
  timezone: text({ max: 64 }),
  until: optional(nullable(MOMENT)),
}

function readSchedule(window: object): MaintenanceSchedule {
  const { kind } = readFields(window, { kind: oneOf('single', 'weekly', 'cron') })
  if (kind === 'single') {
    const given = readFields(window, { start: MOMENT, end: MOMENT })
    const [start, end] = [momentOf(given.start, 'start'), momentOf(given.end, 'end')]
    if (end <= start) throw invalidField('end', 'date', 'Wanted a time after the start')
    return { kind, start, end }
  }
  if (kind === 'cron') {
    const { cron, ...rest } = readFields(window, { cron: text({ max: 200 }), ...REPEATED })
    const fault = crontabFault(cron)
    if (fault !== null) throw invalidField('cron', 'cron', fault)
    return { kind, cron, ...repeated(rest) }
  }
  const { days, time, ...rest } = readFields(window, {
    days: listOf(integer(1, 7), 7),
    time: text({ max: 5, pattern: TIME }),
    ...REPEATED,
  })
  if (days.length === 0) throw invalidField('days', 'too_short', 'Wanted at least one day')
  return { kind, days: [...new Set(days)].sort(), time, ...repeated(rest) }
}

function repeated({
  minutes,
  timezone,
  until,
}: {
  readonly minutes: number
  readonly timezone: string
  readonly until?: string | null | undefined
}) {
  const fault = timezoneFault(timezone)
  if (fault !== null) throw invalidField('timezone', 'timezone', fault)
  return { minutes, timezone, until: until ? momentOf(until, 'until') : null }
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)$/

function momentOf(given: string, name: string): Date {
  const at = new Date(given)
  if (ISO.test(given) && !Number.isNaN(at.getTime())) return at
  throw invalidField(name, 'datetime_parsing', 'Wanted a date with its zone, such as 2026-01-31T12:00:00Z')
}
