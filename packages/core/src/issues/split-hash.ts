import { createHash } from 'node:crypto'
import { messageTemplate } from '../grouping/index.js'
import type { NewEvent } from '../ports/ingest.js'
import type { SplitBy } from '../ports/issue-parts.js'
import type { Id } from '../ports/model.js'

/** How events with a hash are told apart further, as storages keep it. */
export interface HashSplit {
  /** `message`, or `tag:` and the key. */
  readonly by: string
  /** The first hash of all that were split together, by which events of one value find each other. */
  readonly root: string
}

/** What of an event tells it apart. */
export type Told = Pick<NewEvent, 'message' | 'platform' | 'tags'>

/** Pure, as all of this: the same split makes the same hashes in every process. */
export function splitText(by: SplitBy): string {
  return by.kind === 'tag' ? `tag:${by.key}` : 'message'
}

/** As the log tells of a part: by what, and the value. */
export function splitAbout(by: string, value: string): Readonly<Record<string, unknown>> {
  return by === 'message' ? { by, key: null, value } : { by: 'tag', key: by.slice('tag:'.length), value }
}

/** The value by which the event is told apart; empty where it says nothing, or has no such tag. */
export function splitValue(by: string, { message, platform, tags }: Told): string {
  if (by === 'message') return messageTemplate(message, platform)
  const key = by.slice('tag:'.length)
  return tags.find(([one]) => one === key)?.[1] ?? ''
}

/** The hash that events with this one and this value go by. */
export function splitHash(hash: string, by: string, value: string): string {
  return hashOf('split', hash, by, value)
}

/** The hash of events that were chosen one by one; no event comes with it. */
export function chosenHash(hash: string, partId: Id): string {
  return hashOf('chosen', hash, partId)
}

/** An event on its way to its issue: its hashes, each with the one that it was made of. Ends, as no hash comes back. */
export interface Narrowed {
  readonly hashes: readonly string[]
  readonly parents: ReadonlyMap<string, string>
  /** Hashes that nobody knew: from now on they are split alike, so that no rule and no engine joins what was split. */
  readonly alike: readonly string[]
  readonly split: HashSplit
}

/**
 * One step further where the first hash that anybody knows is split; null where it is not, and its owner decides.
 * `known` answers the issue that owns a hash, or how it is split.
 */
export function narrow(
  hashes: readonly string[],
  known: (hash: string) => Id | HashSplit | undefined,
  event: Told,
): Narrowed | null {
  const split = hashes.map(known).find((one) => one !== undefined)
  if (split === undefined || typeof split === 'string') return null
  const value = splitValue(split.by, event)
  const isAlike = (one: Id | HashSplit | undefined) =>
    one === undefined || (typeof one !== 'string' && one.by === split.by && one.root === split.root)
  const own = hashes.filter((hash) => isAlike(known(hash)))
  const parents = new Map([...own, split.root].map((hash) => [splitHash(hash, split.by, value), hash]))
  return { hashes: [...parents.keys()], parents, alike: own.filter((hash) => known(hash) === undefined), split }
}

function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)
}
