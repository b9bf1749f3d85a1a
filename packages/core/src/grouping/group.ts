import type { NormalizedEvent } from '../protocol/event.js'
import { groupByG0 } from './g0/engine.js'
import { decide, hashesOf } from './g1/engine.js'
import type { GroupingRules } from './rules/index.js'

/** The engines, oldest first. What one makes of an event never changes after its release: a fix is a new engine. */
export const GROUPING_VERSIONS = ['g0', 'g1'] as const
export type GroupingVersion = (typeof GROUPING_VERSIONS)[number]

/** What new projects begin with. */
export const NEWEST_GROUPING: GroupingVersion = 'g1'

export interface GroupingOptions {
  /** The newest where none is named. */
  readonly version?: GroupingVersion
  /** Of the project; `g0` knows none. */
  readonly rules?: GroupingRules | null
}

export interface Grouping {
  /** In order of preference: events that share one are the same issue. Never empty. */
  readonly hashes: readonly string[]
  /** Whether a fingerprint rule of the project decided. */
  readonly isByRule: boolean
  /** What a fingerprint rule of the project wants the issue to be called. */
  readonly title: string | null
}

/**
 * Which issue an event belongs to, as its hashes say. Line numbers, paths of a deployment, ids in messages, release,
 * environment, URL and user are no part of them. Pure; the same event gives the same hashes in every process.
 */
export function groupEvent(event: NormalizedEvent, options: GroupingOptions = {}): Grouping {
  if (options.version === 'g0') return { hashes: [groupByG0(event).hash], isByRule: false, title: null }
  const { decision, title } = decide(event, options.rules ?? null)
  const isByRule = decision.by === 'fingerprint' && decision.ruleLine !== null
  return { hashes: hashesOf(decision, event), isByRule, title }
}
