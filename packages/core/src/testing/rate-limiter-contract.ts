import { describe, expect, it } from '@jest/globals'
import type { RateLimiter } from '../ports/runtime.js'

/** A rate limiter without memory of other tests, and a way to let time pass. */
export interface RateLimiterUnderTest {
  readonly limiter: RateLimiter
  /** Resolves when `ms` have passed for the limiter: at once where it runs by a fake clock. */
  readonly advance: (ms: number) => Promise<void>
}

const HOUR_MS = 3_600_000

/** What every rate limiter promises: for each key a bucket of `limit` that refills evenly over the window. */
export function runRateLimiterContract(contract: {
  readonly name: string
  readonly create: () => RateLimiterUnderTest
  /** Time passes while the test runs, so that the moment just before a call passes cannot be met. */
  readonly hasRealTime?: boolean
}): void {
  const { name, create, hasRealTime = false } = contract
  describe(`${name} as a rate limiter`, () => {
    it('lets exactly the limit through when many ask at once', async () => {
      const { limiter } = create()
      const request = { key: 'a', limit: 20, windowMs: HOUR_MS }
      const answers = await Promise.all(Array.from({ length: 100 }, () => limiter.take(request)))
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(20)
      for (const { allowed, retryAfterMs } of answers) expect(retryAfterMs > 0).toBe(!allowed)
    })

    it('keeps keys apart', async () => {
      const { limiter } = create()
      const take = (key: string) => limiter.take({ key, limit: 1, windowMs: HOUR_MS })
      expect([(await take('a')).allowed, (await take('b')).allowed, (await take('a')).allowed]).toEqual([
        true,
        true,
        false,
      ])
    })

    it('takes the cost of a call', async () => {
      const { limiter } = create()
      const take = (cost: number) => limiter.take({ key: 'a', limit: 10, windowMs: HOUR_MS, cost })
      expect([(await take(7)).allowed, (await take(4)).allowed, (await take(3)).allowed]).toEqual([true, false, true])
    })

    it('lets the same call pass after the time that it names', async () => {
      const { limiter, advance } = create()
      const request = { key: 'a', limit: 3, windowMs: 600, cost: 2 }
      let answer = await limiter.take(request)
      expect(answer).toEqual({ allowed: true, retryAfterMs: 0 })
      answer = await limiter.take(request)
      // While this test was held up, enough may have come back for one more.
      while (hasRealTime && answer.allowed) answer = await limiter.take(request)
      expect(answer.allowed).toBe(false)
      expect(answer.retryAfterMs).toBeLessThanOrEqual(hasRealTime ? 400 : 200)
      await advance(answer.retryAfterMs)
      expect((await limiter.take(request)).allowed).toBe(true)
    })

    it('refuses more than the limit ever holds, and all where the limit is nothing', async () => {
      const { limiter } = create()
      expect((await limiter.take({ key: 'a', limit: 2, windowMs: 1000, cost: 3 })).allowed).toBe(false)
      const { allowed, retryAfterMs } = await limiter.take({ key: 'b', limit: 0, windowMs: 1000 })
      expect({ allowed, retryAfterMs }).toEqual({ allowed: false, retryAfterMs: 1000 })
    })

    // By a clock that nobody can move these would only measure the machine.
    if (hasRealTime) return

    it('names the time to the millisecond, also after refusals and fractions', async () => {
      const { limiter, advance } = create()
      const request = { key: 'a', limit: 7, windowMs: 1000 }
      for (let taken = 0; taken < 7; taken++) expect((await limiter.take(request)).allowed).toBe(true)
      for (let round = 0; round < 50; round++) {
        const { retryAfterMs } = await limiter.take(request)
        await advance(retryAfterMs - 1)
        expect(await limiter.take(request)).toEqual({ allowed: false, retryAfterMs: 1 })
        await advance(1)
        expect((await limiter.take(request)).allowed).toBe(true)
      }
    })

    it('is full again after a window, and never more than full', async () => {
      const { limiter, advance } = create()
      const take = (cost: number) => limiter.take({ key: 'a', limit: 5, windowMs: HOUR_MS, cost })
      await take(5)
      await advance(10 * HOUR_MS)
      expect([(await take(5)).allowed, (await take(1)).allowed]).toEqual([true, false])
    })
  })
}
