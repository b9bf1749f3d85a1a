/** What answers hold while they come in, over all probes. */
export interface HeldBytes {
  /** `giveUp` may be called at any time until `end`. */
  hold(giveUp: () => void): { add(bytes: number): void; end(): void }
}

/**
 * Where more would be held than `most`, those give up that have read the longest: a body that comes as it should is there
 * long before, and one that hangs holds no place of another. One alone may hold more.
 */
export function heldBytes(most: number): HeldBytes {
  // Oldest first.
  const holders = new Map<symbol, { bytes: number; readonly giveUp: () => void }>()
  let held = 0
  const end = (key: symbol) => {
    held -= holders.get(key)?.bytes ?? 0
    holders.delete(key)
  }
  return {
    hold: (giveUp) => {
      const key = Symbol('answer')
      holders.set(key, { bytes: 0, giveUp })
      return {
        add: (bytes) => {
          const own = holders.get(key)
          if (own === undefined) return
          own.bytes += bytes
          held += bytes
          for (const [other, oldest] of holders) {
            if (held <= most || other === key) break
            end(other)
            oldest.giveUp()
          }
        },
        end: () => end(key),
      }
    },
  }
}
