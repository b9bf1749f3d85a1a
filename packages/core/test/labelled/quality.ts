import { type GroupingVersion, groupEvent } from '../../src/grouping/index.js'
import { normalized } from '../normalized.js'
import { LABELLED } from './index.js'

export interface Quality {
  readonly version: GroupingVersion
  readonly events: number
  readonly bugs: number
  readonly issues: number
  /** Of all pairs of events in one issue, the share that is one bug. */
  readonly precision: number
  /** Of all pairs of events of one bug, the share that is in one issue. */
  readonly recall: number
  /** Bugs that are more than one issue. */
  readonly split: readonly string[]
  /** Bugs that share an issue. */
  readonly joined: readonly (readonly string[])[]
}

/** What an engine makes of the labelled events, one after the other, as a project would get them. */
export function measureQuality(version: GroupingVersion): Quality {
  const owners = new Map<string, number>()
  let issues = 0
  const placed = LABELLED.flatMap((bug) => bug.events.map((event) => ({ bug: bug.name, event }))).map(
    ({ bug, event }) => {
      const { hashes } = groupEvent(normalized(event), { version })
      const issue = hashes.map((hash) => owners.get(hash)).find((owner) => owner !== undefined) ?? issues++
      for (const hash of hashes) if (!owners.has(hash)) owners.set(hash, issue)
      return { bug, issue }
    },
  )
  let [sameBug, sameIssue, both] = [0, 0, 0]
  for (const [at, one] of placed.entries())
    for (const other of placed.slice(at + 1)) {
      if (one.bug === other.bug) sameBug++
      if (one.issue === other.issue) sameIssue++
      if (one.bug === other.bug && one.issue === other.issue) both++
    }
  const bugsOf = groupBy(placed)
  return {
    version,
    events: placed.length,
    bugs: LABELLED.length,
    issues,
    precision: share(both, sameIssue),
    recall: share(both, sameBug),
    split: LABELLED.map(({ name }) => name).filter(
      (name) => new Set(placed.filter(({ bug }) => bug === name).map(({ issue }) => issue)).size > 1,
    ),
    joined: [...bugsOf.values()].map((bugs) => [...bugs]).filter((bugs) => bugs.length > 1),
  }
}

function groupBy(placed: readonly { readonly bug: string; readonly issue: number }[]): Map<number, Set<string>> {
  const bugs = new Map<number, Set<string>>()
  for (const { bug, issue } of placed) bugs.set(issue, (bugs.get(issue) ?? new Set()).add(bug))
  return bugs
}

function share(part: number, whole: number): number {
  return Number((part / whole).toFixed(4))
}
