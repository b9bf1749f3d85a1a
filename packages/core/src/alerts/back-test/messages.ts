import type { Rule } from '../../ports/firing.js'
import { leave } from '../leave.js'
import type { AlertPace } from '../pace.js'

/** What happens at once is found in one look. */
const LOOK_MS = 2_000

export interface Told {
  readonly at: Date
  /** Of an issue: these gather. */
  readonly isOfIssue: boolean
  /** A monitor, or the project. */
  readonly about: string
}

/** How many messages each recipient would have got of what was told, the oldest first: as many as leave at the pace of the rule. */
export function messagesOf(rule: Pick<Rule, 'digestMinutes' | 'quietHours'>, told: readonly Told[]): number {
  let pace: AlertPace | null = null
  let messages = 0
  let lookedAt = Number.NEGATIVE_INFINITY
  const waiting = new Map<string, number>()
  for (const { at, isOfIssue, about } of told) {
    if (isOfIssue && at.getTime() - lookedAt < LOOK_MS) continue
    if (isOfIssue) lookedAt = at.getTime()
    const next = leave(subjectOf(isOfIssue, about), { ...rule, pace }, at)
    pace = next.pace ?? pace
    if (next.gathers === null) messages += 1
    // What waits for the same time leaves as one.
    else if (waiting.get(next.gathers) !== next.at.getTime()) messages += 1
    if (next.gathers !== null) waiting.set(next.gathers, next.at.getTime())
  }
  return messages
}

function subjectOf(isOfIssue: boolean, about: string): Parameters<typeof leave>[0] {
  if (isOfIssue) return { kind: 'issues', issueIds: [], count: 1 }
  return { kind: 'monitor', monitorId: about, change: 'down', cause: '' }
}
