import type { Monitor, MonitorHealth } from '../ports/monitors.js'

/** What a parent says when its child has something to tell. */
export type ParentWord = 'fine' | 'down' | 'awaited'

/** How long it is waited for what a parent says of a moment, seconds. */
const PATIENCE_SECONDS = 120

/**
 * Both go down together, and nobody knows whose check comes first: so news for the worse wait until the parent was looked at
 * as well and is sure of itself, though not for ever.
 */
export function wordOf(
  parent: Pick<Monitor, 'health' | 'isPaused' | 'lastCheckAt' | 'nextCheckAt'>,
  child: Pick<MonitorHealth, 'status' | 'since'>,
  at: Date,
): ParentWord {
  if (parent.isPaused) return 'fine'
  if (parent.health.status === 'down') return 'down'
  if (child.status === 'up' || child.since === null || parent.nextCheckAt === null) return 'fine'
  if (at.getTime() - child.since.getTime() >= PATIENCE_SECONDS * 1000) return 'fine'
  const isAsked = parent.lastCheckAt !== null && parent.lastCheckAt > child.since
  return isAsked && parent.health.streakFor !== 'down' ? 'fine' : 'awaited'
}
