import type { ExceptionValue, Mechanism } from '../event.js'
import { KEEP, LENGTH, SMALL_DATA } from './limits.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'
import { type FrameBudget, normalizeStacktrace } from './stacktrace.js'

/** The chain as sent, cause first. Entries that say nothing are left out; an empty list where none is left. */
export function normalizeExceptions(value: unknown, budget: FrameBudget, salvage: Salvage): readonly ExceptionValue[] {
  const list = salvage.values(value, 'exception')
  const kept = salvage.keep(list, 'exception', KEEP.exceptions, 'both')
  // The last one names the issue, so it takes its frames out of the budget first.
  const reversed = [...kept].reverse().map((entry) => normalizeException(entry, budget, salvage))
  return reversed.reverse().filter((entry) => entry !== null)
}

function normalizeException(entry: unknown, budget: FrameBudget, salvage: Salvage): ExceptionValue | null {
  if (!isRecord(entry)) {
    const value = salvage.text(entry, 'exception.value', LENGTH.message)
    if (value === undefined) return null
    salvage.note('invalid_data', 'exception', entry)
    return { value }
  }
  const exception: Draft<ExceptionValue> = {}
  let type = salvage.text(entry.type, 'exception.type', LENGTH.name)
  let value = salvage.text(entry.value, 'exception.value', LENGTH.message)
  if (type === undefined && value !== undefined) {
    const named = TYPE_IN_VALUE.exec(value)
    if (named) {
      type = named[1]!
      value = value.slice(named[0].length)
    }
  }
  if (type !== undefined) exception.type = type
  if (value !== undefined) exception.value = value
  const module = salvage.text(entry.module, 'exception.module', LENGTH.name)
  if (module !== undefined) exception.module = module
  const thread = threadId(entry.thread_id, salvage)
  if (thread !== undefined) exception.thread_id = thread
  const mechanism = normalizeMechanism(entry.mechanism, salvage)
  if (mechanism !== undefined) exception.mechanism = mechanism
  const stacktrace = normalizeStacktrace(entry.stacktrace, budget, salvage)
  if (stacktrace !== undefined) exception.stacktrace = stacktrace
  const rawStacktrace = normalizeStacktrace(entry.raw_stacktrace, budget, salvage)
  if (rawStacktrace !== undefined) exception.raw_stacktrace = rawStacktrace
  return type === undefined && value === undefined && stacktrace === undefined ? null : exception
}

/** Ids of threads are numbers in most SDKs and words in some. */
export function threadId(value: unknown, salvage: Salvage): string | number | undefined {
  return typeof value === 'number' ? value : salvage.text(value, 'thread.id', LENGTH.word)
}

/** Clients without exception types put it in front of the text: `ReferenceError: x is not defined`. */
const TYPE_IN_VALUE = /^([A-Za-z_$][\w$.]{0,99}(?:Error|Exception)): ?/

function normalizeMechanism(value: unknown, salvage: Salvage): Mechanism | undefined {
  const raw = typeof value === 'string' && value !== '' ? { type: value } : salvage.record(value, 'mechanism')
  if (raw === undefined) return undefined
  const mechanism: Draft<Mechanism> = { type: salvage.text(raw.type, 'mechanism.type', LENGTH.name) ?? 'generic' }
  for (const key of TEXTS) {
    const text = salvage.text(raw[key], `mechanism.${key}`, LENGTH.path)
    if (text !== undefined) mechanism[key] = text
  }
  for (const key of FLAGS) {
    const flag = salvage.flag(raw[key], `mechanism.${key}`)
    if (flag !== undefined) mechanism[key] = flag
  }
  for (const key of NUMBERS) {
    const number = salvage.whole(raw[key], `mechanism.${key}`)
    if (number !== undefined) mechanism[key] = number
  }
  for (const key of RECORDS) {
    const record = salvage.record(raw[key], `mechanism.${key}`)
    if (record !== undefined) mechanism[key] = salvage.tree(record, `mechanism.${key}`, SMALL_DATA) as Raw
  }
  return mechanism
}

const TEXTS = ['description', 'help_link', 'source'] as const
const FLAGS = ['handled', 'synthetic', 'is_exception_group'] as const
const NUMBERS = ['exception_id', 'parent_id'] as const
const RECORDS = ['meta', 'data'] as const
