import { invalidField } from '../errors.js'
import type { QuietHours } from '../ports/alerts.js'
import { timezoneFault } from '../uptime/cron/crontab.js'
import { type Field, integer, listOf, readFields, text } from './input.js'
import { within } from './monitor-setup/within.js'

/** Hours in which nobody is told, as a client gives them; their days each once, in order. */
export const quietHours: Field<QuietHours> = (value, loc) =>
  within(loc.slice(2), () => {
    const { days, ...hours } = readFields(value, {
      start: TIME,
      end: TIME,
      timeZone: text({ min: 1, max: 64 }),
      days: listOf(integer(1, 7), 7),
    })
    const fault = timezoneFault(hours.timeZone)
    if (fault !== null) throw invalidField('timeZone', 'value_error', fault)
    if (hours.start === hours.end) throw invalidField('end', 'value_error', 'Wanted another time than the start')
    if (days.length === 0) throw invalidField('days', 'value_error', 'Wanted the days on which they begin')
    return { ...hours, days: [...new Set(days)].sort((a, b) => a - b) }
  })

const TIME = text({
  max: 5,
  pattern: { regex: /^(?:[01]\d|2[0-3]):[0-5]\d$/, wanted: 'a time of day such as 22:30' },
})
