import type { DeliverySubject } from '../ports/deliveries.js'
import { gatheringOf } from './merge-subjects.js'
import { type AlertPace, FRESH_PACE, type PaceRules, paced } from './pace.js'
import { quietUntil } from './quiet-hours.js'

/** When a message of an alert leaves, and what is added to it until then. */
export interface Leaving {
  readonly at: Date
  readonly held: 'digest' | 'quiet' | null
  /** Null where it leaves now. */
  readonly gathers: string | null
  /** Null where it stays as it was. */
  readonly pace: AlertPace | null
}

/** Of issues people hear at the pace of the alert; of monitors and limits at once, unless it is quiet. */
export function leave(
  subject: DeliverySubject,
  { pace, ...rules }: PaceRules & { readonly pace: AlertPace | null },
  now: Date,
): Leaving {
  if (subject.kind === 'issues') {
    const next = paced(pace ?? FRESH_PACE, rules, now)
    return { ...next, gathers: next.held === null ? null : gatheringOf(subject) }
  }
  const quiet = quietUntil(rules.quietHours, now)
  if (quiet === null) return { at: now, held: null, gathers: null, pace: null }
  return { at: quiet, held: 'quiet', gathers: gatheringOf(subject), pace: null }
}
