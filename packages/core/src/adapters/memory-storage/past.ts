import type { Id } from '../../ports/model.js'
import { PAST_BOUNDS, type PastStorage } from '../../ports/past.js'
import type { IssueRow, State } from './state.js'

export function memoryPast(state: State): PastStorage {
  const ofProject = (organizationId: Id, projectId: Id) =>
    [...state.issues.values()].filter(({ issue }) => {
      const isTold = issue.mergedInto === null && issue.status !== 'ignored'
      return issue.organizationId === organizationId && issue.projectId === projectId && isTold
    })
  return {
    async issues(organizationId, projectId, from) {
      const all = ofProject(organizationId, projectId)
        .filter(({ issue }) => issue.lastSeenAt >= from)
        .sort(
          (a, b) => Number(b.issue.lastSeenAt) - Number(a.issue.lastSeenAt) || Number(b.issue.id) - Number(a.issue.id),
        )
      const rows = all.slice(0, PAST_BOUNDS.issues)
      const last = all.length > rows.length ? rows.at(-1)?.issue.lastSeenAt : undefined
      const items = rows.map((row) => ({
        ...{ id: row.issue.id, title: row.issue.title, firstSeenAt: row.issue.firstSeenAt },
        ...{ regressedAt: timesOf(row, 'set_regression', from), escalatedAt: timesOf(row, 'set_escalating', from) },
      }))
      return { items, from: last ?? from }
    },
    async events(organizationId, projectId, from) {
      const placedBy = state.projects.get(projectId)?.placedBy
      const all = ofProject(organizationId, projectId)
        .flatMap(({ events }) => events)
        .filter(({ receivedAt }) => receivedAt >= from)
        .sort((a, b) => Number(a.receivedAt) - Number(b.receivedAt))
      const items = all.slice(-PAST_BOUNDS.events).map(({ issueId, receivedAt, eventId }) => ({
        ...{ issueId, at: receivedAt },
        userKey: placedBy?.get(eventId)?.userKey ?? null,
      }))
      return { items, from: all.length > items.length ? (items[0]?.at ?? from) : from }
    },
  }
}

function timesOf({ activity }: IssueRow, kind: 'set_regression' | 'set_escalating', from: Date): readonly Date[] {
  const times = activity.flatMap((one) => (one.kind === kind && one.at >= from ? [one.at] : []))
  return times.sort((a, b) => Number(a) - Number(b)).slice(-PAST_BOUNDS.happenings)
}
