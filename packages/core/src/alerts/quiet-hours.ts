import { nextOccurrence, previousOccurrence } from '../uptime/cron/crontab.js'

interface QuietHours {
  /** `HH:MM`; an `end` that is not after it is on the next day. */
  readonly start: string
  readonly end: string
  /** IANA. */
  readonly timeZone: string
  /** On which they begin, 1 (Monday) to 7 (Sunday). */
  readonly days: readonly number[]
}

/** Quiet hours of whole days follow each other; who has them on every day of the week hears of things once a week. */
const MOST_IN_A_ROW = 7

/**
 * When the quiet hours end that `at` falls into; null where it falls into none. A time that clocks skip is when they go on,
 * and one that they show twice is the first.
 */
export function quietUntil(hours: QuietHours | null, at: Date): Date | null {
  if (hours === null || hours.days.length === 0) return null
  let until: Date | null = null
  for (let more = 0; more < MOST_IN_A_ROW; more += 1) {
    const end = endOfThose(hours, until ?? at)
    if (end === null) break
    until = end
  }
  return until
}

/** Of the hours that began last. */
function endOfThose({ start, end, timeZone, days }: QuietHours, at: Date): Date | null {
  const onDays = days.map((day) => day % 7).join(',')
  const justAfter = new Date(Math.floor(at.getTime() / 1000) * 1000 + 1000)
  const began = previousOccurrence({ text: `${cronTime(start)} * * ${onDays}`, timezone: timeZone }, justAfter)
  if (began === null) return null
  const ended = nextOccurrence({ text: `${cronTime(end)} * * *`, timezone: timeZone }, began)
  return ended !== null && ended > at ? ended : null
}

function cronTime(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return `${minute} ${hour}`
}
