import { describe, expect, it } from '@jest/globals'
import { fixedBy } from './fixes.js'

const CASES: readonly (readonly [message: string, fixed: readonly string[]])[] = [
  ['fixes WEB-1A', ['WEB-1A']],
  ['Fix: web-1a.', ['WEB-1A']],
  ['Cart: keep items (fixes WEB-1A, WEB-2 and API-3)', ['WEB-1A', 'WEB-2', 'API-3']],
  ['FIXED #WEB-1A!', ['WEB-1A']],
  ['closes WEB-1\n\nresolves my-app-2', ['WEB-1', 'MY-APP-2']],
  ['closed WEB-1 WEB-1', ['WEB-1']],
  ['see WEB-1A', []],
  ['fixes the cart of WEB-1A', []],
  ['prefixes WEB-1A', []],
  ['unresolved WEB-1A', []],
  ['fixes WEB-1 for WEB-2', ['WEB-1']],
  ['fixes', []],
  ['fixes WEB-0', []],
  ['', []],
  [`fixes ${Array.from({ length: 50 }, (_, index) => `W-${index + 1}`).join(' ')}`, 20 as never],
]

describe('what a commit says to fix', () => {
  it.each(CASES)('%j', (message, fixed) => {
    const found = fixedBy(message)
    expect(typeof fixed === 'number' ? found.length : found).toEqual(fixed)
  })

  it('takes no time to be found in whatever is written', () => {
    const started = performance.now()
    for (const text of ['fix '.repeat(1_000_000), '-'.repeat(1_000_000), 'a-1,'.repeat(1_000_000)]) fixedBy(text)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
