import { type FingerprintRule, parseFingerprintRules } from './fingerprint-rules.js'
import type { RuleError } from './line-reader.js'
import { parseStackRules, type StackRules } from './stack-rules.js'

/** What a project says about grouping, ready to be applied. */
export interface GroupingRules {
  readonly fingerprint: readonly FingerprintRule[]
  readonly stack: StackRules | null
}

/** As somebody wrote them. */
export interface GroupingRulesText {
  readonly fingerprint: string
  readonly stack: string
}

/**
 * Both kinds of rules, in the grammar that users of Sentry know. Lines with faults are left out of `rules` and named in
 * `errors`; nothing is thrown.
 */
export function compileGroupingRules(text: Partial<GroupingRulesText>): {
  readonly rules: GroupingRules
  readonly errors: { readonly fingerprint: readonly RuleError[]; readonly stack: readonly RuleError[] }
} {
  const fingerprint = parseFingerprintRules(text.fingerprint ?? '')
  const stack = parseStackRules(text.stack ?? '')
  return {
    rules: { fingerprint: fingerprint.rules, stack: stack.rules },
    errors: { fingerprint: fingerprint.errors, stack: stack.errors },
  }
}
