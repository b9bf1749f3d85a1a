import type { Context } from '../../context.js'
import type { Id } from '../../ports/model.js'

/** More are not kept in mind: they are found by when they were seen. */
const MOST_ISSUES = 20_000

const touched = new WeakMap<Context, Set<Id>>()

/**
 * Notes issues that this process has stored events of, after the commit: the next look at the rules sees them however long
 * ago the events were received.
 */
export function touch(context: Context, issueIds: Iterable<Id>): void {
  const ids = touched.get(context) ?? new Set()
  touched.set(context, ids)
  for (const id of issueIds) if (ids.size < MOST_ISSUES) ids.add(id)
}

/** Hands them over: they are no longer here. */
export function takeTouched(context: Context): readonly Id[] {
  const ids = [...(touched.get(context) ?? [])]
  touched.delete(context)
  return ids
}
