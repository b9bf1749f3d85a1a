/** What an event was grouped by: plain data, which travels as JSON and is read in the browser. */
export interface GroupingExplanation {
  readonly version: string
  /** In order of preference. */
  readonly hashes: readonly string[]
  /** In one plain sentence. */
  readonly sentence: string
  /** The one that counts first; behind it, where there is one, that of all frames. */
  readonly variants: readonly GroupingVariant[]
}

export interface GroupingVariant {
  /** By the frames of the app, by all frames, or without frames. */
  readonly kind: 'app' | 'system' | 'only'
  readonly hash: string
  readonly root: ContributionNode
}

/** A part of an event, and whether it counts. */
export interface ContributionNode {
  /** What it is: `exception`, `type`, `value`, `stacktrace`, `frame`, `module`, `function`, `line`, `message`, … */
  readonly id: string
  /** In words, to be shown. */
  readonly label: string
  readonly contributes: boolean
  /** Why it does not count, or what was done to it; null where there is nothing to say. */
  readonly hint: string | null
  /** What goes into the hash, or would; null for a part that only holds others. */
  readonly value: string | null
  readonly children: readonly ContributionNode[]
}

/** The parts that go into the hash, in their order. */
export function contributingLeaves(node: ContributionNode): readonly (readonly [id: string, value: string])[] {
  if (!node.contributes) return []
  const own = node.value === null ? [] : [[node.id, node.value] as const]
  return [...own, ...node.children.flatMap(contributingLeaves)]
}
