import type { IssueTagStorage, TagQuery, TagValueCount } from '../../ports/issue-tags.js'
import type { IssueRow, State } from './state.js'

export function memoryIssueTags(state: State): IssueTagStorage {
  const rowsOf = ({ organizationId, projectIds }: TagQuery): readonly IssueRow[] =>
    [...state.issues.values()].filter(
      ({ issue }) =>
        issue.organizationId === organizationId &&
        issue.mergedInto === null &&
        (projectIds === null || projectIds.includes(issue.projectId)),
    )
  return {
    async tagKeys(query) {
      const counts = new Map<string, number>()
      for (const { tags } of rowsOf(query))
        for (const [key, values] of tags) {
          if (!contains(key, query)) continue
          const count = [...values.values()].reduce((sum, value) => sum + value.count, 0)
          if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count)
        }
      return [...counts]
        .map(([key, count]) => ({ key, count }))
        .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
        .slice(0, query.limit)
    },
    async tagValues(query) {
      const found = new Map<string, TagValueCount>()
      for (const { issue, tags } of rowsOf(query))
        for (const [value, { count, lastSeenAt }] of tags.get(query.key) ?? []) {
          if (!contains(value, query)) continue
          const before = found.get(value) ?? { value, count: 0, firstSeenAt: issue.firstSeenAt, lastSeenAt }
          found.set(value, {
            value,
            count: before.count + count,
            firstSeenAt: before.firstSeenAt <= issue.firstSeenAt ? before.firstSeenAt : issue.firstSeenAt,
            lastSeenAt: before.lastSeenAt >= lastSeenAt ? before.lastSeenAt : lastSeenAt,
          })
        }
      return [...found.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, query.limit)
    },
  }
}

function contains(text: string, query: TagQuery): boolean {
  return folded(text).includes(folded(query.contains))
}

function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
