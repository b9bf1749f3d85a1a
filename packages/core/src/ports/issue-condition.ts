import type { SearchMark } from './search-text.js'

/**
 * What an issue must be, in words of the storage. Ids that are none of this storage are ids of nothing. A condition about
 * something that an issue does not have does not hold; its opposite does.
 */
export type IssueCondition =
  /** Without any: always. */
  | { readonly kind: 'all'; readonly of: readonly IssueCondition[] }
  /** Without any: never. */
  | { readonly kind: 'any'; readonly of: readonly IssueCondition[] }
  | { readonly kind: 'not'; readonly of: IssueCondition }
  | {
      readonly kind: 'one'
      readonly field: 'status' | 'level' | 'type' | 'priority' | 'statusDetails'
      readonly in: readonly string[]
    }
  /** Both included. */
  | {
      readonly kind: 'number'
      readonly field: 'count' | 'userCount'
      readonly from: number | null
      readonly to: number | null
    }
  /** From, and before. */
  | {
      readonly kind: 'time'
      readonly field: 'firstSeenAt' | 'lastSeenAt' | 'regressedAt' | 'escalatedAt'
      readonly from: Date | null
      readonly before: Date | null
    }
  | { readonly kind: 'id' | 'project'; readonly in: readonly string[] }
  | { readonly kind: 'shortId'; readonly projectId: string; readonly number: number }
  | { readonly kind: 'isAssigned' }
  /** To an issue of a tracker. */
  | { readonly kind: 'isLinked' }
  | { readonly kind: 'assignee'; readonly users: readonly string[]; readonly teams: readonly string[] }
  /** Of any of the users; null: of anybody. */
  | {
      readonly kind: 'mark'
      readonly mark: 'isBookmarked' | 'isSubscribed' | 'seenAt'
      readonly users: readonly string[] | null
    }
  | {
      readonly kind: 'text'
      readonly field: 'platform' | 'firstRelease' | 'lastRelease'
      readonly like: readonly TextPattern[]
    }
  /** null: any value. */
  | { readonly kind: 'tag'; readonly key: string; readonly like: readonly TextPattern[] | null }
  /** Of the newest release of its project, `occurred` in any of its events. */
  | { readonly kind: 'newestRelease'; readonly of: 'occurred' | 'first' | 'last' }
  /** Keys of users, see `NewEvent.userKey`. */
  | { readonly kind: 'user'; readonly like: readonly TextPattern[] }
  /** A line of the search text; null: any. Without regard to case. */
  | { readonly kind: 'line'; readonly mark: SearchMark; readonly like: readonly TextPattern[] | null }
  /** The pieces must occur in the search text, one behind the other. Without regard to case. */
  | { readonly kind: 'words'; readonly pieces: readonly string[] }

/**
 * A single piece is the whole value, to the letter. Between several stands any run of characters, and the case of the
 * letters A to Z does not matter.
 */
export type TextPattern = readonly string[]

/** Whether the value fits any of the patterns. Takes time in proportion to its length and the number of pieces. */
export function fitsAny(value: string, patterns: readonly TextPattern[]): boolean {
  return patterns.some((pattern) => fits(value, pattern))
}

function fits(value: string, pattern: TextPattern): boolean {
  const [first = ''] = pattern
  if (pattern.length < 2) return value === first
  const [text, [start = '', ...rest]] = [folded(value), pattern.map(folded)]
  const end = rest.pop() ?? ''
  if (!text.startsWith(start) || !text.endsWith(end) || text.length < start.length + end.length) return false
  const found = placeBehind(text, rest, start.length)
  return found !== null && found <= text.length - end.length
}

/** Where the last of the pieces ends, each looked for behind the one before; null where one is missing. */
export function placeBehind(text: string, pieces: readonly string[], from: number): number | null {
  let at = from
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found === -1) return null
    at = found + piece.length
  }
  return at
}

/** A to Z alone: every database folds these alike. */
function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
