import { describe, expect, it } from '@jest/globals'
import { fakeClock } from './fake-clock.js'

describe('the fake clock', () => {
  it('stands still until it is moved, and wakes sleepers in the order of their times', async () => {
    const clock = fakeClock('2026-01-01T00:00:00Z')
    const woken: string[] = []
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms)
      woken.push(`${name} at ${clock.now().getTime() - Date.parse('2026-01-01T00:00:00Z')}`)
    }
    void sleep('late', 300)
    void sleep('early', 100).then(() => sleep('again', 50))
    await clock.advance(99)
    expect(woken).toEqual([])
    await clock.advance(201)
    expect(woken).toEqual(['early at 100', 'again at 150', 'late at 300'])
  })

  it('jumps, and wakes who slept that long once', async () => {
    const clock = fakeClock('2026-01-01T00:00:00Z')
    let turns = 0
    const tick = async (): Promise<void> => {
      await clock.sleep(1000)
      turns += 1
      await tick()
    }
    void tick()
    await clock.jump(86_400_000)
    expect([turns, clock.now().toISOString()]).toEqual([1, '2026-01-02T00:00:00.000Z'])
    await clock.advance(1000)
    expect(turns).toBe(2)
  })

  it('ends a sleep whose signal is aborted, and tells when enough sleep', async () => {
    const clock = fakeClock()
    const stop = new AbortController()
    const asleep = clock.asleep(2)
    const sleeping = clock.sleep(1000, stop.signal)
    void clock.sleep(1000)
    await asleep
    stop.abort()
    await sleeping
    await clock.sleep(1000, stop.signal)
  })
})
