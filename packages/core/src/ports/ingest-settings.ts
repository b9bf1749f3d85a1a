import { type FilterSettings, NO_FILTERS } from '../ingest/filters/index.js'
import { DEFAULT_SCRUB_RULES, type ScrubRules } from '../ingest/scrub/rules.js'
import { storable } from './bounds.js'

/** What a project says about what comes in: what it does not want to hear, and what must not be kept. */
export interface IngestSettings {
  readonly filters: FilterSettings
  readonly scrub: ScrubRules
}

/** Some of them; what is not given stays. */
export interface IngestSettingsChange {
  readonly filters?: Partial<FilterSettings>
  readonly scrub?: Partial<ScrubRules>
}

export const DEFAULT_INGEST_SETTINGS: IngestSettings = { filters: NO_FILTERS, scrub: DEFAULT_SCRUB_RULES }

/** Of each list, and of each text in it, in UTF-16 units. */
export const INGEST_SETTINGS_BOUNDS = { entries: 100, entryLength: 500 } as const

/**
 * The settings as every storage keeps them: lists and texts cut to `INGEST_SETTINGS_BOUNDS`, defaults for what is missing.
 * Takes anything that was stored once, so that a later version may add to them.
 */
export function boundIngestSettings(stored: unknown): IngestSettings {
  const { filters, scrub } = isObject(stored) ? stored : {}
  return {
    filters: bound(filters, NO_FILTERS),
    scrub: bound(scrub, DEFAULT_SCRUB_RULES),
  }
}

/** Only the fields that are given, each as `boundIngestSettings` would keep it. */
export function boundIngestChange({ filters = {}, scrub = {} }: IngestSettingsChange): Required<IngestSettingsChange> {
  const bounded = boundIngestSettings({ filters, scrub })
  return { filters: only(filters, bounded.filters), scrub: only(scrub, bounded.scrub) }
}

function only<T extends object>(given: Partial<T>, bounded: T): Partial<T> {
  const entries = Object.entries(bounded).filter(([name]) => given[name as keyof T] !== undefined)
  // Some of the fields of `bounded`, as they are there.
  return Object.fromEntries(entries) as Partial<T>
}

type Flags = Readonly<Record<string, boolean | readonly string[]>>

function bound<T extends { readonly [K in keyof T]: boolean | readonly string[] }>(stored: unknown, defaults: T): T {
  const given = isObject(stored) ? stored : {}
  const entries = Object.entries(defaults as Flags).map(([name, usual]) => {
    const value = given[name]
    if (typeof usual === 'boolean') return [name, typeof value === 'boolean' ? value : usual]
    return [name, Array.isArray(value) ? boundList(value) : usual]
  })
  // Each field of `defaults` was given a value of its own kind.
  return Object.fromEntries(entries) as T
}

function boundList(list: readonly unknown[]): readonly string[] {
  const { entries, entryLength } = INGEST_SETTINGS_BOUNDS
  const texts = list.filter((entry) => typeof entry === 'string')
  return texts
    .map((text) => storable(text, entryLength))
    .filter((text) => text !== '')
    .slice(0, entries)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
