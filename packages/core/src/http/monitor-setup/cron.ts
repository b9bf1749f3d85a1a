import type { CronScheduleJson } from '../../client/monitor-types.js'
import { invalidField } from '../../errors.js'
import { slugOf } from '../../orgs/slug.js'
import { ITEM_BOUNDS } from '../../ports/item-bounds.js'
import { type CronSchedule, type CronSetup, INTERVAL_UNITS } from '../../ports/monitor-crons.js'
import type { MonitorSetup } from '../../ports/monitors.js'
import { crontabFault, timezoneFault } from '../../uptime/cron/crontab.js'
import { periodSeconds } from '../../uptime/cron/expected.js'
import { CRON_DEFAULTS, MAX_CRON_MINUTES, MAX_INTERVAL_VALUE } from '../../uptime/cron/setup.js'
import { type Field, integer, nullable, object, oneOf, optional, readFields, text } from '../input.js'
import { within } from './within.js'

/** The schedule of a job; null for other types. Its slug is made of the name where none is given. */
export function readCron(
  value: Readonly<Record<string, unknown>> | null | undefined,
  { type, name, projectId }: Pick<MonitorSetup, 'type' | 'name' | 'projectId'>,
): CronSetup | null {
  if (type !== 'Cron') return null
  if (projectId === null) throw invalidField('project', 'missing', 'Wanted the project that the job reports to')
  if (value === null || value === undefined) throw invalidField('cron', 'missing', 'Wanted the schedule of the job')
  return within(['cron'], () => {
    const given = readFields(value, {
      slug: optional(text({ max: ITEM_BOUNDS.monitorSlug })),
      schedule: object,
      timezone: optional(checked(timezoneFault, 64)),
      margin: optional(integer(1, MAX_CRON_MINUTES)),
      maxRuntime: optional(nullable(integer(1, MAX_CRON_MINUTES))),
    })
    const slug = slugOf(given.slug || name, SLUGS)
    if (slug === '') throw invalidField('slug', 'missing', 'Wanted letters or digits, by which check-ins name the job')
    return {
      slug,
      schedule: within(['schedule'], () => readSchedule(given.schedule)),
      timezone: given.timezone ?? CRON_DEFAULTS.timezone,
      marginMinutes: given.margin ?? CRON_DEFAULTS.marginMinutes,
      maxRuntimeMinutes: given.maxRuntime === undefined ? CRON_DEFAULTS.maxRuntimeMinutes : given.maxRuntime,
    }
  })
}

const DEFAULT_INTERVAL = 60

/** Of a job about how often it runs: nobody asks it. */
export function intervalOf(cron: CronSetup | null, given: number | undefined, now: Date): number {
  return cron === null ? (given ?? DEFAULT_INTERVAL) : periodSeconds(cron, now)
}

export function cronJson({ cron }: Pick<MonitorSetup, 'cron'>): CronScheduleJson | null {
  if (cron === null) return null
  const { slug, schedule, timezone, marginMinutes, maxRuntimeMinutes } = cron
  return { slug, schedule, timezone, margin: marginMinutes, maxRuntime: maxRuntimeMinutes }
}

const SLUGS = { fallback: '', max: ITEM_BOUNDS.monitorSlug, reserved: new Set<string>() }

function readSchedule(given: Readonly<Record<string, unknown>>): CronSchedule {
  const { type } = readFields(given, { type: oneOf('crontab', 'interval') })
  if (type === 'crontab') return { type, ...readFields(given, { value: checked(crontabFault, 200) }) }
  return { type, ...readFields(given, { value: integer(1, MAX_INTERVAL_VALUE), unit: oneOf(...INTERVAL_UNITS) }) }
}

/** Text in which `faultOf` finds none. */
function checked(faultOf: (value: string) => string | null, max: number): Field<string> {
  const whole = text({ max })
  return (value, loc) => {
    const given = whole(value, loc)
    const fault = faultOf(given)
    if (fault !== null) throw invalidField(String(loc.at(-1)), 'value_error', fault)
    return given
  }
}
