import type { Breadcrumb } from '../event.js'
import { normalizeLevel } from './level.js'
import { KEEP, LENGTH, SMALL_DATA } from './limits.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'
import { parseTime } from './time.js'

/** The newest breadcrumbs, oldest first; their times are corrected like the event's. */
export function normalizeBreadcrumbs(value: unknown, drift: number, salvage: Salvage): readonly Breadcrumb[] {
  const list = salvage.values(value, 'breadcrumbs')
  const kept = salvage.keep(list, 'breadcrumbs', KEEP.breadcrumbs, 'last')
  return kept.flatMap((entry) => {
    const crumb = normalizeBreadcrumb(entry, drift, salvage)
    return crumb === null ? [] : [crumb]
  })
}

function normalizeBreadcrumb(entry: unknown, drift: number, salvage: Salvage): Breadcrumb | null {
  const raw: Raw = isRecord(entry) ? entry : { message: entry }
  const crumb: Draft<Breadcrumb> = {}
  const timestamp = parseTime(raw.timestamp)
  if (timestamp !== null) crumb.timestamp = timestamp + drift
  else if (raw.timestamp !== null && raw.timestamp !== undefined)
    salvage.note('invalid_data', 'breadcrumb.timestamp', raw.timestamp)
  const type = salvage.text(raw.type, 'breadcrumb.type', LENGTH.word)
  if (type !== undefined) crumb.type = type
  const category = salvage.text(raw.category, 'breadcrumb.category', LENGTH.name)
  if (category !== undefined) crumb.category = category
  const level = normalizeLevel(raw.level, 'breadcrumb.level', salvage)
  if (level !== undefined) crumb.level = level
  const message = salvage.text(raw.message, 'breadcrumb.message', LENGTH.message)
  if (message !== undefined) crumb.message = message
  const data = dataOf(raw.data, salvage)
  if (data !== undefined) crumb.data = data
  const isEmpty = message === undefined && category === undefined && type === undefined && data === undefined
  return isEmpty ? null : crumb
}

function dataOf(value: unknown, salvage: Salvage): Raw | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (!isRecord(value)) return Array.isArray(value) && value.length === 0 ? undefined : { value: tree(value, salvage) }
  return Object.keys(value).length === 0 ? undefined : (tree(value, salvage) as Raw)
}

function tree(value: unknown, salvage: Salvage): unknown {
  return salvage.tree(value, 'breadcrumb.data', SMALL_DATA)
}
