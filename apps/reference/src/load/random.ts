/** Numbers that are the same in every run, so that two runs send the same bytes. */
export interface SeededRandom {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from 0 up to `max`, without it. */
  whole(max: number): number
  hex(digits: number): string
  pick<T>(list: readonly [T, ...T[]]): T
}

/** The generator `mulberry32`. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const whole = (max: number) => Math.floor(next() * max)
  const hex = (digits: number) => Array.from({ length: digits }, () => whole(16).toString(16)).join('')
  return { next, whole, hex, pick: (list) => list[whole(list.length)] ?? list[0] }
}
