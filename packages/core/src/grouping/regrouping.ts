/** What groups an event before and after a change: the first of its hashes each time. */
export interface RegroupedEvent {
  readonly issueId: string
  readonly before: string
  readonly after: string
}

export interface GroupingChange {
  /** More than one where events of several issues would be grouped together; those with most events first. */
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

/** What a change makes of some events, in numbers and words. Pure; needs nothing but the hashes. */
export function sumUpRegrouping(events: readonly RegroupedEvent[]): GroupingDryRun {
  const changes = componentsOf(events)
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

/** Events that hang together: in one issue now, or in one group then. */
function componentsOf(events: readonly RegroupedEvent[]): readonly (readonly RegroupedEvent[])[] {
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
  const components = new Map<string, RegroupedEvent[]>()
  for (const event of events) {
    const root = rootOf(`issue ${event.issueId}`)
    const members = components.get(root)
    if (members === undefined) components.set(root, [event])
    else members.push(event)
  }
  return [...components.values()]
}

/** Null where nothing changes: one issue, and no events that were one group fall apart. */
function changeOf(events: readonly RegroupedEvent[]): GroupingChange | null {
  const counts = new Map<string, number>()
  for (const { issueId } of events) counts.set(issueId, (counts.get(issueId) ?? 0) + 1)
  const issueIds = [...counts].sort(([, one], [, other]) => other - one).map(([issueId]) => issueId)
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
