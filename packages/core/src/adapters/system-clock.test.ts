import { describe, expect, it } from '@jest/globals'
import { systemClock } from './system-clock.js'

describe('the system clock', () => {
  it('ends a sleep when the signal is aborted, before or during it', async () => {
    await systemClock.sleep(3_600_000, AbortSignal.abort())
    const stop = new AbortController()
    const sleeping = systemClock.sleep(3_600_000, stop.signal)
    stop.abort()
    await sleeping
  })

  it('sleeps at least as long as it is told to', async () => {
    const start = performance.now()
    await systemClock.sleep(20)
    // A timer of Node's is early by a millisecond or two, as it knows the time in milliseconds only.
    expect(performance.now() - start).toBeGreaterThan(15)
  })
})
