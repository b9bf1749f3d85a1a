import { type ContributionNode, contributingLeaves, type GroupingExplanation } from './explanation.js'

/** One part of two events side by side; null where one of them has none. */
export interface ComparedPart {
  readonly id: string
  readonly one: string | null
  readonly other: string | null
  readonly isEqual: boolean
}

export interface GroupingComparison {
  /** Whether the two share a hash, and so an issue. */
  readonly isSame: boolean
  /** In one plain sentence. */
  readonly sentence: string
  /** Leaf by leaf, in the order in which they are hashed. */
  readonly parts: readonly ComparedPart[]
}

/** Why two events are one issue, or what keeps them apart: the parts that count first, side by side. Pure. */
export function compareGrouping(one: GroupingExplanation, other: GroupingExplanation): GroupingComparison {
  const parts = alignLeaves(leavesOf(one), leavesOf(other))
  const isSame = one.hashes.some((hash) => other.hashes.includes(hash))
  return { isSame, sentence: sentenceOf(isSame, parts, one.version === other.version), parts }
}

type Leaf = readonly [id: string, value: string]
const MAX_LEAVES = 1000

function leavesOf({ variants }: GroupingExplanation): readonly Leaf[] {
  const root: ContributionNode | undefined = variants[0]?.root
  // Where an exception begins is no part that a reader knows.
  return root === undefined
    ? []
    : contributingLeaves(root)
        .filter(([id]) => id !== 'exception')
        .slice(0, MAX_LEAVES)
}

/** The longest run of equal leaves stays together; what lies between is paired by what it is. */
function alignLeaves(one: readonly Leaf[], other: readonly Leaf[]): readonly ComparedPart[] {
  const lengths = commonLengths(one, other)
  const parts: ComparedPart[] = []
  let a = 0
  let b = 0
  let [left, right]: [Leaf[], Leaf[]] = [[], []]
  const pair = () => {
    parts.push(...pairUp(left, right))
    left = []
    right = []
  }
  while (a < one.length || b < other.length) {
    const [mine, theirs] = [one[a], other[b]]
    if (mine !== undefined && theirs !== undefined && isEqual(mine, theirs)) {
      pair()
      parts.push({ id: mine[0], one: mine[1], other: theirs[1], isEqual: true })
      a++
      b++
    } else if (
      theirs === undefined ||
      (mine !== undefined && at(lengths, other, a + 1, b) >= at(lengths, other, a, b + 1))
    ) {
      left.push(mine!)
      a++
    } else {
      right.push(theirs)
      b++
    }
  }
  pair()
  return parts
}

function pairUp(left: readonly Leaf[], right: readonly Leaf[]): readonly ComparedPart[] {
  const rest = [...right]
  const parts = left.map(([id, value]): ComparedPart => {
    const found = rest.findIndex(([theirs]) => theirs === id)
    const [match] = found === -1 ? [] : rest.splice(found, 1)
    return { id, one: value, other: match?.[1] ?? null, isEqual: false }
  })
  return [...parts, ...rest.map(([id, value]): ComparedPart => ({ id, one: null, other: value, isEqual: false }))]
}

/** How many leaves are common behind each pair of places. */
function commonLengths(one: readonly Leaf[], other: readonly Leaf[]): Uint16Array {
  const width = other.length + 1
  const lengths = new Uint16Array((one.length + 1) * width)
  for (let a = one.length - 1; a >= 0; a--)
    for (let b = other.length - 1; b >= 0; b--)
      lengths[a * width + b] = isEqual(one[a]!, other[b]!)
        ? lengths[(a + 1) * width + b + 1]! + 1
        : Math.max(lengths[(a + 1) * width + b]!, lengths[a * width + b + 1]!)
  return lengths
}

function at(lengths: Uint16Array, other: readonly Leaf[], a: number, b: number): number {
  return lengths[a * (other.length + 1) + b] ?? 0
}

function isEqual([id, value]: Leaf, [otherId, otherValue]: Leaf): boolean {
  return id === otherId && value === otherValue
}

function sentenceOf(isSame: boolean, parts: readonly ComparedPart[], isOneEngine: boolean): string {
  if (!isOneEngine) return 'The two were grouped by different engines, so their parts cannot be compared one by one.'
  const different = parts.filter((part) => !part.isEqual)
  if (different.length === 0) return 'All parts that count are equal.'
  const kinds = [...new Set(different.map(({ id }) => WORDS[id] ?? id))]
  const named = kinds.length > 3 ? `${kinds.slice(0, 3).join(', ')} and more` : kinds.join(' and ')
  return isSame
    ? `One issue, because all their frames are the same; what differs is ${named}.`
    : `Different issues, because of ${named}.`
}

const WORDS: Readonly<Record<string, string>> = {
  type: 'the type',
  value: 'the text',
  message: 'the message',
  function: 'a function',
  module: 'a module',
  filename: 'a file',
  line: 'the line that failed',
  mechanism: 'the signal or error code',
  fingerprint: 'the fingerprint',
}
