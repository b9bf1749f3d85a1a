import { conditionOfFilter } from '../../issues/condition-of-filter.js'
import { PRIORITIES } from '../../ports/issue-state.js'
import type { IssueFilter, IssueSort, IssueStorage, IssueTag } from '../../ports/issues.js'
import type { Id, Issue } from '../../ports/model.js'
import { memoryIssueChanges } from './issue-changes.js'
import { holds } from './issue-condition.js'
import { memoryIssueHashes } from './issue-hashes.js'
import { deleteLinksOf } from './issue-links.js'
import { memoryIssueParts } from './issue-parts.js'
import { memoryIssueTags } from './issue-tags.js'
import { memoryIssueWork } from './issue-work.js'
import { deleteItemsOfIssue } from './items.js'
import { pageOf } from './paging.js'
import type { IssueRow, State } from './state.js'
import { memoryTrends } from './trends.js'

export function memoryIssues(state: State): IssueStorage {
  const own = (organizationId: Id, issueId: Id): IssueRow | null => {
    const row = state.issues.get(issueId)
    return row?.issue.organizationId === organizationId ? row : null
  }
  const matching = (filter: IssueFilter) => {
    const condition = conditionOfFilter(filter)
    return [...state.issues.values()].filter(
      (row) =>
        row.issue.organizationId === filter.organizationId &&
        row.issue.mergedInto === null &&
        holds(state, row, condition),
    )
  }
  const work = memoryIssueWork(state, matching)
  return {
    ...work,
    ...memoryIssueChanges(state, matching, work),
    ...memoryIssueHashes(state),
    ...memoryIssueTags(state),
    ...memoryIssueParts(state, matching, (row) => deleteIssue(state, row)),
    async list(filter, { sort, ascending }, page) {
      return pageOf(
        matching(filter).map((row) => row.issue),
        page,
        {
          parts: SORT_KEYS[sort].concat(byId).map(() => 'number'),
          keyOf: (issue) => SORT_KEYS[sort].concat(byId).map((keyOf) => keyOf(issue)),
          descending: !ascending,
        },
      )
    },
    refreshTrends: memoryTrends(state),
    async count(filter, limit) {
      return Math.min(limit, matching(filter).length)
    },
    async get(id) {
      return state.issues.get(id)?.issue ?? null
    },
    async delete(filter) {
      const deleted = matching(filter)
      for (const row of deleted) deleteIssue(state, row)
      return deleted.map((row) => row.issue.id)
    },
    async hashes(organizationId, issueId) {
      const row = own(organizationId, issueId)
      const hashes = row === null ? undefined : state.projects.get(row.issue.projectId)?.hashes
      return [...(hashes ?? [])].flatMap(([hash, owner]) => (owner === issueId ? [hash] : [])).sort()
    },
    async tags(organizationId, issueId, query) {
      const tags = [...(own(organizationId, issueId)?.tags ?? [])]
      return tags
        .filter(([key, values]) => values.size > 0 && (query.key === undefined || key === query.key))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, values]) => toIssueTag(key, values, query.valueLimit))
    },
    async topTags(organizationId, issueIds, keys) {
      return [...new Set(issueIds)].flatMap((issueId) =>
        [...new Set(keys)].flatMap((key) => {
          const values = own(organizationId, issueId)?.tags.get(key)
          const { totalValues, topValues } = toIssueTag(key, values ?? new Map(), 1)
          return topValues.map(({ value, count }) => ({ issueId, key, value, count, total: totalValues }))
        }),
      )
    },
    async series(organizationId, issueIds, { from, to, bucketSeconds }) {
      const bucketOf = (ms: number) => Math.floor(ms / 1000 / bucketSeconds) * bucketSeconds * 1000
      const found = new Map<Id, readonly { at: Date; count: number }[]>()
      for (const id of issueIds) {
        const buckets = new Map<number, number>()
        for (const [hour, count] of own(organizationId, id)?.hours ?? []) {
          const bucket = bucketOf(hour)
          if (bucket >= bucketOf(from.getTime()) && bucket < to.getTime())
            buckets.set(bucket, (buckets.get(bucket) ?? 0) + count)
        }
        const points = [...buckets].sort(([a], [b]) => a - b).map(([ms, count]) => ({ at: new Date(ms), count }))
        if (points.length > 0) found.set(id, points)
      }
      return found
    },
    async eventsWithin(organizationId, windows, limit) {
      return windows.map(({ issueId, from, to }) => {
        const events = own(organizationId, issueId)?.events ?? []
        return Math.min(limit, events.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to).length)
      })
    },
  }
}

type SortKey = (issue: Issue) => number

const byId: SortKey = (issue) => Number(issue.id)
const byLastSeen: SortKey = (issue) => issue.lastSeenAt.getTime()

const SORT_KEYS: Readonly<Record<IssueSort, readonly SortKey[]>> = {
  last_seen: [byLastSeen],
  first_seen: [(issue) => issue.firstSeenAt.getTime()],
  count: [(issue) => issue.count],
  users: [(issue) => issue.userCount],
  priority: [(issue) => PRIORITIES.indexOf(issue.priority), byLastSeen],
  trend: [(issue) => issue.trend, byLastSeen],
}

function toIssueTag(
  key: string,
  values: ReadonlyMap<string, { count: number; lastSeenAt: Date }>,
  valueLimit: number,
): IssueTag {
  const all = [...values].map(([value, { count, lastSeenAt }]) => ({ value, count, lastSeenAt }))
  all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return {
    key,
    uniqueValues: all.length,
    totalValues: all.reduce((sum, { count }) => sum + count, 0),
    isSampled: false,
    topValues: all.slice(0, valueLimit),
  }
}

export function deleteIssue(state: State, row: IssueRow): void {
  const { issue, events } = row
  state.issues.delete(issue.id)
  deleteLinksOf(state, ({ issueId }) => issueId === issue.id)
  for (const part of state.issues.values()) if (part.issue.mergedInto === issue.id) deleteIssue(state, part)
  deleteItemsOfIssue(state, row)
  const project = state.projects.get(issue.projectId)
  if (project === undefined) return
  for (const event of events) project.events.delete(event.eventId)
  for (const [hash, owner] of project.hashes) if (owner === issue.id) project.hashes.delete(hash)
}
