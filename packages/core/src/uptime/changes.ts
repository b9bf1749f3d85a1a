import type { Context } from '../context.js'

const listenersOf = new WeakMap<Context, Set<() => void>>()

/** Tells the watch of this process that a monitor may be due sooner than it knows. Other processes find out in seconds. */
export function tellChange(context: Context): void {
  for (const listener of listenersOf.get(context) ?? []) listener()
}

/** Calls `listener` at each change, until the answer is called. */
export function onChange(context: Context, listener: () => void): () => void {
  const listeners = listenersOf.get(context) ?? new Set()
  listenersOf.set(context, listeners)
  listeners.add(listener)
  return () => listeners.delete(listener)
}
