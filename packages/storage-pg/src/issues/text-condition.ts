import { type IssueCondition, linePieces, SEARCH_MARKS, searchable } from '@mishap/core'
import { isStorableName } from '../ids.js'
import { likePattern, linePattern } from './patterns.js'

type Bind = (value: unknown) => string

/** A condition that asks of nothing but the search text. */
export type TextCondition = Extract<IssueCondition, { kind: 'line' | 'words' }>

/**
 * SQL over the text of `issue_search` as `x`, which the index `issue_search_words` answers where the server has
 * trigrams; else the texts of the organization are looked through.
 */
export function textSql(condition: TextCondition, bind: Bind): string {
  if (condition.kind === 'words') {
    const pieces = condition.pieces.map(searchable)
    return pieces.every(isStorableName) ? `x.text like ${bind(likePattern(pieces, { isPart: true }))}` : 'false'
  }
  const mark = SEARCH_MARKS[condition.mark]
  if (condition.like === null) return `x.text like ${bind(likePattern([mark], { isPart: true }))}`
  const alternatives = condition.like
    .map(linePieces)
    .filter((pieces) => pieces.every(isStorableName))
    .map((pieces) => lineSql(mark, pieces, bind))
  return alternatives.length === 0 ? 'false' : `(${alternatives.join(' or ')})`
}

function lineSql(mark: string, pieces: readonly string[], bind: Bind): string {
  const first = mark + (pieces[0] ?? '')
  const like = (...parts: readonly string[]) => `x.text like ${bind(likePattern(parts, { isPart: true }))}`
  if (pieces.length === 1) return like(`${first}\n`)
  if (pieces.length === 2 && pieces[1] === '') return like(first)
  const last = pieces.at(-1) ?? ''
  const whole = [first, ...pieces.slice(1, -1), ...(last === '' ? [] : [`${last}\n`])]
  // Of `like`, what stands between two pieces may be in several lines.
  return `(${like(...whole)} and x.text ~ ${bind(linePattern(whole))})`
}
