// Chance that can be had again: the same seed, the same run, as far as the machine lets it.
export function randomOf(seed) {
  let state = seed >>> 0
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low, high) => low + next() * (high - low)
  const below = (count) => Math.floor(next() * count)
  return { between, below, pick: (list) => list[below(list.length)] }
}
