import type { AlertJson, QuietHoursJson } from '@mishap/core/client'
import { localOf } from '../maintenance/zoned.js'

/** The one thing that is to be known of a rule before all others. */
export type RuleState = 'off' | 'muted' | 'failing' | 'nobody' | 'idle' | 'quiet' | 'on'

/** In the order in which it matters to who looks for what is wrong. */
export function ruleStates(alert: AlertJson, now: number): readonly RuleState[] {
  if (!alert.isEnabled) return ['off']
  const states: RuleState[] = []
  if (alert.failing.length > 0) states.push('failing')
  if (reachesNobody(alert)) states.push('nobody')
  if (tellsNothing(alert)) states.push('idle')
  if (isMuted(alert, now)) states.push('muted')
  if (alert.quietHours !== null && isQuiet(alert.quietHours, now)) states.push('quiet')
  return states.length === 0 ? ['on'] : states
}

export function isMuted({ mutedUntil }: Pick<AlertJson, 'mutedUntil'>, now: number): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > now
}

export function reachesNobody({ reach }: Pick<AlertJson, 'reach'>): boolean {
  return reach.people === 0 && reach.channels.length === 0
}

function tellsNothing({ triggers, uptime, quantity, timespanMinutes, users }: AlertJson): boolean {
  return triggers.length === 0 && !uptime && (quantity === null || timespanMinutes === null) && users === null
}

/** Whether it is within quiet hours now; they begin on one of their days and may end on the next. */
export function isQuiet({ start, end, timeZone, days }: QuietHoursJson, now: number): boolean {
  try {
    const local = localOf(new Date(now), timeZone)
    const time = local.slice(11, 16)
    const today = ((new Date(`${local.slice(0, 10)}T00:00Z`).getUTCDay() + 6) % 7) + 1
    const yesterday = today === 1 ? 7 : today - 1
    if (start <= end) return days.includes(today) && time >= start && time < end
    return (days.includes(today) && time >= start) || (days.includes(yesterday) && time < end)
  } catch {
    // A zone that this browser does not know.
    return false
  }
}
