import type { NormalizedEvent } from '../protocol/event.js'
import { type GroupingOptions, groupEvent } from './group.js'
import { type GroupingDryRun, type RegroupedEvent, sumUpRegrouping } from './regrouping.js'

/** A stored event and the issue that it is in. */
export interface PlacedEvent {
  readonly issueId: string
  readonly event: NormalizedEvent
}

/** The settings of before and those to be tried. */
export interface GroupingSwitch {
  readonly before: GroupingOptions
  readonly after: GroupingOptions
}

/**
 * What other rules or another engine would make of some events, before anything is saved. Only what they change counts:
 * issues that somebody merged stay one. Pure; in proportion to the number of events.
 */
export function dryRunGrouping(events: readonly PlacedEvent[], options: GroupingSwitch): GroupingDryRun {
  return sumUpRegrouping(events.map((event) => regroupEvent(event, options)))
}

/** The same one event after the other, for who cannot hold them all. */
export function regroupEvent({ issueId, event }: PlacedEvent, { before, after }: GroupingSwitch): RegroupedEvent {
  return { issueId, before: groupEvent(event, before).hashes[0]!, after: groupEvent(event, after).hashes[0]! }
}
