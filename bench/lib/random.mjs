/** Numbers that are the same in every run (mulberry32), so that two runs send the same bytes. */
export function seededRandom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const whole = (max) => Math.floor(next() * max)
  const hex = (digits) => Array.from({ length: digits }, () => whole(16).toString(16)).join('')
  return { next, whole, hex, pick: (list) => list[whole(list.length)] }
}
