import { describe, expect, it } from '@jest/globals'
import { formatRateLimits, retryAfterSeconds } from './rate-limits.js'

describe('rate limits', () => {
  it('are written as SDKs read them', () => {
    expect(
      formatRateLimits([
        { retryAfterMs: 59_001, categories: ['error', 'transaction'], scope: 'key', reason: 'quota' },
        { retryAfterMs: 2700_000, scope: 'organization' },
        {
          retryAfterMs: 5000,
          categories: ['metric_bucket'],
          scope: 'project',
          reason: 'quota',
          namespaces: ['custom', 'spans'],
        },
        { retryAfterMs: 5000, categories: ['metric_bucket'], scope: 'project', namespaces: ['custom'] },
      ]),
    ).toBe(
      '60:error;transaction:key:quota, 2700::organization, 5:metric_bucket:project:quota:custom;spans, 5:metric_bucket:project::custom',
    )
  })

  it('cannot be widened by a word that holds separators', () => {
    expect(formatRateLimits([{ retryAfterMs: 1, categories: ['a;b, 9:'], scope: 'project', reason: 'x:y' }])).toBe(
      '1:a_b__9_:project:x_y',
    )
  })

  it('are nothing for none', () => {
    expect(formatRateLimits([])).toBe('')
  })

  it('never ask to come back at once', () => {
    expect(retryAfterSeconds(0)).toBe(1)
    expect(retryAfterSeconds(1001)).toBe(2)
  })
})
