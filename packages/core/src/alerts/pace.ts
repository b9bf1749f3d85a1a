import { quietUntil } from './quiet-hours.js'

/** When messages of an alert about issues left, and when the next one does. */
export interface AlertPace {
  /** The last ones, the oldest first, in milliseconds since 1970. */
  readonly left: readonly number[]
  /** What happens before leaves then, together; null where nothing waits. */
  readonly gathersUntil: number | null
  /** There was so much of it that it is gathered, whatever the alert says. */
  readonly isStorm: boolean
}

export interface PaceRules {
  /** So long after a message left the next one does; 0: as soon as there is one. */
  readonly digestMinutes: number
  readonly quietHours: Parameters<typeof quietUntil>[0]
}

export interface Paced {
  readonly pace: AlertPace
  /** When what happened leaves. */
  readonly at: Date
  /** Why it waits; null where it leaves now. */
  readonly held: 'digest' | 'quiet' | null
}

export const FRESH_PACE: AlertPace = { left: [], gathersUntil: null, isStorm: false }

/** After more messages than this in so long a time they become one in so long a time, until there is nothing for as long. */
const PACE_BOUNDS = { messages: 10, windowMs: 10 * 60_000 } as const

/** When an alert tells of issues that it found now. What is found while something waits leaves with it. */
export function paced(before: AlertPace, { digestMinutes, quietHours }: PaceRules, now: Date): Paced {
  const at = now.getTime()
  const waits = before.gathersUntil !== null && before.gathersUntil > at ? before.gathersUntil : null
  const known = before.gathersUntil === null || waits !== null ? before.left : [...before.left, before.gathersUntil]
  // By a clock that was ahead for a while they left in times that are still to come.
  const left = known.map((one) => Math.min(one, at))
  const last = left.at(-1) ?? null
  const isFull = (left.at(-PACE_BOUNDS.messages) ?? 0) > at - PACE_BOUNDS.windowMs
  const isStorm = isFull || (before.isStorm && last !== null && last > at - PACE_BOUNDS.windowMs)
  const restMs = Math.max(digestMinutes * 60_000, isStorm ? PACE_BOUNDS.windowMs : 0)
  const opens = waits ?? Math.max(at, last === null ? 0 : last + restMs)
  const quiet = quietUntil(quietHours, new Date(opens))?.getTime() ?? opens
  if (quiet > at)
    return {
      pace: { left: left.slice(-PACE_BOUNDS.messages), gathersUntil: quiet, isStorm },
      ...{ at: new Date(quiet), held: quietUntil(quietHours, now) === null && quiet === opens ? 'digest' : 'quiet' },
    }
  return {
    pace: { left: [...left, at].slice(-PACE_BOUNDS.messages), gathersUntil: null, isStorm },
    ...{ at: now, held: null },
  }
}
