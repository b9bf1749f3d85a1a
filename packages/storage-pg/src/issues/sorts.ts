import type { Issue, IssueSort } from '@mishap/core'
import type { Listing } from '../paging.js'
import { priorityNumber } from './row.js'

type Sort = Required<Pick<Listing<unknown, Issue>, 'keys' | 'keyOf'>>

/** By what lists of `issues` as `i` are sorted; each in the order of an index, which is read until the page is full. */
export const SORTS: Readonly<Record<IssueSort, Sort>> = {
  // Indexes: issues_by_last_seen, issues_of_project_by_last_seen.
  last_seen: sortedBy([lastSeen()]),
  // Index: issues_by_first_seen.
  first_seen: sortedBy([['i.first_seen_at', 'timestamptz', (issue) => issue.firstSeenAt.toISOString()]]),
  // Index: issues_by_count.
  count: sortedBy([['i.count', 'bigint', (issue) => String(issue.count)]]),
  // Index: issues_by_users.
  users: sortedBy([['i.user_count', 'bigint', (issue) => String(issue.userCount)]]),
  // Index: issues_by_priority.
  priority: sortedBy([['i.priority', 'smallint', (issue) => String(priorityNumber(issue.priority))], lastSeen()]),
  // Index: issues_by_trend.
  trend: sortedBy([['i.trend', 'int', (issue) => String(issue.trend)], lastSeen()]),
}

type Key = readonly [expression: string, type: string, of: (issue: Issue) => string]

function lastSeen(): Key {
  return ['i.last_seen_at', 'timestamptz', (issue) => issue.lastSeenAt.toISOString()]
}

/** Ties are broken by the id. */
function sortedBy(parts: readonly Key[]): Sort {
  const all: readonly Key[] = [...parts, ['i.id', 'bigint', (issue) => issue.id]]
  return {
    keys: all.map(([expression, type]) => ({ expression, type })),
    keyOf: (issue) => all.map(([, , of]) => of(issue)),
  }
}
