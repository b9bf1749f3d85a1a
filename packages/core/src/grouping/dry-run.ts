import type { NormalizedEvent } from '../protocol/event.js'
import { type GroupingOptions, groupEvent } from './group.js'

/** A stored event and the issue that it is in. */
export interface PlacedEvent {
  readonly issueId: string
  readonly event: NormalizedEvent
}

export interface GroupingChange {
  /** More than one where events of several issues would be grouped together; then in the order of the events. */
  readonly issueIds: readonly string[]
  /** Into how many issues their events would fall: more than one where an issue is split. */
  readonly groups: number
  readonly events: number
}

export interface GroupingDryRun {
  /** Issues that would be one with another: `joins: 3` where three become one, or one and two. */
  readonly joins: number
  readonly splits: number
  readonly unchanged: number
  /** Those that would change, most events first. */
  readonly changes: readonly GroupingChange[]
  /** `would join 3 issues, split 1, leave 412` */
  readonly sentence: string
}

/**
 * What other rules or another engine would make of some events, before anything is saved. Only what they change counts:
 * issues that somebody merged stay one. Pure; in proportion to the number of events.
 */
export function dryRunGrouping(
  events: readonly PlacedEvent[],
  { before, after }: { readonly before: GroupingOptions; readonly after: GroupingOptions },
): GroupingDryRun {
  const placed = events.map(({ issueId, event }) => ({
    issueId,
    before: groupEvent(event, before).hashes[0]!,
    after: groupEvent(event, after).hashes[0]!,
  }))
  const changes = componentsOf(placed)
    .map((members) => changeOf(members))
    .filter((change) => change !== null)
  const total = new Set(events.map(({ issueId }) => issueId)).size
  const changed = new Set(changes.flatMap(({ issueIds }) => issueIds)).size
  const joins = changes.reduce((sum, { issueIds }) => sum + (issueIds.length > 1 ? issueIds.length : 0), 0)
  const splits = changes.filter(({ groups }) => groups > 1).length
  return {
    joins,
    splits,
    unchanged: total - changed,
    changes: changes.sort((a, b) => b.events - a.events),
    sentence: `would join ${joins} ${joins === 1 ? 'issue' : 'issues'}, split ${splits}, leave ${total - changed}`,
  }
}

interface Placed {
  readonly issueId: string
  readonly before: string
  readonly after: string
}

/** Events that hang together: in one issue now, or in one group then. */
function componentsOf(events: readonly Placed[]): readonly (readonly Placed[])[] {
  const parents = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next
    for (let at = key; at !== root; ) {
      const next = parents.get(at)!
      parents.set(at, root)
      at = next
    }
    return root
  }
  for (const { issueId, after } of events) {
    const [one, other] = [rootOf(`issue ${issueId}`), rootOf(`group ${after}`)]
    if (one !== other) parents.set(one, other)
  }
  const components = new Map<string, Placed[]>()
  for (const event of events) {
    const root = rootOf(`issue ${event.issueId}`)
    const members = components.get(root)
    if (members === undefined) components.set(root, [event])
    else members.push(event)
  }
  return [...components.values()]
}

/** Null where nothing changes: one issue, and no events that were one group fall apart. */
function changeOf(events: readonly Placed[]): GroupingChange | null {
  const issueIds = [...new Set(events.map(({ issueId }) => issueId))]
  const parts = new Map<string, Set<string>>()
  for (const { issueId, before, after } of events) {
    const key = `${issueId} ${before}`
    const afters = parts.get(key)
    if (afters === undefined) parts.set(key, new Set([after]))
    else afters.add(after)
  }
  const isSplit = [...parts.values()].some((afters) => afters.size > 1)
  if (issueIds.length === 1 && !isSplit) return null
  const groups = isSplit ? new Set(events.map(({ after }) => after)).size : 1
  return { issueIds, groups, events: events.length }
}
