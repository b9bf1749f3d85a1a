import type { GroupingExplanation } from '../grouping/explanation.js'
import type { IssueJson } from './issue-types.js'

/** How a project groups its events. Not in Sentry's API, which has the two texts in its project as well. */
export interface GroupingSettingsJson {
  /** The engine, such as `g1`. */
  version: string
  /** Every engine, the oldest first. */
  versions: string[]
  /** The engine before. Until `previousUntil` it decides where the present one knows no issue; null where none was. */
  previous: string | null
  previousUntil: string | null
  fingerprintRules: string
  stackRules: string
  /** Of rules that were stored, each of which is left out; empty unless an older version accepted them. */
  faults: RuleFaultJson[]
}

/** A fault in rules, at its place: line and column count from 1. */
export interface RuleFaultJson {
  rules: 'fingerprint' | 'stack'
  line: number
  column: number
  /** What was wanted and what was found. */
  message: string
  /** What to write instead. */
  remedy: string
}

/** What is not given stays. */
export interface GroupingChangeInput {
  readonly version?: string
  readonly fingerprintRules?: string
  readonly stackRules?: string
}

/** What other settings would make of the newest stored events. */
export interface GroupingPreviewJson {
  faults: RuleFaultJson[]
  /** Events that were looked at, the newest of the project and of each of its issues; of `issues` issues. */
  examined: number
  issues: number
  /** Whether there are more events than were looked at. */
  isSampled: boolean
  /** Issues that would be one with another. */
  joins: number
  splits: number
  unchanged: number
  /** `would join 3 issues, split 1, leave 412` */
  sentence: string
  /** Those that would change, most events first; at most 50. */
  changes: GroupingChangeJson[]
}

export interface GroupingChangeJson {
  events: number
  /** Into how many issues the events would fall. */
  groups: number
  /** More than one where they would be joined; at most 20. The first is the one that future events would go to. */
  issues: { id: string; shortId: string; title: string }[]
  /** How many there are. */
  issueCount: number
}

/** Why an event is grouped as it is, and what may be done about an issue that holds too much. */
export interface EventGroupingJson extends GroupingExplanation {
  readonly suggestion: SplitSuggestionJson | null
}

/** The events of an issue come from one place and say many different things. */
export interface SplitSuggestionJson {
  by: 'message'
  /** Different ones, but for what varies, among the newest `events`. */
  messages: number
  events: number
  sentence: string
}

/** An issue that may have the same cause. */
export interface SimilarIssueJson {
  issue: IssueJson
  /** 0 to 1. */
  score: number
  /** In one sentence, what the two have in common. */
  why: string
}
