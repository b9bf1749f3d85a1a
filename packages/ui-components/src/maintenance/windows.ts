import type { MaintenanceWindowJson } from '@mishap/core/client'
import { Cron } from 'croner'
import { isTimeZone } from '../provider/time-zones.js'

export interface PlannedWindow {
  readonly start: Date
  readonly end: Date
}

export interface Ahead {
  readonly now: Date
  readonly count: number
}

/**
 * The one that goes on, and those that come. Fewer than `count` where no more will; none where the window cannot be
 * read. A start that daylight saving skips is as much later, and one that comes twice is the first of the two.
 */
export function nextWindows(window: MaintenanceWindowJson, { now, count }: Ahead): readonly PlannedWindow[] {
  if (window.kind === 'single') {
    const only = { start: new Date(window.start), end: new Date(window.end) }
    return only.end > now && only.end > only.start ? [only] : []
  }
  const lengthMs = window.minutes * 60_000
  const runs = schedule(window)
  if (runs === null || !(lengthMs > 0)) return []
  const until = window.until === null ? null : new Date(window.until)
  // Enough where windows are longer than what is between them, so that several go on at once.
  return runs
    .nextRuns(count, new Date(now.getTime() - lengthMs))
    .filter((start) => until === null || start < until)
    .map((start) => ({ start, end: new Date(start.getTime() + lengthMs) }))
}

/** What is wrong with a cron expression, in a sentence; null where it can be read. */
export function cronFault(cron: string): string | null {
  const text = cron.trim()
  const fields = text.split(/\s+/)
  if (fields.length !== 5 && !/^@[a-z]+$/i.test(text))
    return `Five fields are wanted (minute, hour, day, month, weekday), and ${text === '' ? 0 : fields.length} were found.`
  try {
    return runsOf(text, 'UTC').nextRun(new Date(0)) === null ? 'No day is like that.' : null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)
  }
}

type Repeated = Exclude<MaintenanceWindowJson, { kind: 'single' }>

function schedule(window: Repeated): Cron | null {
  const expression = window.kind === 'cron' ? window.cron.trim() : weekly(window)
  if (expression === null || cronFault(expression) !== null || !isTimeZone(window.timezone)) return null
  return runsOf(expression, window.timezone)
}

/** As the server reads it, so that what is shown here is what comes. */
function runsOf(expression: string, timezone: string): Cron {
  return new Cron(expression, { timezone, mode: '5-part', sloppyRanges: true, fixedTimeRule: 'no-wildcard' })
}

function weekly({ days, time }: Extract<Repeated, { kind: 'weekly' }>): string | null {
  const [, hour, minute] = /^(\d{2}):(\d{2})$/.exec(time) ?? []
  if (hour === undefined || minute === undefined || days.length === 0) return null
  return `${Number(minute)} ${Number(hour)} * * ${days.map((day) => day % 7).join(',')}`
}
