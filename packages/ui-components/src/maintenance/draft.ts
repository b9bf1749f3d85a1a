import type { MaintenanceInput, MaintenanceJson, MaintenanceWindowJson } from '@mishap/core/client'
import { cronFault } from './windows.js'
import { localOf, momentOf } from './zoned.js'

export const UNITS = { minutes: 1, hours: 60, days: 1440 } as const
export type Unit = keyof typeof UNITS

/** A maintenance window while it is written: what the fields hold. */
export interface Draft {
  readonly title: string
  readonly text: string
  readonly kind: MaintenanceWindowJson['kind']
  /** Of the zone: `2026-01-15T12:00`. */
  readonly start: string
  readonly days: readonly number[]
  readonly time: string
  readonly cron: string
  readonly amount: string
  readonly unit: Unit
  readonly timezone: string
  /** The last day, of the zone; empty for no end. */
  readonly until: string
  readonly monitors: readonly number[]
  readonly groups: readonly string[]
  readonly tags: readonly string[]
  readonly isPublic: boolean
}

const HOUR_MS = 3_600_000
/** As long as a window may be. */
const MOST_MINUTES = 30 * 1440

/** What is there to begin with: two hours from the next full hour on. */
export function newDraft({ now, timezone }: { readonly now: number; readonly timezone: string }): Draft {
  const start = new Date(Math.ceil((now + 1) / HOUR_MS) * HOUR_MS)
  return {
    ...{ title: '', text: '', kind: 'single', start: localOf(start, timezone), days: [7], time: '02:00' },
    ...{ cron: '0 2 * * 0', amount: '2', unit: 'hours', timezone, until: '' },
    ...{ monitors: [], groups: [], tags: [], isPublic: true },
  }
}

/** Of one that is there. `timezone`: in which the times of a single one are shown. */
export function draftOf(
  { title, text, window, monitors, groups, tags, isPublic }: MaintenanceJson,
  blank: Draft,
): Draft {
  const about = { ...blank, title, text, kind: window.kind, monitors, groups, tags, isPublic }
  if (window.kind === 'single') {
    const minutes = Math.round((Date.parse(window.end) - Date.parse(window.start)) / 60_000)
    return { ...about, ...lengthOf(minutes), start: localOf(new Date(window.start), blank.timezone) }
  }
  const { timezone, minutes, until } = window
  const end = until === null ? '' : localOf(new Date(Date.parse(until) - 1), timezone).slice(0, 10)
  const when = window.kind === 'weekly' ? { days: window.days, time: window.time } : { cron: window.cron }
  return { ...about, ...lengthOf(minutes), ...when, timezone, until: end }
}

function lengthOf(minutes: number): Pick<Draft, 'amount' | 'unit'> {
  const unit = (['days', 'hours'] as const).find((name) => minutes >= UNITS[name] && minutes % UNITS[name] === 0)
  return { amount: String(minutes / UNITS[unit ?? 'minutes']), unit: unit ?? 'minutes' }
}

export type DraftField = 'title' | 'start' | 'days' | 'time' | 'cron' | 'amount' | 'until' | 'affected'

/** What is still wrong, a sentence by field. */
export function faultsOf(draft: Draft): Partial<Record<DraftField, string>> {
  const { title, kind, monitors, groups, tags } = draft
  const minutes = minutesOf(draft)
  return {
    ...(title.trim() === '' ? { title: 'Say what is done.' } : {}),
    ...(monitors.length + groups.length + tags.length === 0 ? { affected: 'Choose what it is for.' } : {}),
    ...(minutes > 0 && minutes <= MOST_MINUTES ? {} : { amount: 'Between a minute and 30 days.' }),
    ...(kind === 'single' && momentOf(draft.start, draft.timezone) === null ? { start: 'Choose when it begins.' } : {}),
    ...(kind === 'weekly' && draft.days.length === 0 ? { days: 'Choose a day.' } : {}),
    ...(kind === 'weekly' && !/^\d\d:\d\d$/.test(draft.time) ? { time: 'Choose when it begins.' } : {}),
    ...(kind === 'cron' && cronFault(draft.cron) !== null ? { cron: cronFault(draft.cron) ?? '' } : {}),
  }
}

/** As it stands; null where it is no window yet. */
export function windowOf(draft: Draft): MaintenanceWindowJson | null {
  const { kind, timezone, until } = draft
  const { title: _, affected: __, ...faults } = faultsOf(draft)
  const minutes = minutesOf(draft)
  if (Object.keys(faults).length > 0) return null
  if (kind === 'single') {
    const start = momentOf(draft.start, timezone)
    if (start === null) return null
    return { kind, start: start.toISOString(), end: new Date(start.getTime() + minutes * 60_000).toISOString() }
  }
  const midnight = until === '' ? null : momentOf(`${dayAfter(until)}T00:00`, timezone)
  const tail = { minutes, timezone, until: midnight?.toISOString() ?? null }
  if (kind === 'cron') return { kind, cron: draft.cron.trim(), ...tail }
  return { kind, days: [...draft.days].sort((a, b) => a - b), time: draft.time, ...tail }
}

/** What is saved; null where something is still wrong. */
export function inputOf(draft: Draft): MaintenanceInput | null {
  const window = windowOf(draft)
  if (window === null || Object.keys(faultsOf(draft)).length > 0) return null
  const { title, text, monitors, groups, tags, isPublic } = draft
  return { title: title.trim(), text: text.trim(), window, monitors, groups, tags, isPublic }
}

function minutesOf({ amount, unit }: Draft): number {
  return /^\d{1,5}$/.test(amount.trim()) ? Number(amount) * UNITS[unit] : 0
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00Z`)
  return Number.isNaN(at) ? '' : new Date(at + 86_400_000).toISOString().slice(0, 10)
}
