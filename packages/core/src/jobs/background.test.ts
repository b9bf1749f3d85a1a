import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createMetrics } from '../metrics/metrics.js'
import { fakeClock } from '../testing/fake-clock.js'
import { createBackgroundWork } from './background.js'

const NOW = '2026-03-04T00:00:00.000Z'

function aLogger() {
  const warnings: string[] = []
  return { warnings, debug() {}, info() {}, warn: (message: string) => warnings.push(message), error() {} }
}

describe('work in the background', () => {
  it('goes on while there is some, looks again after a pause, and ends', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock(NOW)]
    let left = 3
    let steps = 0
    const step = async () => {
      steps += 1
      left -= 1
      return left > 0
    }
    const work = createBackgroundWork(
      { storage, clock, metrics: createMetrics(), logger: aLogger() },
      { name: 'x', step, pauseMs: 10_000, restMs: 5 },
    )
    work.start()
    work.start()
    await clock.asleep()
    await clock.advance(10)
    expect(steps).toBe(3)
    await clock.advance(9_000)
    expect(steps).toBe(3)
    left = 2
    await clock.advance(1_000)
    expect(steps).toBe(4)
    await work.stop()
    await clock.advance(60_000)
    expect(steps).toBe(4)
  })

  it('is tried again a minute after it failed, and the log says so', async () => {
    const clock = fakeClock(NOW)
    const logger = aLogger()
    let steps = 0
    const step = async () => {
      steps += 1
      throw new Error('away')
    }
    const work = createBackgroundWork(
      { storage: memoryStorage(), clock, metrics: createMetrics(), logger },
      { name: 'Sweeping', step, pauseMs: 10, restMs: 10 },
    )
    work.start()
    await clock.asleep()
    await clock.advance(59_000)
    expect(steps).toBe(1)
    await clock.advance(1_000)
    expect(steps).toBe(2)
    expect(logger.warnings).toEqual(Array(2).fill('Sweeping failed and is tried again'))
    await work.stop()
  })
})
