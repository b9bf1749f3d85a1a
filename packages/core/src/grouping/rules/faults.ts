import { compileGroupingRules, type GroupingRulesText } from './index.js'
import type { RuleError } from './line-reader.js'

/** A fault in the rules of a project, and in which of its two texts. */
export interface RuleFault extends RuleError {
  readonly rules: 'fingerprint' | 'stack'
}

/** What cannot be read of rules, in their order: the same in the browser as on the server. */
export function ruleFaults(text: Partial<GroupingRulesText>): readonly RuleFault[] {
  const { errors } = compileGroupingRules(text)
  return [
    ...errors.fingerprint.map((fault): RuleFault => ({ rules: 'fingerprint', ...fault })),
    ...errors.stack.map((fault): RuleFault => ({ rules: 'stack', ...fault })),
  ]
}
