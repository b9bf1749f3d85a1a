import { fitsAny, type IssueCondition, placeBehind, type TextPattern } from '../../ports/issue-condition.js'
import type { IssueMark } from '../../ports/issue-state.js'
import { linePieces, SEARCH_MARKS, searchable } from '../../ports/search-text.js'
import { isLinked } from './issue-links.js'
import type { IssueRow, State } from './state.js'

type Of<Kind extends IssueCondition['kind']> = Extract<IssueCondition, { kind: Kind }>

/** Whether the condition holds for the issue. */
export function holds(state: State, row: IssueRow, condition: IssueCondition): boolean {
  const { issue } = row
  switch (condition.kind) {
    case 'all':
      return condition.of.every((part) => holds(state, row, part))
    case 'any':
      return condition.of.some((part) => holds(state, row, part))
    case 'not':
      return !holds(state, row, condition.of)
    case 'one':
      return condition.in.includes(wordOf(row, condition.field))
    case 'number':
      return isWithin(issue[condition.field], condition)
    case 'time':
      return isDuring(timeOf(row, condition.field), condition)
    case 'id':
      return condition.in.includes(issue.id)
    case 'project':
      return condition.in.includes(issue.projectId)
    case 'shortId':
      return issue.projectId === condition.projectId && issue.shortIdNumber === condition.number
    case 'isAssigned':
      return issue.assignee !== null
    case 'isLinked':
      return isLinked(state, issue.id)
    case 'assignee':
      return (
        issue.assignee !== null &&
        (issue.assignee.kind === 'user' ? condition.users : condition.teams).includes(issue.assignee.id)
      )
    case 'mark':
      return [...row.marks.values()].some((mark) => isMarked(mark, condition))
    case 'text': {
      const value = issue[condition.field]
      return value !== null && fitsAny(value, condition.like)
    }
    case 'tag': {
      const values = [...(row.tags.get(condition.key)?.keys() ?? [])]
      return condition.like === null
        ? values.length > 0
        : values.some((value) => fitsAny(value, condition.like as readonly TextPattern[]))
    }
    case 'newestRelease':
      return isOfNewest(state, row, condition)
    case 'user':
      return [...row.userKeys].some((key) => fitsAny(key, condition.like))
    case 'line':
      return row.searchText.split('\n').some((line) => isLine(line, condition))
    case 'words':
      return placeBehind(row.searchText, condition.pieces.map(searchable), 0) !== null
  }
}

function wordOf({ issue }: IssueRow, field: Of<'one'>['field']): string {
  return field === 'statusDetails' ? (issue.statusDetails?.kind ?? '') : issue[field]
}

function timeOf({ issue }: IssueRow, field: Of<'time'>['field']): Date | null {
  return field === 'escalatedAt' ? (issue.escalation?.at ?? null) : issue[field]
}

function isWithin(value: number, { from, to }: Of<'number'>): boolean {
  return (from === null || value >= from) && (to === null || value <= to)
}

function isDuring(at: Date | null, { from, before }: Of<'time'>): boolean {
  return at !== null && (from === null || at >= from) && (before === null || at < before)
}

function isMarked(mark: IssueMark, { mark: wanted, users }: Of<'mark'>): boolean {
  if (users !== null && !users.includes(mark.userId)) return false
  return wanted === 'seenAt' ? mark.seenAt !== null : mark[wanted] === true
}

/** As `project_releases` is ordered in a database. */
function isOfNewest(state: State, row: IssueRow, { of }: Of<'newestRelease'>): boolean {
  const releases = [...(state.projects.get(row.issue.projectId)?.releases ?? [])]
  releases.sort(([a, atA], [b, atB]) => atB.getTime() - atA.getTime() || (a < b ? 1 : -1))
  const newest = releases[0]?.[0]
  if (newest === undefined) return false
  switch (of) {
    case 'occurred':
      return row.tags.get('release')?.has(newest) === true
    case 'first':
      return row.issue.firstRelease === newest
    case 'last':
      return row.issue.lastRelease === newest
  }
}

function isLine(line: string, { mark, like }: Of<'line'>): boolean {
  if (!line.startsWith(SEARCH_MARKS[mark])) return false
  return like === null || fitsAny(line.slice(1), like.map(linePieces))
}
