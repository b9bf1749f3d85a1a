import type { Rule, RuleIssue, Sighting } from '../../ports/firing.js'

/** A rule and an issue of its project. */
export interface Pair extends RuleIssue {
  readonly rule: Rule
  readonly issue: Sighting
  readonly toldAt: Date | null
}
