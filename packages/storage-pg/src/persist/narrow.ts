import { type HashSplit, type Id, type NewEvent, narrow } from '@mishap/core'
import type { Queries } from '../database.js'
import { type HashOf, hashesOf, hashKey, ownersOf } from './hash-rows.js'

/** Issues by hash, or how a hash is split; and by event, where the engine before knew it. */
export interface Owners {
  readonly present: Map<string, Id | HashSplit>
  readonly fallback: ReadonlyMap<NewEvent, Id>
  readonly split: ReadonlyMap<NewEvent, HashOf>
}

/** For events that none of their hashes brings into an issue: what the engine before gave them, if that is known. */
export async function withEarlierOwners(
  tx: Queries,
  s: string,
  events: readonly NewEvent[],
  present: Map<string, Id | HashSplit>,
): Promise<Owners> {
  const missing = events.filter(
    (event) => event.earlierHashes && !hashesOf(event).some((one) => present.has(hashKey(one))),
  )
  const earlier = missing.map(
    (event) => [event, hashesOf({ ...event, hashes: event.earlierHashes?.() ?? [] })] as const,
  )
  const found = await ownersOf(
    tx,
    s,
    earlier.flatMap(([, hashes]) => hashes),
  )
  const fallback = new Map<NewEvent, Id>()
  const split = new Map<NewEvent, HashOf>()
  for (const [event, hashes] of earlier) {
    const one = hashes.find((hash) => found.has(hashKey(hash)))
    const owner = one === undefined ? undefined : found.get(hashKey(one))
    if (one === undefined || owner === undefined) continue
    if (typeof owner === 'string') fallback.set(event, owner)
    else {
      present.set(hashKey(one), owner)
      split.set(event, one)
    }
  }
  return { present, fallback, split }
}

/** What events go by whose issue was split, and hashes that are split alike from now on. */
export interface Narrowing {
  readonly hashesOf: ReadonlyMap<NewEvent, readonly HashOf[]>
  readonly alike: readonly SplitHash[]
}

export interface SplitHash extends HashOf {
  readonly split: HashSplit
}

/**
 * The hashes of events whose issue was split by what they say or by a tag: made of theirs and of the value. Asks nothing
 * where no hash of the batch is split. What is found is added to the owners.
 */
export async function narrowSplit(
  tx: Queries,
  s: string,
  events: readonly NewEvent[],
  { present, split: earlier }: Owners,
): Promise<Narrowing> {
  const narrowed = new Map<NewEvent, readonly HashOf[]>()
  const alike: SplitHash[] = []
  const hasSplit = [...present.values()].some((owner) => typeof owner !== 'string')
  for (let isDone = !hasSplit; !isDone; ) {
    const made: HashOf[] = []
    for (const event of events) {
      const { organizationId, projectId } = event
      const own = narrowed.get(event) ?? [...hashesOf(event), earlier.get(event) ?? []].flat()
      const known = (hash: string) => present.get(hashKey({ projectId, hash }))
      const texts = own.map(({ hash }) => hash)
      const step = narrow(texts, known, event)
      if (step === null) continue
      for (const hash of step.alike) {
        alike.push({ organizationId, projectId, hash, split: step.split })
        present.set(hashKey({ projectId, hash }), step.split)
      }
      const hashes = step.hashes.map((hash) => ({ organizationId, projectId, hash, ...parentOf(step.parents, hash) }))
      narrowed.set(event, hashes)
      made.push(...hashes)
    }
    for (const [key, owner] of await ownersOf(tx, s, made)) present.set(key, owner)
    isDone = made.length === 0
  }
  return { hashesOf: narrowed, alike }
}

function parentOf(parents: ReadonlyMap<string, string>, hash: string): { readonly parent?: string } {
  const parent = parents.get(hash)
  return parent === undefined ? {} : { parent }
}
