import { Cron } from 'croner'

/** A schedule of moments, in the time of one place. */
export interface Crontab {
  /** Five fields (minute, hour, day, month, weekday) or a macro such as `@daily`. */
  readonly text: string
  /** An IANA name. */
  readonly timezone: string
}

const MAX_TEXT = 200

/** Why a schedule will not do, in words for whoever wrote it; null where it will. */
export function crontabFault(text: string): string | null {
  const isKnown = text.length <= MAX_TEXT && (FIVE_FIELDS.test(text) || MACRO.test(text))
  const cron = isKnown ? parse({ text, timezone: 'UTC' }) : null
  if (cron === null) return 'Wanted minute, hour, day, month and weekday, such as "30 4 * * 1-5", or @daily'
  return cron.nextRun(new Date(0)) === null ? 'Wanted a schedule with a day that comes, such as "0 0 28 2 *"' : null
}

/** Why a time zone will not do; null where it will. */
export function timezoneFault(name: string): string | null {
  return isZone(name) ? null : 'Wanted the name of a time zone, such as Europe/Berlin'
}

/**
 * The first moment of a schedule after `after`; null where it never comes, or the schedule has a fault. Where clocks go
 * forward, a fixed time that is skipped comes at the end of the gap, and of a job that runs every so often only what
 * exists; where they go back, a fixed time comes once, the first time, and the other as often as clocks show it. So does
 * the cron of most hosts.
 */
export function nextOccurrence(crontab: Crontab, after: Date): Date | null {
  return parse(crontab)?.nextRun(after) ?? null
}

/** The last moment of a schedule before `before`, as `nextOccurrence` has them. */
export function previousOccurrence(crontab: Crontab, before: Date): Date | null {
  return parse(crontab)?.previousRuns(1, before)[0] ?? null
}

// The library also takes dates of a single run, which are no schedule.
const FIVE_FIELDS = /^\s*[^\s@]+\s+\S+\s+\S+\s+\S+\s+\S+\s*$/
const MACRO = /^\s*@[a-z]+\s*$/i
const MAX_ZONE = 64

function parse({ text, timezone }: Crontab): Cron | null {
  if (!isZone(timezone)) return null
  try {
    return new Cron(text, { timezone, mode: '5-part', sloppyRanges: true, fixedTimeRule: 'no-wildcard', paused: true })
  } catch {
    // It throws for whatever is no schedule, and for nothing else.
    return null
  }
}

function isZone(name: string): boolean {
  // A difference such as +02:00 is a zone to some versions of Node only.
  if (!/^[a-z]/i.test(name) || name.length > MAX_ZONE) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    // RangeError: no such zone.
    return false
  }
}
