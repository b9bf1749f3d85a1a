import { invalidField } from '../../errors.js'
import { type Assertion, COMPARISONS, RECORD_COMPARISONS, TEXT_COMPARISONS } from '../../ports/monitor-request.js'
import type { MonitorType } from '../../ports/monitors.js'
import { assertionFault } from '../../uptime/assertions/check.js'
import { MONITOR_KINDS } from '../../uptime/types/index.js'
import { integer, lines, listOf, object, oneOf, optional, readFields, text } from '../input.js'
import { within } from './within.js'

const MAX_ASSERTIONS = 50
const KINDS = ['status', 'body', 'json', 'header', 'responseTime', 'record'] as const

export const assertionList = listOf(object, MAX_ASSERTIONS)

/** What an answer must be, as a client gives it. Throws `invalid_input` for what can never be asked of the type. */
export function readAssertions(list: readonly object[], type: MonitorType): readonly Assertion[] {
  return list.map((one, index) => {
    const assertion = within(['assertions', index], () => readAssertion(one))
    const fault = (MONITOR_KINDS[type].asserts ?? []).includes(assertion.kind)
      ? assertionFault(assertion)
      : `Of ${type} nothing of this kind can be said: ${assertion.kind}`
    if (fault !== null) throw invalidField('assertions', 'assertion', `${index + 1}: ${fault}`)
    return assertion
  })
}

const MAX_VALUE = 2_000
const value = lines(MAX_VALUE)

function readAssertion(one: object): Assertion {
  const { kind } = readFields(one, { kind: oneOf(...KINDS) })
  switch (kind) {
    case 'status':
      return { kind, ...readFields(one, { expected: text({ min: 1, max: 200 }) }) }
    case 'body':
      return { kind, ...readFields(one, { compare: oneOf(...TEXT_COMPARISONS), value }) }
    case 'json':
      return { kind, ...readFields(one, { path: text({ max: 500 }), ...comparison }), ...comparedWith(one) }
    case 'header':
      return { kind, ...readFields(one, { name: text({ min: 1, max: 100 }), ...comparison }), ...comparedWith(one) }
    case 'responseTime':
      return { kind, ...readFields(one, { maxMs: integer(1, 60_000) }) }
    case 'record':
      return { kind, ...readFields(one, { compare: oneOf(...RECORD_COMPARISONS), value }) }
  }
}

const comparison = { compare: oneOf(...COMPARISONS) }

// What only has to be there, or not, is compared with nothing.
function comparedWith(one: object): { readonly value: string } {
  return { value: readFields(one, { value: optional(value) }).value ?? '' }
}
