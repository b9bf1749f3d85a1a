import type { StoredEvent } from '../ports/model.js'
import type { Frame, NormalizedEvent } from '../protocol/event.js'
import { documentOf } from './payload.js'

/** So many of the newest events are looked at. */
export const RECOMMENDED_OF = 25

/** What an event may have, and how much it helps to understand the fault. */
const WORTH: readonly (readonly [points: number, has: (event: NormalizedEvent) => boolean])[] = [
  [8, (event) => framesOf(event).length > 0],
  [6, (event) => framesOf(event).some((frame) => frame.in_app === true)],
  [6, (event) => framesOf(event).some((frame) => frame.in_app === true && frame.context_line !== undefined)],
  [4, (event) => framesOf(event).some((frame) => Object.keys(frame.vars ?? {}).length > 0)],
  [4, (event) => (event.breadcrumbs?.values.length ?? 0) > 0],
  [3, (event) => event.request?.url !== undefined],
  [2, (event) => event.user !== undefined],
  [2, (event) => event.release !== undefined],
  [2, (event) => event.contexts?.trace !== undefined],
  [1, (event) => Object.keys(event.extra ?? {}).length > 0],
  // What could not be read, or was cut.
  [2, (event) => event.errors.length === 0],
]
/** What each place that an event is older takes away: of two as complete ones the newer is shown. */
const AGE = 0.2

/**
 * The event to look at first, of the newest of an issue, the newest first: that with most of what explains a fault, and
 * of as complete ones the newest. Null where there is none. Events whose payload was removed come last.
 */
export function recommendedOf(newest: readonly StoredEvent[]): StoredEvent | null {
  const ranked = newest.slice(0, RECOMMENDED_OF).map((event, place) => ({ event, worth: worthOf(event) - place * AGE }))
  return (
    ranked.reduce<(typeof ranked)[number] | null>(
      (best, one) => (best === null || one.worth > best.worth ? one : best),
      null,
    )?.event ?? null
  )
}

function worthOf(stored: StoredEvent): number {
  if (stored.payloadRemovedAt !== null) return -1000
  const event = documentOf(stored)
  return WORTH.reduce((sum, [points, has]) => (has(event) ? sum + points : sum), 0)
}

function framesOf({ exception, threads }: NormalizedEvent): readonly Frame[] {
  const stacks = [...(exception?.values ?? []), ...(threads?.values ?? [])]
  return stacks.flatMap(({ stacktrace }) => stacktrace?.frames ?? [])
}
