import type { Id } from '../ports/model.js'

/**
 * The organizations that have their share of all places already, by who has each: theirs that wait let others come first.
 * There is always a share left for one that has none yet, so that nobody's hanging targets hold up everybody else.
 */
export function overShare(taken: readonly Id[], places: number): readonly Id[] {
  const counts = new Map<Id, number>()
  for (const id of taken) counts.set(id, (counts.get(id) ?? 0) + 1)
  const share = places / (counts.size + 1)
  return [...counts].flatMap(([id, count]) => (count >= share ? [id] : []))
}
