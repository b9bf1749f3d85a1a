import { AppError } from '@mishap/core'

/** What the driver threw, for the caller: an `AppError` where its code says what happened, otherwise the error itself. */
export function translate(error: unknown): unknown {
  const state = sqlState(error)
  const text = error instanceof Error ? error.message : String(error)
  if (state === '23505')
    return new AppError('conflict', `Something of this name exists already: ${text}`, { cause: error })
  if (state === '23503')
    return new AppError('not_found', `Something named here does not exist: ${text}`, { cause: error })
  if (state !== null && INVALID.test(state))
    return new AppError('invalid_input', `PostgreSQL cannot hold a value: ${text}`, { cause: error })
  if (state === '42P01' || state === '3F000')
    return new AppError('unavailable', `The database is not migrated: ${text}`, { cause: error })
  if (state === null || UNAVAILABLE.test(state))
    return new AppError('unavailable', `PostgreSQL cannot be used now: ${text}`, { cause: error })
  return error
}

/** Worth another try at once: the transaction lost against another, nothing is wrong with it. */
export function isLostRace(error: unknown): boolean {
  const state = sqlState((error as { readonly cause?: unknown } | null)?.cause)
  return state === '40001' || state === '40P01'
}

const DAILY_TABLES: ReadonlySet<unknown> = new Set(['events', 'monitor_checks', 'monitor_minutes', 'monitor_hours'])

/** The day of an event, or of a check with its history, has no partition. */
export function isMissingPartition(error: unknown): boolean {
  const { table, constraint } = error as { readonly table?: unknown; readonly constraint?: unknown }
  return sqlState(error) === '23514' && DAILY_TABLES.has(table) && constraint === undefined
}

/** Data exceptions and limits of the program: the same value fails again. */
const INVALID = /^(22|54)/
/** Connection, resources, intervention and system; a standby that takes no writes, a transaction that was idle for long. */
const UNAVAILABLE = /^(08|25006|25P03|40|53|55|57|58|F0|XX)/
const SQL_STATE = /^[0-9A-Z]{5}$/

/** Errors without one come from the connection. */
function sqlState(error: unknown): string | null {
  const code = (error as { readonly code?: unknown } | null)?.code
  return typeof code === 'string' && SQL_STATE.test(code) ? code : null
}
