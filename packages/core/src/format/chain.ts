import type { ExceptionJson } from '../client/event-types.js'

export type ChainLink = 'cause' | 'context' | 'member'

/** An exception in the order of reading: what was reported first, then what lies behind it. */
export interface ChainedException {
  /** Its place among the values of the event. */
  readonly index: number
  readonly exception: ExceptionJson
  /** 0 for the reported one; one more for every group it is inside of. Causes stay on the level of their effect. */
  readonly depth: number
  /** How it hangs on the exception above it; null for the reported one. */
  readonly link: ChainLink | null
  /** The link in words, to stand between the two: `caused by`. Empty for the reported one. */
  readonly sentence: string
}

/**
 * The exceptions of an event as one readable list: with ids (`mechanism.exception_id`, `parent_id`) the tree they form,
 * else from the last value, which was raised last, to the first. Never loses one, whatever the ids say.
 */
export function exceptionChain(values: readonly ExceptionJson[]): readonly ChainedException[] {
  const hasIds = values.length > 1 && values.every((value) => typeof value.mechanism?.exception_id === 'number')
  return hasIds ? treeOf(values) : lineOf(values)
}

function lineOf(values: readonly ExceptionJson[]): readonly ChainedException[] {
  return values
    .map((exception, index) => ({ exception, index }))
    .reverse()
    .map(({ exception, index }, at) => {
      const link = at === 0 ? null : linkOf(exception)
      // Without ids there is no tree to show members of.
      const flat = link === 'member' ? 'cause' : link
      return { index, exception, depth: 0, link: flat, sentence: flat === null ? '' : SENTENCES[flat] }
    })
}

const SENTENCES = { cause: 'caused by', context: 'raised while handling' } as const

function treeOf(values: readonly ExceptionJson[]): readonly ChainedException[] {
  const chain: ChainedException[] = []
  const seen = new Set<number>()
  const childrenOf = (id: number | undefined) =>
    values
      .map((exception, index) => ({ exception, index }))
      .filter(({ exception, index }) => !seen.has(index) && exception.mechanism?.parent_id === id)

  const visit = (index: number, depth: number, link: ChainLink | null, sentence: string) => {
    const exception = values[index]!
    seen.add(index)
    chain.push({ index, exception, depth, link, sentence })
    const id = exception.mechanism?.exception_id
    if (id === undefined) return
    const children = childrenOf(id).sort((a, b) => idOf(a.exception) - idOf(b.exception))
    const members = children.filter((child) => linkOf(child.exception) === 'member')
    for (const [at, child] of members.entries()) {
      // The walk below may have come by it already, where ids form a ring.
      if (!seen.has(child.index)) visit(child.index, depth + 1, 'member', `${at + 1} of ${members.length} in the group`)
    }
    for (const child of children) {
      const childLink = linkOf(child.exception)
      if (childLink === 'member' || seen.has(child.index)) continue
      visit(child.index, depth, childLink, SENTENCES[childLink])
    }
  }

  const byId = [...values.keys()].sort((a, b) => idOf(values[a]!) - idOf(values[b]!))
  const known = new Set(values.map(idOf))
  for (const index of byId) {
    const parent = values[index]!.mechanism?.parent_id
    if (!seen.has(index) && (parent === undefined || !known.has(parent))) visit(index, 0, null, '')
  }
  // What is left hangs on itself in a ring.
  for (const index of byId) if (!seen.has(index)) visit(index, 0, 'cause', SENTENCES.cause)
  return chain
}

function idOf(exception: ExceptionJson): number {
  return exception.mechanism?.exception_id ?? 0
}

/** SDKs name the attribute that held the exception: `__cause__`, `cause`, `__context__`, `exceptions[0]`, `errors[1]`. */
function linkOf(exception: ExceptionJson): ChainLink {
  const source = exception.mechanism?.source ?? ''
  if (source === '__context__') return 'context'
  return source.endsWith(']') ? 'member' : 'cause'
}

/** `TypeError: x is undefined`, with what there is of the two. */
export function exceptionTitle({ type, value }: Pick<ExceptionJson, 'type' | 'value'>): string {
  return (
    [type, value].filter((part) => part !== undefined && part !== null && part !== '').join(': ') || 'Unknown error'
  )
}
