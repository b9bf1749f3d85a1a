import { describe, expect, it } from '@jest/globals'
import type { Cache } from '../ports/runtime.js'

/** A cache that is empty for the test that asked for it, and a way to let time pass. */
export interface CacheUnderTest {
  readonly cache: Cache
  /** Resolves when `ms` have passed for the cache: at once where it runs by a fake clock. */
  readonly advance: (ms: number) => Promise<void>
}

/** What every cache promises while it works; it may still forget at any time. */
export function runCacheContract({
  name,
  create,
  hasRealTime = false,
}: {
  readonly name: string
  readonly create: () => CacheUnderTest
  /** Time passes while the test runs, so that the moment just before the end of a value cannot be met. */
  readonly hasRealTime?: boolean
}): void {
  describe(`${name} as a cache`, () => {
    it('answers null for what was never set', async () => {
      expect(await create().cache.get('nothing')).toBeNull()
    })

    it('answers the value set last, whatever is in it', async () => {
      const { cache } = create()
      await cache.set('key', 'first', 60_000)
      await cache.set('key', 'ü\0\n{"a":1}', 60_000)
      await cache.set('other', '', 60_000)
      expect(await cache.get('key')).toBe('ü\0\n{"a":1}')
      expect(await cache.get('other')).toBe('')
    })

    it('forgets what was deleted, and minds no key that is absent', async () => {
      const { cache } = create()
      await cache.set('key', 'value', 60_000)
      await cache.delete('key')
      await cache.delete('key')
      expect(await cache.get('key')).toBeNull()
    })

    it('forgets a value when its time is over, and not before', async () => {
      const { cache, advance } = create()
      await cache.set('short', 'value', 200)
      await cache.set('long', 'value', 60_000)
      if (!hasRealTime) expect(await cache.get('short')).toBe('value')
      await advance(200)
      expect(await cache.get('short')).toBeNull()
      expect(await cache.get('long')).toBe('value')
    })

    it('counts the time of a value from when it was set last', async () => {
      const { cache, advance } = create()
      await cache.set('key', 'first', 200)
      await cache.set('key', 'second', 60_000)
      await advance(200)
      expect(await cache.get('key')).toBe('second')
    })

    it('keeps nothing for no time, not even what was there', async () => {
      const { cache } = create()
      await cache.set('key', 'old', 60_000)
      await cache.set('key', 'new', 0)
      expect(await cache.get('key')).toBeNull()
    })

    it('ends with one of the values that were set at once', async () => {
      const { cache } = create()
      const values = Array.from({ length: 50 }, (_, index) => `value ${index}`)
      await Promise.all(values.map((value) => cache.set('key', value, 60_000)))
      expect(values).toContain(await cache.get('key'))
    })
  })
}
