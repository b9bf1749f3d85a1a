/** Two things at the same place of two sequences; null where one of the sequences has nothing there. */
export interface AlignedPair<T> {
  readonly one: T | null
  readonly other: T | null
}

/** Beyond this each sequence is cut: the table grows with the product of the two. */
export const MOST_ALIGNED = 400

/**
 * Puts two sequences beside each other: what has the same key stays together, as much as can be in order; what lies
 * between is paired by `likeness`, where two have the same, else stands alone. Each is cut after 400.
 */
export function alignSequences<T>(
  one: readonly T[],
  other: readonly T[],
  keyOf: (item: T) => string,
  likeness: (item: T) => string = keyOf,
): readonly AlignedPair<T>[] {
  const left = one.slice(0, MOST_ALIGNED)
  const right = other.slice(0, MOST_ALIGNED)
  const pairs: AlignedPair<T>[] = []
  let gap: { left: T[]; right: T[] } = { left: [], right: [] }
  const endGap = () => {
    pairs.push(...pairUp(gap.left, gap.right, likeness))
    gap = { left: [], right: [] }
  }
  const leftKeys = left.map(keyOf)
  const rightKeys = right.map(keyOf)
  const width = right.length + 1
  const lengths = commonLengths(leftKeys, rightKeys)
  let a = 0
  let b = 0
  while (a < left.length || b < right.length) {
    if (a < left.length && b < right.length && leftKeys[a] === rightKeys[b]) {
      endGap()
      pairs.push({ one: left[a]!, other: right[b]! })
      a++
      b++
      continue
    }
    const isLeftNext =
      b >= right.length || (a < left.length && lengths[(a + 1) * width + b]! >= lengths[a * width + b + 1]!)
    if (isLeftNext) gap.left.push(left[a++]!)
    else gap.right.push(right[b++]!)
  }
  endGap()
  return pairs
}

/** How many keys are common behind each pair of places. */
function commonLengths(one: readonly string[], other: readonly string[]): Uint16Array {
  const width = other.length + 1
  const lengths = new Uint16Array((one.length + 1) * width)
  for (let a = one.length - 1; a >= 0; a--)
    for (let b = other.length - 1; b >= 0; b--)
      lengths[a * width + b] =
        one[a] === other[b]
          ? lengths[(a + 1) * width + b + 1]! + 1
          : Math.max(lengths[(a + 1) * width + b]!, lengths[a * width + b + 1]!)
  return lengths
}

/** In the order of the left; what only the right has follows the last one that it is paired behind. */
function pairUp<T>(left: readonly T[], right: readonly T[], likeness: (item: T) => string): readonly AlignedPair<T>[] {
  const pairs: AlignedPair<T>[] = []
  let next = 0
  for (const one of left) {
    const like = likeness(one)
    const found = right.findIndex((item, at) => at >= next && likeness(item) === like)
    if (found === -1) {
      pairs.push({ one, other: null })
      continue
    }
    for (const other of right.slice(next, found)) pairs.push({ one: null, other })
    pairs.push({ one, other: right[found]! })
    next = found + 1
  }
  for (const other of right.slice(next)) pairs.push({ one: null, other })
  return pairs
}
