import { GROUPING_VERSIONS, type GroupingVersion, NEWEST_GROUPING } from '../grouping/group.js'
import { storable } from './bounds.js'

/** How a project groups its events. */
export interface GroupingSettings {
  readonly version: GroupingVersion
  /**
   * The engine that grouped the events of the project before. Until `previousUntil` an error that has no issue by the
   * present engine goes into the issue that the previous one gave it, if there is one.
   */
  readonly previous: GroupingVersion | null
  readonly previousUntil: Date | null
  /** Rules as their author wrote them; see `compileGroupingRules`. */
  readonly fingerprintRules: string
  readonly stackRules: string
}

export const DEFAULT_GROUPING_SETTINGS: GroupingSettings = {
  version: NEWEST_GROUPING,
  previous: null,
  previousUntil: null,
  fingerprintRules: '',
  stackRules: '',
}

/** Of each text of rules, in UTF-16 units. */
export const MAX_RULES = 65_536

/** The settings as every storage keeps them. Takes anything that was stored once; dates may be texts. */
export function boundGroupingSettings(stored: unknown): GroupingSettings {
  const given: Readonly<Record<string, unknown>> = typeof stored === 'object' && stored !== null ? { ...stored } : {}
  return {
    version: versionOf(given.version) ?? DEFAULT_GROUPING_SETTINGS.version,
    previous: versionOf(given.previous),
    previousUntil: dateOf(given.previousUntil),
    fingerprintRules: textOf(given.fingerprintRules),
    stackRules: textOf(given.stackRules),
  }
}

/** Only the fields that are given, each as `boundGroupingSettings` would keep it. */
export function boundGroupingChange(change: Partial<GroupingSettings>): Partial<GroupingSettings> {
  const names = new Set(Object.keys(change))
  return Object.fromEntries(Object.entries(boundGroupingSettings(change)).filter(([name]) => names.has(name)))
}

function versionOf(value: unknown): GroupingVersion | null {
  return GROUPING_VERSIONS.find((version) => version === value) ?? null
}

function dateOf(value: unknown): Date | null {
  if (!(value instanceof Date) && typeof value !== 'string') return null
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? null : date
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? storable(value, MAX_RULES) : ''
}
