import type { Comparison } from '../../ports/monitor-request.js'

/**
 * Compares what was found at a place, which may be nothing or several things: one of them must be so, and none of them where
 * it is said what they must not be. `less` and `greater` are of numbers.
 */
export function compareFound(found: readonly string[], compare: Comparison, value: string): boolean {
  switch (compare) {
    case 'exists':
      return found.length > 0
    case 'missing':
      return found.length === 0
    case 'equals':
      return found.some((one) => isSame(one, value))
    case 'not_equals':
      return !found.some((one) => isSame(one, value))
    case 'contains':
      return found.some((one) => one.includes(value))
    case 'not_contains':
      return !found.some((one) => one.includes(value))
    case 'less':
      return found.some((one) => toNumber(one) < toNumber(value))
    case 'greater':
      return found.some((one) => toNumber(one) > toNumber(value))
  }
}

/** What it wants, in words. */
export function wantedOf(compare: Comparison, value: string): string {
  const shown = JSON.stringify(value.slice(0, 100))
  return WORDS[compare].replace('%', () => shown)
}

const WORDS: Readonly<Record<Comparison, string>> = {
  equals: '%',
  not_equals: 'anything but %',
  contains: 'something with % in it',
  not_contains: 'nothing with % in it',
  less: 'less than %',
  greater: 'more than %',
  exists: 'something',
  missing: 'nothing',
}

// So that 1.0 is 1, and 5e1 is 50.
function isSame(found: string, wanted: string): boolean {
  return found === wanted || toNumber(found) === toNumber(wanted)
}

/** NaN for what is no number, which no number is less than, more than or the same as. */
function toNumber(text: string): number {
  return /^[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:e[+-]?\d{1,4})?$/i.test(text.trim()) ? Number(text) : Number.NaN
}
