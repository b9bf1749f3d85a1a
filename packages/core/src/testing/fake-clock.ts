import type { Clock } from '../ports/runtime.js'

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  /** Moves the time and wakes whoever has slept long enough, in order; resolves when they have had their turn. */
  advance(ms: number): Promise<void>
  /** Moves the time in one step, as for a machine that was asleep: who wakes by it sleeps on from the new time. */
  jump(ms: number): Promise<void>
  /** Resolves when at least `count` sleep, so that a test can move the clock at the right moment. */
  asleep(count?: number): Promise<void>
}

/** A clock for tests. Starts at `start`, by default at a fixed moment in the middle of an hour. */
export function fakeClock(start: Date | string = '2026-03-04T05:30:00.000Z'): FakeClock {
  let now = new Date(start).getTime()
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  const watchers = new Set<{ readonly count: number; readonly tell: () => void }>()

  const tellWatchers = () => {
    for (const watcher of watchers) {
      if (sleepers.size < watcher.count) continue
      watchers.delete(watcher)
      watcher.tell()
    }
  }

  return {
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || ms <= 0) {
          resolve()
          return
        }
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { until: now + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
        tellWatchers()
      }),
    advance: async (ms) => {
      const end = now + ms
      for (;;) {
        const next = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0]
        if (next === undefined) break
        now = Math.max(now, next.until)
        next.wake()
        await turn()
      }
      now = end
      await turn()
    },
    jump: async (ms) => {
      now += ms
      for (const { wake } of [...sleepers].filter(({ until }) => until <= now).sort((a, b) => a.until - b.until)) wake()
      await turn()
    },
    asleep: (count = 1) =>
      new Promise((resolve) => {
        watchers.add({ count, tell: resolve })
        tellWatchers()
      }),
  }
}

/** Everything that waits on promises alone has run after this. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
