import { describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../adapters/memory-fetcher.js'
import { AppError } from '../errors.js'
import { fakeClock } from '../testing/fake-clock.js'
import { attemptChannel, outcomeOf } from './attempt.js'

const RECIPIENT = { id: '1', kind: 'webhook', url: 'https://hooks.example/a', tags: [], config: {} } as const
const NOTICE = { kind: 'test', project: 'Web' } as const

describe('an attempt', () => {
  it.each([
    [200, {}, 0, 'sent', null],
    [204, {}, 3, 'sent', null],
    [500, {}, 0, 'pending', 30],
    [503, {}, 1, 'pending', 120],
    [503, {}, 4, 'pending', 6 * 3600],
    [503, {}, 5, 'failed', null],
    [429, { 'retry-after': '300' }, 0, 'pending', 300],
    [429, { 'retry-after': '999999' }, 0, 'pending', 3600],
    [429, { 'retry-after': 'soon' }, 0, 'pending', 30],
    [408, {}, 0, 'pending', 30],
    [301, {}, 0, 'failed', null],
    [400, {}, 0, 'failed', null],
    [404, {}, 0, 'failed', null],
  ] as const)('that is answered with %i %j after %i others is %s', async (status, headers, before, state, seconds) => {
    const clock = fakeClock()
    const fetcher = memoryFetcher(() => ({ status, headers, body: 'said' }))
    const outcome = outcomeOf(await attemptChannel({ clock, fetcher }, NOTICE, RECIPIENT, 'd1'), before)
    const next = seconds === null ? null : new Date(clock.now().getTime() + seconds * 1000)
    expect(outcome).toMatchObject({ state, nextAttemptAt: next, attempt: { status } })
    expect(outcome.attempt.error).toBe(state === 'sent' ? '' : `Answered with ${status}: said`)
    expect(fetcher.asked[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'd1' } })
  })

  it.each([
    ['unavailable', 'pending'],
    ['forbidden', 'failed'],
    ['too_large', 'failed'],
  ] as const)('that ends in %s is %s', async (code, state) => {
    const fetcher = { fetch: () => Promise.reject(new AppError(code, 'It is so')) }
    const outcome = outcomeOf(await attemptChannel({ clock: fakeClock(), fetcher }, NOTICE, RECIPIENT, 'd1'), 0)
    expect(outcome).toMatchObject({ state, attempt: { status: null, error: 'It is so' } })
  })
})
