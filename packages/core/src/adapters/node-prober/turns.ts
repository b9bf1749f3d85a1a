/** Lets so many do something at once, and no more. */
export interface Turns {
  /** `giveUp` is called where others wait for a place and it has been held too long. Rejects where the signal is aborted. */
  take(giveUp: () => void, signal: AbortSignal): Promise<() => void>
}

interface Holder {
  /** By `performance.now()`. */
  readonly since: number
  readonly giveUp: () => void
}

/** Whoever holds a place for longer than `fairMs` gives way to those who wait: what hangs delays nobody else. */
export function turns(most: number, fairMs: number): Turns {
  // Both oldest first.
  const holders = new Set<Holder>()
  const waiting = new Set<() => void>()
  const makeWay = () => {
    const [oldest] = holders
    if (waiting.size > 0 && oldest !== undefined && performance.now() - oldest.since >= fairMs) oldest.giveUp()
  }
  return {
    async take(giveUp, signal) {
      if (holders.size >= most) {
        const place = placeIn(waiting, signal)
        makeWay()
        await place
      }
      const holder = { since: performance.now(), giveUp }
      holders.add(holder)
      const timer = setTimeout(makeWay, fairMs + 1)
      return () => {
        clearTimeout(timer)
        holders.delete(holder)
        const [next] = waiting
        next?.()
      }
    },
  }
}

function placeIn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => () => {
      waiting.delete(free)
      signal.removeEventListener('abort', abort)
      then()
    }
    const free = settle(resolve)
    const abort = settle(() => reject(new Error('aborted')))
    waiting.add(free)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
  })
}
