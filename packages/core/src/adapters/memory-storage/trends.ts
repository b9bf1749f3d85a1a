import { trendOf, trendWindow } from '../../issues/trend.js'
import type { IssueStorage } from '../../ports/issues.js'
import type { IssueRow, State } from './state.js'

const EVERY_MS = 5 * 60_000

export function memoryTrends(state: State): IssueStorage['refreshTrends'] {
  return async (now) => {
    const isDue = (id: string) => now.getTime() - (state.trendRuns.get(id)?.getTime() ?? -Infinity) >= EVERY_MS
    const organization = [...state.organizations.values()].find(({ id }) => isDue(id))
    if (organization === undefined) return false
    state.trendRuns.set(organization.id, now)
    for (const row of state.issues.values())
      if (row.issue.organizationId === organization.id && row.issue.mergedInto === null)
        row.issue = { ...row.issue, trend: trendOfRow(row, now) }
    return true
  }
}

function trendOfRow({ issue, hours }: IssueRow, now: Date): number {
  const { usualFrom, dayFrom, to } = trendWindow(now)
  let [lastDay, before] = [0, 0]
  for (const [hour, count] of hours) {
    if (hour >= dayFrom.getTime() && hour < to.getTime()) lastDay += count
    if (hour >= usualFrom.getTime() && hour < dayFrom.getTime()) before += count
  }
  return trendOf({ lastDay, before, firstSeenAt: issue.firstSeenAt, dayFrom })
}
