import type { RegroupedEvent } from './regrouping.js'

/** A hash of a new grouping, and the issue that its events belong to. */
export interface Heir {
  readonly hash: string
  readonly issueId: string
}

/**
 * Which issue goes on with each hash that a change of rules or engine brings, so that no issue ends because of it. What
 * was one group and stays one keeps its issue. Of what falls apart the part that is grouped as before stays, else that
 * with most events; the others become issues of their own. What is joined goes to the issue with most of its events.
 * Pure; in proportion to the number of events.
 */
export function heirsOf(events: readonly RegroupedEvent[]): readonly Heir[] {
  const votes = new Map<string, Map<string, number>>()
  for (const afters of partsOf(events).values()) {
    const [hash, issueId, count] = heirOf(afters)
    const candidates = votes.get(hash) ?? new Map<string, number>()
    votes.set(hash, candidates.set(issueId, (candidates.get(issueId) ?? 0) + count))
  }
  return [...votes].map(([hash, candidates]) => ({ hash, issueId: mostOf(candidates)[0] }))
}

interface Part {
  readonly issueId: string
  readonly before: string
  readonly afters: Map<string, number>
}

/** What was one group of one issue, with the hashes that its events have now. */
function partsOf(events: readonly RegroupedEvent[]): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>()
  for (const { issueId, before, after } of events) {
    const key = `${issueId} ${before}`
    const part = parts.get(key) ?? { issueId, before, afters: new Map<string, number>() }
    part.afters.set(after, (part.afters.get(after) ?? 0) + 1)
    parts.set(key, part)
  }
  return parts
}

function heirOf({ issueId, before, afters }: Part): readonly [hash: string, issueId: string, events: number] {
  const unchanged = afters.get(before)
  if (unchanged !== undefined) return [before, issueId, unchanged]
  const [hash, count] = mostOf(afters)
  return [hash, issueId, count]
}

/** Of as many the first. */
function mostOf(counts: ReadonlyMap<string, number>): readonly [key: string, count: number] {
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))
}
