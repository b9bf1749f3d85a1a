import { describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../adapters/memory-fetcher.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { resolveConfig } from '../config.js'
import { AppError } from '../errors.js'
import type { Fetcher, FetchRequest } from '../ports/fetcher.js'
import { fakeClock } from '../testing/fake-clock.js'
import { attemptChannel, LEASE_MS, outcomeOf } from './attempt.js'

const RECIPIENT = { id: '1', kind: 'webhook', url: 'https://hooks.example/a', tags: [], config: {} } as const
const NOTICE = { kind: 'test', project: 'Web' } as const
const ATTEMPT = { notice: NOTICE, projectId: '1', recipient: RECIPIENT, id: 'd1' }
const storage = memoryStorage()
const config = resolveConfig({ url: 'https://errors.example.com' })

describe('an attempt', () => {
  it.each([
    [200, {}, 0, 'sent', null],
    [204, {}, 3, 'sent', null],
    [500, {}, 0, 'pending', 30],
    [503, {}, 1, 'pending', 120],
    [503, {}, 4, 'pending', 6 * 3600],
    [503, {}, 5, 'failed', null],
    [429, { 'retry-after': '300' }, 0, 'pending', 300],
    [429, { 'retry-after': '999999999' }, 0, 'pending', 3600],
    [429, { 'retry-after': 'soon' }, 0, 'pending', 30],
    [429, { 'retry-after': '-300' }, 0, 'pending', 30],
    // The clock of the test says 05:30.
    [503, { 'retry-after': 'Wed, 04 Mar 2026 05:35:00 GMT' }, 0, 'pending', 300],
    [503, { 'retry-after': 'Wed, 04 Mar 2099 05:35:00 GMT' }, 0, 'pending', 3600],
    [503, { 'retry-after': 'Wed, 04 Mar 1999 05:35:00 GMT' }, 0, 'pending', 30],
    [408, {}, 0, 'pending', 30],
    [301, {}, 0, 'failed', null],
    [400, {}, 0, 'failed', null],
    [404, {}, 0, 'failed', null],
  ] as const)('that is answered with %i %j after %i others is %s', async (status, headers, before, state, seconds) => {
    const clock = fakeClock()
    const fetcher = memoryFetcher(() => ({ status, headers, body: 'said' }))
    const outcome = outcomeOf(await attemptChannel({ clock, config, fetcher, storage }, ATTEMPT), before)
    const next = seconds === null ? null : new Date(clock.now().getTime() + seconds * 1000)
    expect(outcome).toMatchObject({ state, nextAttemptAt: next, attempt: { status } })
    expect(outcome.attempt.error).toBe(state === 'sent' ? '' : `Answered with ${status}: said`)
    expect(fetcher.asked[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'd1' } })
  })

  it('tells nothing of a secret that is cut off at the end of what is shown', async () => {
    const recipient = { ...RECIPIENT, url: 'https://hooks.example/T0000001-s3cret-of-many-letters' }
    const body = `${'x'.repeat(280)} /T0000001-s3cret-of-many-letters`
    const fetcher = memoryFetcher(() => ({ status: 400, body }))
    const { attempt } = await attemptChannel(
      { clock: fakeClock(), config, fetcher, storage },
      { ...ATTEMPT, recipient },
    )
    expect(attempt.error).not.toContain('s3cret')
    expect(attempt.error).toContain('xxx')
  })

  it('that has to ask often is over before anybody else may try, and asks a few at once', async () => {
    const issue = { id: '1', title: 'Boom', culprit: '', level: 'error', events: 1, users: 0, url: 'https://e/1' }
    const more = { shortId: 'WEB-1', project: 'Web', facts: [] }
    const issues = Array.from({ length: 100 }, (_, index) => ({ ...issue, ...more, key: `e/${index}` }))
    const notice = { kind: 'issues', trigger: null, count: 100, issues, url: 'https://e/', project: 'Web' } as const
    const recipient = { ...RECIPIENT, kind: 'pagerduty', config: { open: { config: { routingKey: 'k' } } } } as const
    const attempt = async (secondsEach: number) => {
      const clock = fakeClock()
      let [asked, asking, most] = [0, 0, 0]
      const fetcher = {
        fetch: async () => {
          asked += 1
          asking += 1
          most = Math.max(most, asking)
          await clock.jump(secondsEach * 1000)
          asking -= 1
          return { status: 202, headers: {}, body: new Uint8Array() }
        },
      }
      const attempted = await attemptChannel({ clock, config, fetcher, storage }, { ...ATTEMPT, notice, recipient })
      return { ...attempted, asked, most }
    }
    const slow = await attempt(2)
    expect(slow).toMatchObject({ isPassing: true, attempt: { error: expect.stringMatching(/\d of 100/) } })
    expect(slow.attempt.ms).toBeLessThan(LEASE_MS)
    expect(slow.asked).toBeLessThan(100)
    const quick = await attempt(0.1)
    expect(quick).toMatchObject({ asked: 100, attempt: { error: '' } })
    expect(quick.most).toBeGreaterThan(1)
    expect(quick.most).toBeLessThanOrEqual(10)
  })

  it.each([
    ['webhook', 200, 'too_large', 'sent', ''],
    ['webhook', 202, 'unavailable', 'sent', ''],
    ['webhook', 503, 'too_large', 'pending', 'Answered with 503: {"co'],
    ['webhook', 400, 'unavailable', 'failed', 'Answered with 400: {"co'],
    ['feishu', 200, 'unavailable', 'pending', 'Answered with 200: It is so'],
    ['feishu', 200, 'too_large', 'failed', 'Answered with 200: It is so'],
    ['feishu', 503, 'too_large', 'pending', 'Answered with 503: {"co'],
  ] as const)('by %s, answered with %i and a part of a body that is %s, is %s', async (kind, status, code, ...is) => {
    const answer = { status, headers: {}, body: new TextEncoder().encode('{"co') }
    const asked: FetchRequest[] = []
    const fetcher: Fetcher = {
      fetch: async (request) => {
        asked.push(request)
        return { ...answer, cut: new AppError(code, 'It is so') }
      },
    }
    const recipient = { ...RECIPIENT, kind }
    const attempted = await attemptChannel({ clock: fakeClock(), config, fetcher, storage }, { ...ATTEMPT, recipient })
    const { state, attempt } = outcomeOf(attempted, 0)
    expect([state, attempt.error, attempt.status, attempt.answer]).toEqual([...is, status, '{"co'])
    expect(asked).toMatchObject([{ isPartEnough: true }])
  })

  it.each([
    ['unavailable', 'pending'],
    ['forbidden', 'failed'],
  ] as const)('that ends in %s is %s', async (code, state) => {
    const fetcher = { fetch: () => Promise.reject(new AppError(code, 'It is so')) }
    const outcome = outcomeOf(await attemptChannel({ clock: fakeClock(), config, fetcher, storage }, ATTEMPT), 0)
    expect(outcome).toMatchObject({ state, attempt: { status: null, error: 'It is so' } })
  })
})
