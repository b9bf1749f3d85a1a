import type { LogEntry } from '../event.js'
import { LENGTH, SMALL_DATA } from './limits.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'

type Params = NonNullable<LogEntry['params']>

/**
 * The message of an event from `logentry` (an object, or the text itself) or `message` (likewise).
 * `formatted` is always there: as sent, else the template with its parameters filled in.
 */
export function normalizeMessage(logentry: unknown, message: unknown, salvage: Salvage): LogEntry | undefined {
  const raw = rawEntry(logentry) ?? rawEntry(message)
  if (raw === null) {
    for (const [name, value] of [
      ['logentry', logentry],
      ['message', message],
    ] as const)
      if (value !== null && value !== undefined && value !== '') salvage.note('invalid_data', name, value)
    return undefined
  }
  const template = salvage.text(raw.message, 'logentry.message', LENGTH.message)
  const params = paramsOf(raw.params, salvage)
  const sent = salvage.text(raw.formatted, 'logentry.formatted', LENGTH.message)
  const filled = template === undefined ? undefined : fillIn(template, params)
  const formatted =
    sent ?? (filled === undefined ? undefined : salvage.text(filled, 'logentry.formatted', LENGTH.message))
  if (formatted === undefined) return undefined
  const entry: Draft<LogEntry> = { formatted }
  if (template !== undefined && (template !== formatted || params !== undefined)) entry.message = template
  if (params !== undefined) entry.params = params
  return entry
}

/** `%s`, `%d`, `%(name)s`, `{name}`, `{0}` and `{}` filled in; a place without a parameter stays as it is. */
function fillIn(template: string, params: Params | undefined): string {
  if (params === undefined) return template
  let next = 0
  const at = (name: string | undefined): unknown => {
    if (Array.isArray(params)) return params[name === undefined || !/^\d{1,3}$/.test(name) ? next++ : Number(name)]
    return name !== undefined && Object.hasOwn(params, name) ? (params as Raw)[name] : undefined
  }
  return template.replace(PLACES, (place: string, percentName?: string, braceName?: string) => {
    if (place === '%%') return '%'
    const isNamedForList = Array.isArray(params) && braceName !== undefined && !/^\d{0,3}$/.test(braceName)
    if (isNamedForList) return place
    const value = at(percentName ?? (braceName === '' ? undefined : braceName))
    if (value === undefined) return place
    return typeof value === 'string' ? value : JSON.stringify(value)
  })
}

const PLACES = /%%|%(?:\((\w{1,64})\))?(?:\.\d{1,2})?[sdifrxo]|\{(\w{0,64})\}/g

function rawEntry(value: unknown): Raw | null {
  if (typeof value === 'string') return value === '' ? null : { message: value }
  if (typeof value === 'number' || typeof value === 'boolean') return { message: String(value) }
  if (!isRecord(value)) return null
  return value.message || value.formatted ? value : null
}

function paramsOf(value: unknown, salvage: Salvage): Params | undefined {
  if (value === null || value === undefined) return undefined
  if (!Array.isArray(value) && !isRecord(value)) return [salvage.tree(value, 'logentry.params', SMALL_DATA)]
  const isEmpty = Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
  return isEmpty ? undefined : (salvage.tree(value, 'logentry.params', SMALL_DATA) as Params)
}
