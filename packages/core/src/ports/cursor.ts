import { AppError } from '../errors.js'
import type { Page, PageRequest } from './model.js'

/** A place in a sorted list, named by the sort key of a row beside it. The row itself may be gone by now. */
export interface Cursor {
  readonly towards: 'next' | 'previous'
  readonly key: readonly string[]
}

/** What an adapter needs to look up one page: the place to start from, and how many rows to show at most. */
export interface PagePlan {
  readonly cursor: Cursor | null
  readonly backwards: boolean
  readonly limit: number
}

/** Reads a page request of a list whose sort key has `keyLength` parts. Throws `invalid_input` on a foreign cursor. */
export function planPage(request: PageRequest, keyLength: number): PagePlan {
  const cursor = request.cursor === null ? null : decodeCursor(request.cursor, keyLength)
  const limit = Math.min(100, Math.max(1, Math.trunc(request.limit) || 1))
  return { cursor, backwards: cursor?.towards === 'previous', limit }
}

/**
 * The page out of the rows found beyond the cursor, in the order in which they were walked;
 * one row more than the limit says that there are more.
 */
export function toPage<T>(found: readonly T[], plan: PagePlan, keyOf: (item: T) => readonly string[]): Page<T> {
  const hasMore = found.length > plan.limit
  const items = found.slice(0, plan.limit)
  if (plan.backwards) items.reverse()
  const first = items[0] === undefined ? plan.cursor?.key : keyOf(items[0])
  const last = items.length === 0 ? plan.cursor?.key : keyOf(items[items.length - 1] as T)
  const hasPrevious = plan.backwards ? hasMore : plan.cursor !== null
  const hasNext = plan.backwards || hasMore
  return {
    items,
    next: hasNext && last !== undefined ? encodeCursor({ towards: 'next', key: last }) : null,
    previous: hasPrevious && first !== undefined ? encodeCursor({ towards: 'previous', key: first }) : null,
  }
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.towards === 'next' ? 'n' : 'p', ...cursor.key])).toString('base64url')
}

function decodeCursor(text: string, keyLength: number): Cursor {
  const parts = parseJson(Buffer.from(text, 'base64url').toString())
  const isKey =
    Array.isArray(parts) && parts.length === keyLength + 1 && parts.every((part) => typeof part === 'string')
  if (!isKey || (parts[0] !== 'n' && parts[0] !== 'p') || parts.some((part) => part.includes('\0')))
    throw new AppError('invalid_input', 'Wanted a cursor that this list gave out, found something else')
  return { towards: parts[0] === 'n' ? 'next' : 'previous', key: parts.slice(1) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What does not parse is refused by the caller like any other foreign cursor.
    return null
  }
}
