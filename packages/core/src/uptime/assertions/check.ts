import { type AppError, errorCode } from '../../errors.js'
import type { Assertion } from '../../ports/monitor-request.js'
import type { CheckReason } from '../../ports/monitors.js'
import { compareFound, wantedOf } from './compare.js'
import { findByPath, parseJsonPath } from './json-path.js'
import { compilePattern } from './pattern.js'
import { isInRanges, parseStatusRanges } from './status-ranges.js'

/** What an answer was, as far as there is something to assert of it. */
export interface Answered {
  /** Null without HTTP. */
  readonly status: number | null
  readonly body: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** Of a name server. */
  readonly records: readonly string[]
  readonly responseMs: number
}

/** The first assertion that does not hold, in words; null where all do. */
export function failedAssertion(
  assertions: readonly Assertion[],
  answered: Answered,
): { readonly reason: CheckReason; readonly detail: string } | null {
  for (const assertion of assertions) {
    const detail = failureOf(assertion, answered)
    if (detail !== null) return { reason: REASONS[assertion.kind], detail }
  }
  return null
}

/** Why an assertion can never be asked for; null where it can. */
export function assertionFault(assertion: Assertion): string | null {
  if (assertion.kind === 'status')
    return parseStatusRanges(assertion.expected) === null ? 'Wanted statuses such as 200, 200-299 or 2xx' : null
  if (assertion.kind === 'json') {
    if (parseJsonPath(assertion.path) === null)
      return 'Wanted a path of names, indexes and wildcards, such as $.items[0].id'
    return numberFault(assertion)
  }
  if (assertion.kind === 'header') return numberFault(assertion)
  return assertion.kind === 'body' && assertion.compare === 'matches' ? patternFault(assertion.value) : null
}

const REASONS: Readonly<Record<Assertion['kind'], CheckReason>> = {
  status: 'wrong_status',
  body: 'wrong_body',
  json: 'wrong_body',
  header: 'wrong_header',
  responseTime: 'too_slow',
  record: 'wrong_record',
}

function failureOf(assertion: Assertion, answered: Answered): string | null {
  switch (assertion.kind) {
    case 'status':
      if (answered.status !== null && isInRanges(answered.status, assertion.expected)) return null
      return `Wanted status ${assertion.expected}, found ${answered.status}`
    case 'responseTime':
      if (answered.responseMs <= assertion.maxMs) return null
      return `Wanted an answer within ${assertion.maxMs} ms, it took ${Math.round(answered.responseMs)} ms`
    case 'body':
      return bodyFailure(assertion, answered.body)
    case 'json':
      return jsonFailure(assertion, answered.body)
    case 'header': {
      const name = assertion.name.toLowerCase()
      const found = answered.headers.flatMap((one) => (one.name.toLowerCase() === name ? [one.value] : []))
      return comparisonFailure(`the header ${assertion.name}`, assertion, found)
    }
    case 'record':
      return recordFailure(assertion, answered.records)
  }
}

function bodyFailure({ compare, value }: Extract<Assertion, { kind: 'body' }>, body: string): string | null {
  const shown = `${JSON.stringify(value.slice(0, SHOWN))}`
  const begins = `the answer, which begins ${JSON.stringify(body.slice(0, SHOWN))}`
  if (compare === 'matches') {
    const isIn = compilePattern(value).isIn(body)
    if (isIn === null) return `It takes too long to look for ${shown} in so long an answer`
    return isIn ? null : `Wanted a match of ${shown} in ${begins}`
  }
  if (compare === 'equals') return body.trim() === value.trim() ? null : `Wanted ${shown} and no more as ${begins}`
  if (body.includes(value) === (compare === 'contains')) return null
  return compare === 'contains' ? `Wanted ${shown} in ${begins}` : `Wanted no ${shown} in the answer`
}

function jsonFailure(assertion: Extract<Assertion, { kind: 'json' }>, body: string): string | null {
  let document: unknown
  try {
    document = JSON.parse(body)
  } catch {
    // `JSON.parse` throws for nothing but a text that is no JSON.
    return `Wanted JSON, found an answer that begins ${JSON.stringify(body.slice(0, SHOWN))}`
  }
  const found = findByPath(document, parseJsonPath(assertion.path) ?? []).map(toText)
  return comparisonFailure(assertion.path, assertion, found)
}

function comparisonFailure(
  place: string,
  { compare, value }: Pick<Extract<Assertion, { kind: 'header' }>, 'compare' | 'value'>,
  found: readonly string[],
): string | null {
  if (compareFound(found, compare, value)) return null
  return `Wanted ${wantedOf(compare, value)} at ${place}, found ${shownOf(found)}`
}

// Names of hosts are the same in any case, and with their last dot or without.
function recordFailure(
  { compare, value }: Extract<Assertion, { kind: 'record' }>,
  records: readonly string[],
): string | null {
  const wanted = plainName(value)
  const found = records.map(plainName)
  const holds = compare === 'equals' ? found.includes(wanted) : found.some((one) => one.includes(wanted))
  if (holds !== (compare === 'not_contains')) return null
  const shown = JSON.stringify(value.slice(0, SHOWN))
  const words = {
    contains: `a record with ${shown}`,
    not_contains: `no record with ${shown}`,
    equals: `a record ${shown}`,
  }
  return `Wanted ${words[compare]}, found ${shownOf(records)}`
}

function plainName(text: string): string {
  return text.trim().toLowerCase().replace(/\.$/, '')
}

const SHOWN = 100
const MOST_SHOWN = 3

function shownOf(found: readonly string[]): string {
  if (found.length === 0) return 'nothing'
  const first = found.slice(0, MOST_SHOWN).map((one) => JSON.stringify(one.slice(0, SHOWN)))
  return first.join(', ') + (found.length > MOST_SHOWN ? ` and ${found.length - MOST_SHOWN} more` : '')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const NUMBER = /^[+-]?(?:\d{1,15}\.?\d{0,15}|\.\d{1,15})$/

function numberFault({
  compare,
  value,
}: Pick<Extract<Assertion, { kind: 'header' }>, 'compare' | 'value'>): string | null {
  return (compare === 'less' || compare === 'greater') && !NUMBER.test(value.trim()) ? 'Wanted a number' : null
}

function patternFault(pattern: string): string | null {
  try {
    compilePattern(pattern)
    return null
  } catch (error) {
    if (errorCode(error) !== 'invalid_input') throw error
    return (error as AppError).message
  }
}
