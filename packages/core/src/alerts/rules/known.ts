import type { Rule, RuleIssue, Sighting } from '../../ports/firing.js'
import type { Id } from '../../ports/model.js'

/** Pairs that are kept in mind; then it is forgotten and asked again. */
const MOST_PAIRS = 400_000

/**
 * What a process knows of pairs of rules and issues, so that it need not ask again with every look: when each was told of,
 * and how many events an issue must have before it is worth counting again. The storage alone decides what is told.
 */
export interface KnownPairs {
  /** Undefined: it has to be asked. */
  toldAt(pair: RuleIssue): Date | null | undefined
  /** Null: never; undefined: it is to be asked again. */
  noteTold(pair: RuleIssue, at: Date | null | undefined): void
  /** Whether the number that the rule waits for can have been reached since it was counted. */
  isDue(rule: Rule, issue: Sighting): boolean
  /** So many events are missing yet, at least. */
  noteCounted(rule: Rule, issue: Sighting, missing: number): void
}

interface Pair {
  toldAt?: Date | null | undefined
  /** Events that the issue had when they were counted, and must have to be counted again. */
  counted?: { readonly had: number; readonly needs: number; readonly asked: string }
}

export function knownPairs(): KnownPairs {
  const byAlert = new Map<Id, Map<Id, Pair>>()
  let size = 0
  const find = ({ alertId, issueId }: RuleIssue) => byAlert.get(alertId)?.get(issueId)
  const open = (pair: RuleIssue): Pair => {
    const present = find(pair)
    if (present !== undefined) return present
    if (size >= MOST_PAIRS) {
      byAlert.clear()
      size = 0
    }
    const ofAlert = byAlert.get(pair.alertId) ?? new Map<Id, Pair>()
    byAlert.set(pair.alertId, ofAlert)
    const made: Pair = {}
    ofAlert.set(pair.issueId, made)
    size += 1
    return made
  }
  return {
    toldAt: (pair) => find(pair)?.toldAt,
    noteTold: (pair, at) => {
      open(pair).toldAt = at
    },
    isDue: (rule, { id, count }) => {
      const counted = find({ alertId: rule.id, issueId: id })?.counted
      // Fewer than there were: events moved to another issue, and what was counted says nothing any more.
      return counted === undefined || count < counted.had || count >= counted.needs || counted.asked !== askedBy(rule)
    },
    noteCounted: (rule, { id, count }, missing) => {
      const pair = open({ alertId: rule.id, issueId: id })
      pair.counted = { had: count, needs: count + Math.max(1, missing), asked: askedBy(rule) }
    },
  }
}

function askedBy({ timespanMinutes, quantity, users }: Rule): string {
  return `${timespanMinutes} ${quantity} ${users?.minutes} ${users?.quantity}`
}
