import type { NormalizedEvent } from '../protocol/event.js'
import { groupByG0 } from './g0/engine.js'

/** The hashes of an event, in order of preference: events that share one are the same issue. */
export function groupEvent(event: NormalizedEvent): { readonly hashes: readonly string[] } {
  return groupByG0(event)
}
