import type { IssueCondition, TextPattern } from '../ports/issue-condition.js'
import type { SearchMark } from '../ports/search-text.js'

export const ALWAYS: IssueCondition = { kind: 'all', of: [] }

export function all(...of: readonly IssueCondition[]): IssueCondition {
  return { kind: 'all', of }
}

export function tag(key: string, like: readonly TextPattern[] | null): IssueCondition {
  return { kind: 'tag', key, like }
}

export function line(mark: SearchMark, like: readonly TextPattern[] | null): IssueCondition {
  return { kind: 'line', mark, like }
}

export function words(pattern: TextPattern): IssueCondition {
  return { kind: 'words', pieces: pattern.filter((piece) => piece.trim() !== '') }
}

export function not(of: IssueCondition): IssueCondition {
  return { kind: 'not', of }
}
