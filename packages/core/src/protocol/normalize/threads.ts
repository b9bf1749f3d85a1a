import type { ExceptionValue, ThreadValue } from '../event.js'
import { threadId } from './exceptions.js'
import { KEEP, LENGTH } from './limits.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'
import { type FrameBudget, normalizeStacktrace } from './stacktrace.js'

/** The threads in the order sent; the crashed and the current one survive every limit. */
export function normalizeThreads(value: unknown, budget: FrameBudget, salvage: Salvage): readonly ThreadValue[] {
  const list = salvage.values(value, 'threads').filter(isRecord)
  if (list.length > KEEP.threads) salvage.note('value_too_long', 'threads', list.length)
  const important = list.filter(isImportant).slice(0, KEEP.threads)
  const others = list.filter((raw) => !isImportant(raw)).slice(0, KEEP.threads - important.length)
  // Those who count are first to take frames out of the budget.
  const threads = new Map([...important, ...others].map((raw) => [raw, normalizeThread(raw, budget, salvage)]))
  return list.filter((raw) => threads.has(raw)).map((raw) => threads.get(raw)!)
}

/** The thread that an event without a stack of its own is about: the crashed one, else the current, else the only one. */
export function relevantThread(threads: readonly ThreadValue[]): ThreadValue | null {
  return (
    threads.find((thread) => thread.crashed === true) ??
    threads.find((thread) => thread.current === true) ??
    (threads.length === 1 ? threads[0]! : null)
  )
}

/** The chain with the stack of its thread on the last exception, where that came without one. */
export function withThreadStack(
  exceptions: readonly ExceptionValue[],
  threads: readonly ThreadValue[],
): readonly ExceptionValue[] {
  const last = exceptions.at(-1)
  if (last === undefined || exceptions.some((exception) => exception.stacktrace !== undefined)) return exceptions
  const own = threads.find((thread) => thread.id !== undefined && thread.id === last.thread_id)
  const stacktrace = (own ?? relevantThread(threads))?.stacktrace
  return stacktrace === undefined ? exceptions : [...exceptions.slice(0, -1), { ...last, stacktrace }]
}

function isImportant(raw: Raw): boolean {
  return raw.crashed === true || raw.current === true
}

function normalizeThread(raw: Raw, budget: FrameBudget, salvage: Salvage): ThreadValue {
  const thread: Draft<ThreadValue> = {}
  const id = threadId(raw.id, salvage)
  if (id !== undefined) thread.id = id
  const name = salvage.text(raw.name, 'thread.name', LENGTH.name)
  if (name !== undefined) thread.name = name
  for (const key of ['crashed', 'current', 'main'] as const) {
    const flag = salvage.flag(raw[key], `thread.${key}`)
    if (flag !== undefined) thread[key] = flag
  }
  const state = salvage.text(raw.state, 'thread.state', LENGTH.name)
  if (state !== undefined) thread.state = state
  const stacktrace = normalizeStacktrace(raw.stacktrace, budget, salvage)
  if (stacktrace !== undefined) thread.stacktrace = stacktrace
  return thread
}
