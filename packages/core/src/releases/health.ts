import { SESSION_RESULTS, type SessionTotals, type UserTotals } from '../ports/items.js'

export const HEALTH_FIELDS = [
  'sum(session)',
  'count_unique(user)',
  'crash_free_rate(session)',
  'crash_free_rate(user)',
] as const
export type HealthField = (typeof HEALTH_FIELDS)[number]

export const HEALTH_GROUPS = ['project', 'release', 'environment', 'session.status'] as const
export type HealthGroupName = (typeof HEALTH_GROUPS)[number]

export interface HealthGroup {
  readonly by: Readonly<Record<string, string | number>>
  readonly totals: Readonly<Record<string, number | null>>
  readonly series: Readonly<Record<string, readonly (number | null)[]>>
}

/** Rows over the whole range and by bucket; those of users are empty where nobody asked for users. */
export interface HealthRows {
  readonly sessions: readonly SessionTotals[]
  readonly sessionSeries: readonly SessionTotals[]
  readonly users: readonly UserTotals[]
  readonly userSeries: readonly UserTotals[]
}

/**
 * The groups of Sentry's sessions API: each with its totals and one number for each of `intervals`, which are the starts of
 * buckets. Rates are shares of 1; null where there was nobody.
 */
export function healthGroups(
  rows: HealthRows,
  query: {
    readonly fields: readonly HealthField[]
    readonly groupBy: readonly HealthGroupName[]
    readonly intervals: readonly Date[]
  },
): readonly HealthGroup[] {
  const { fields, groupBy, intervals } = query
  const statuses = groupBy.includes('session.status') ? SESSION_RESULTS : [null]
  const all = [...rows.sessions, ...rows.users, ...rows.sessionSeries, ...rows.userSeries]
  const groups = new Map<string, Group>(all.map((row) => [keyOf(row), row]))
  if (groups.size === 0 && groupBy.length === 0) groups.set(keyOf(NOBODY), NOBODY)
  return [...groups].flatMap(([key, group]) => {
    const ofGroup = <Row extends Group>(list: readonly Row[]) => list.filter((row) => keyOf(row) === key)
    const sessions = ofGroup(rows.sessions)
    const users = ofGroup(rows.users)
    const byTime = new Map(intervals.map((at) => [at.getTime(), { sessions: [], users: [] } as Bucket]))
    for (const row of ofGroup(rows.sessionSeries)) byTime.get(row.at?.getTime() ?? 0)?.sessions.push(row)
    for (const row of ofGroup(rows.userSeries)) byTime.get(row.at?.getTime() ?? 0)?.users.push(row)
    return statuses.map((status): HealthGroup => {
      const figure = (field: HealthField, bucket: Readonly<Bucket>) => figureOf(field, status, bucket)
      return {
        by: { ...byOf(group, groupBy), ...(status === null ? {} : { 'session.status': status }) },
        totals: Object.fromEntries(fields.map((field) => [field, figure(field, { sessions, users })])),
        series: Object.fromEntries(
          fields.map((field) => [field, [...byTime.values()].map((bucket) => figure(field, bucket))]),
        ),
      }
    })
  })
}

type Group = Pick<SessionTotals, 'projectId' | 'release' | 'environment'>
type Status = (typeof SESSION_RESULTS)[number] | null

interface Bucket {
  readonly sessions: SessionTotals[]
  readonly users: UserTotals[]
}

const NOBODY: Group = { projectId: null, release: null, environment: null }

function keyOf({ projectId, release, environment }: Group): string {
  return JSON.stringify([projectId, release, environment])
}

function byOf(group: Group, groupBy: readonly HealthGroupName[]): Readonly<Record<string, string | number>> {
  return {
    ...(groupBy.includes('project') && { project: Number(group.projectId) }),
    ...(groupBy.includes('release') && { release: group.release ?? '' }),
    ...(groupBy.includes('environment') && { environment: group.environment ?? '' }),
  }
}

function figureOf(field: HealthField, status: Status, bucket: Readonly<Bucket>): number | null {
  const sessions = bucket.sessions[0]
  const users = bucket.users[0]
  switch (field) {
    case 'sum(session)':
      return sessions === undefined
        ? 0
        : SESSION_RESULTS.reduce((sum, one) => sum + (isOf(status, one) ? sessions[one] : 0), 0)
    case 'count_unique(user)':
      return users === undefined ? 0 : usersOf(users, status)
    case 'crash_free_rate(session)': {
      const total = sessions === undefined ? 0 : SESSION_RESULTS.reduce((sum, one) => sum + sessions[one], 0)
      return total === 0 || status !== null ? null : 1 - (sessions?.crashed ?? 0) / total
    }
    case 'crash_free_rate(user)':
      return users === undefined || users.users === 0 || status !== null ? null : 1 - users.crashedUsers / users.users
  }
}

function isOf(status: Status, result: Status): boolean {
  return status === null || status === result
}

/** A user is of the worst that happened to her; users are not told apart by ends that were abnormal. */
function usersOf({ users, erroredUsers, crashedUsers }: UserTotals, status: Status): number {
  if (status === null) return users
  return { healthy: users - erroredUsers, errored: erroredUsers - crashedUsers, abnormal: 0, crashed: crashedUsers }[
    status
  ]
}
