import { boundSession } from '../../ports/item-bounds.js'
import {
  type ReleaseHealthQuery,
  type ReleaseHealthStorage,
  SESSION_RESULTS,
  type SessionCounts,
  type SessionResult,
  type SessionTotals,
  type SessionUpdate,
  type UserTotals,
} from '../../ports/items.js'
import { countOutcomes, startOfHour } from './outcomes.js'
import { ofOwner, projectRow } from './project-rows.js'
import type { HealthRow, State } from './state.js'

export function memoryReleaseHealth(state: State): ReleaseHealthStorage {
  return {
    async addSessions(batch) {
      for (const session of batch.map((one) => ofOwner(state, one)).map(boundSession)) {
        const { organizationId, projectId, sessionId, result } = session
        if (projectRow(state, organizationId, projectId) === null) continue
        const key = `${projectId} ${sessionId}`
        const before = state.sessionStates.get(key)
        if (before === undefined) {
          const row = healthRow(state, session)
          row.counts[result] += 1
          state.sessionStates.set(key, { row, result, receivedAt: session.receivedAt })
          noteUser(row, session.userHash, result)
          accept(state, session, 1)
        } else if (rank(result) > rank(before.result)) {
          before.row.counts[before.result] -= 1
          before.row.counts[result] += 1
          before.result = result
          noteUser(before.row, session.userHash, result)
        }
      }
    },
    async addCounts(batch) {
      for (const counted of batch.map((one) => ofOwner(state, one)).map(boundSession)) {
        const { organizationId, projectId, id, counts, receivedAt } = counted
        const key = `${projectId} ${id}`
        if (state.sessionCounts.has(key) || projectRow(state, organizationId, projectId) === null) continue
        state.sessionCounts.set(key, receivedAt)
        const row = healthRow(state, counted)
        for (const result of SESSION_RESULTS) row.counts[result] += counts[result]
        const worst = SESSION_RESULTS.filter((result) => counts[result] > 0).at(-1)
        if (worst !== undefined) noteUser(row, counted.userHash, worst)
        accept(
          state,
          counted,
          SESSION_RESULTS.reduce((sum, result) => sum + counts[result], 0),
        )
      }
    },
    async sessions(query) {
      const groups = grouped(state, query, query.bucketSeconds)
      const totals = groups.map(({ group, rows }): SessionTotals => {
        const sum = (result: SessionResult) => rows.reduce((total, { counts }) => total + counts[result], 0)
        return {
          ...group,
          healthy: sum('healthy'),
          errored: sum('errored'),
          abnormal: sum('abnormal'),
          crashed: sum('crashed'),
        }
      })
      return totals.filter((one) => SESSION_RESULTS.some((result) => one[result] > 0))
    },
    async users(query) {
      if (query.bucketSeconds === 3600) return []
      const groups = grouped(state, query, query.bucketSeconds)
      return groups.map(({ group, rows }) => usersOf(group, rows)).filter(({ users }) => users > 0)
    },
  }
}

export function dropOldSessions(
  state: State,
  ends: { readonly counts: Date; readonly states: Date; readonly deliveries: Date },
): void {
  for (const [key, row] of state.health) if (row.hour < ends.counts) state.health.delete(key)
  for (const [key, { receivedAt }] of state.sessionStates) if (receivedAt < ends.states) state.sessionStates.delete(key)
  for (const [key, at] of state.sessionCounts) if (at < ends.deliveries) state.sessionCounts.delete(key)
}

type Group = Pick<SessionTotals, 'projectId' | 'release' | 'environment' | 'at'>

function rank(result: SessionResult): number {
  return SESSION_RESULTS.indexOf(result)
}

function healthRow(state: State, session: SessionUpdate | SessionCounts): HealthRow {
  const { organizationId, projectId, release, startedAt } = session
  const environment = session.environment ?? ''
  const hour = startOfHour(startedAt)
  const key = JSON.stringify([projectId, release, environment, hour])
  const counts = { healthy: 0, errored: 0, abnormal: 0, crashed: 0 }
  const row = state.health.get(key) ?? {
    ...{ organizationId, projectId, release, environment, hour, counts },
    users: new Map<string, SessionResult>(),
  }
  state.health.set(key, row)
  return row
}

function noteUser(row: HealthRow, userHash: string | null, result: SessionResult): void {
  if (userHash === null) return
  const before = row.users.get(userHash)
  if (before === undefined || rank(result) > rank(before)) row.users.set(userHash, result)
}

function accept(
  state: State,
  { organizationId, projectId, receivedAt }: SessionUpdate | SessionCounts,
  quantity: number,
) {
  const accepted = { category: 'session', outcome: 'accepted', reason: '', quantity } as const
  countOutcomes(state, [{ organizationId, projectId, hour: receivedAt, ...accepted }])
}

function grouped(
  state: State,
  query: ReleaseHealthQuery,
  bucketSeconds: number | null,
): readonly { readonly group: Group; readonly rows: readonly HealthRow[] }[] {
  const groups = new Map<string, { group: Group; rows: HealthRow[] }>()
  for (const row of [...state.health.values()].filter((one) => matches(one, query))) {
    const has = (name: ReleaseHealthQuery['groupBy'][number]) => query.groupBy.includes(name)
    const group: Group = {
      projectId: has('project') ? row.projectId : null,
      release: has('release') ? row.release : null,
      environment: has('environment') ? row.environment : null,
      at: bucketSeconds === null ? null : floorTo(row.hour, bucketSeconds),
    }
    const key = JSON.stringify([group.projectId?.padStart(20), group.release, group.environment, group.at])
    const entry = groups.get(key) ?? { group, rows: [] }
    entry.rows.push(row)
    groups.set(key, entry)
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}

function matches(row: HealthRow, query: ReleaseHealthQuery): boolean {
  const { organizationId, projectIds, from, to, releases, environments, bucketSeconds } = query
  if (row.organizationId !== organizationId || row.hour >= to) return false
  if (row.hour < floorTo(from, bucketSeconds ?? 3600)) return false
  if (projectIds !== null && !projectIds.includes(row.projectId)) return false
  return (releases?.includes(row.release) ?? true) && (environments?.includes(row.environment) ?? true)
}

function usersOf(group: Group, rows: readonly HealthRow[]): UserTotals {
  const worst = new Map<string, number>()
  for (const { users } of rows)
    for (const [user, result] of users) worst.set(user, Math.max(worst.get(user) ?? 0, rank(result)))
  const atLeast = (result: SessionResult) => [...worst.values()].filter((one) => one >= rank(result)).length
  return { ...group, users: worst.size, erroredUsers: atLeast('errored'), crashedUsers: atLeast('crashed') }
}

function floorTo(date: Date, seconds: number): Date {
  return new Date(Math.floor(date.getTime() / 1000 / seconds) * seconds * 1000)
}
