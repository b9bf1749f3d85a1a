import type { OrganizationAlertJson } from '@mishap/core/client'
import { type RuleState, ruleStates } from './rule-state.js'

/** All that the address of the list of rules says. */
export interface AlertParams {
  /** Words of the name, the sentence or the project. */
  readonly query: string
  /** Slug; empty for all. */
  readonly project: string
  readonly state: ShownState | null
}

/** What the list can be narrowed to. */
export const SHOWN_STATES = ['on', 'off', 'muted', 'failing', 'nobody'] as const satisfies readonly RuleState[]
export type ShownState = (typeof SHOWN_STATES)[number]

export const NO_ALERT_FILTERS: AlertParams = { query: '', project: '', state: null }

/** Of the address of the list; what cannot be is as if it were not there. */
export function decodeAlerts(search: string): AlertParams {
  const params = new URLSearchParams(search)
  const state = params.get('state')
  return {
    query: (params.get('query') ?? '').slice(0, 200),
    project: (params.get('project') ?? '').slice(0, 200),
    state: SHOWN_STATES.find((one) => one === state) ?? null,
  }
}

/** With its question mark; empty where nothing is chosen. */
export function encodeAlerts({ query, project, state }: AlertParams): string {
  const params = new URLSearchParams()
  if (query !== '') params.set('query', query)
  if (project !== '') params.set('project', project)
  if (state !== null) params.set('state', state)
  return params.size === 0 ? '' : `?${params}`
}

export interface FindOptions {
  readonly now: number
  /** The rule as a sentence. */
  readonly sentenceOf: (rule: OrganizationAlertJson) => string
}

/** Those that the address asks for; what does not work comes first. */
export function findRules(
  rules: readonly OrganizationAlertJson[],
  { query, project, state }: AlertParams,
  { now, sentenceOf }: FindOptions,
): readonly OrganizationAlertJson[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rules.filter((rule) => {
    const text = [rule.name, rule.project.name, sentenceOf(rule)].join('\n').toLowerCase()
    return (
      words.every((word) => text.includes(word)) &&
      (project === '' || rule.project.slug === project) &&
      (state === null || isIn(rule, state, now))
    )
  })
  return [...found].sort((a, b) => rank(a, now) - rank(b, now))
}

/** How many there are of each. */
export function countStates(
  rules: readonly OrganizationAlertJson[],
  now: number,
): Readonly<Record<ShownState, number>> {
  const count = (state: ShownState) => rules.filter((rule) => isIn(rule, state, now)).length
  return {
    on: count('on'),
    off: count('off'),
    muted: count('muted'),
    failing: count('failing'),
    nobody: count('nobody'),
  }
}

function isIn(rule: OrganizationAlertJson, state: ShownState, now: number): boolean {
  return state === 'on' ? rule.isEnabled : ruleStates(rule, now).includes(state)
}

const FIRST: readonly RuleState[] = ['failing', 'nobody', 'idle']

function rank(rule: OrganizationAlertJson, now: number): number {
  const states = ruleStates(rule, now)
  if (FIRST.some((state) => states.includes(state))) return 0
  return states.includes('off') ? 2 : 1
}
