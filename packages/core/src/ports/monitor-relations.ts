import type { Id } from './model.js'
import type { MonitorStatus } from './monitors.js'

/** How a monitor is sorted, and what it means to others. */
export interface MonitorRelations {
  /** Empty for none; `/` between levels, without spaces around. */
  readonly group: string
  /** In the order in which they were given, each once. */
  readonly tags: readonly string[]
  /** While that one is down nobody is told of this one. Null where there is none, also when it is deleted. */
  readonly parentId: Id | null
  /** Between reminders while it is down; null for none. */
  readonly remindSeconds: number | null
}

/** Monitors by themselves or by how they are sorted: each that is named in any way. */
export interface MonitorCoverage {
  readonly monitorIds: readonly Id[]
  /** With the groups below them. */
  readonly groups: readonly string[]
  readonly tags: readonly string[]
}

/** All that is given must hold. */
export interface MonitorFilter {
  /** With the groups below it. */
  readonly group?: string
  readonly tag?: string
  /** As it is shown: paused before in maintenance before all else. */
  readonly status?: MonitorStatus | 'maintenance' | 'paused'
  /** What is in maintenance now. */
  readonly maintained?: MonitorCoverage
  /** In its name or address, in any case. */
  readonly query?: string
  readonly projectId?: Id
}

/** What is done to several at once. */
export type MonitorBulkChange =
  | { readonly action: 'pause' | 'resume' }
  | { readonly action: 'delete' }
  | { readonly action: 'tag' | 'untag'; readonly tag: string }
  | { readonly action: 'move'; readonly group: string }

/** Lengths in UTF-16 units, counts in entries. */
export const MONITOR_BOUNDS = {
  group: 200,
  tags: 20,
  tag: 50,
  /** How many there may be one above the other. */
  ancestors: 20,
  /** Changed at once. */
  bulk: 500,
} as const
