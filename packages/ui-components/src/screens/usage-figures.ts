import type { StatsJson } from '@mishap/core/client'
import type { Bucket } from '@mishap/core/format'

/** What can become of an event, in the order in which it is told of. */
export const ENDS = ['accepted', 'filtered', 'rate_limited', 'invalid', 'client_discard'] as const
export type End = (typeof ENDS)[number]

export const END_NAMES: Readonly<Record<End, string>> = {
  accepted: 'Accepted',
  filtered: 'Left out',
  rate_limited: 'Over a limit',
  invalid: 'Broken or too large',
  client_discard: 'Dropped by the SDK',
}

export interface UsageRow {
  readonly end: End
  readonly reason: string
  readonly count: number
}

export interface UsageFigures {
  readonly totals: Readonly<Record<End, number>>
  /** By end, one bucket an interval. */
  readonly buckets: Readonly<Record<End, readonly Bucket[]>>
  /** Why something was not accepted, the most frequent first. */
  readonly reasons: readonly UsageRow[]
  /** By the id of the project, the busiest first. */
  readonly projects: readonly { readonly id: string; readonly totals: Readonly<Record<End, number>> }[]
}

const FIELD = 'sum(quantity)'

/** Sums the counts of `groupBy=outcome&groupBy=reason&groupBy=project`. What this page does not know is left out. */
export function usageFigures({ intervals, groups }: StatsJson): UsageFigures {
  const times = intervals.map((interval) => Date.parse(interval))
  const series = new Map(ENDS.map((end) => [end, times.map(() => 0)]))
  const reasons = new Map<string, UsageRow>()
  const projects = new Map<string, Record<End, number>>()
  for (const { by = {}, series: counts } of groups) {
    const end = ENDS.find((one) => one === by.outcome)
    const own = end === undefined ? undefined : series.get(end)
    if (end === undefined || own === undefined) continue
    const each = counts[FIELD] ?? []
    const total = sum(each)
    each.forEach((count, at) => {
      own[at] = (own[at] ?? 0) + count
    })
    const project = projects.get(by.project ?? '') ?? noCounts()
    projects.set(by.project ?? '', project)
    project[end] += total
    if (end === 'accepted' || total === 0) continue
    const key = `${end} ${by.reason ?? ''}`
    reasons.set(key, { end, reason: by.reason ?? '', count: (reasons.get(key)?.count ?? 0) + total })
  }
  const of = <T>(make: (counts: readonly number[]) => T) =>
    // Every end has a row.
    Object.fromEntries([...series].map(([end, counts]) => [end, make(counts)])) as Record<End, T>
  return {
    totals: of(sum),
    buckets: of((counts) => times.map((at, index) => ({ at, count: counts[index] ?? 0 }))),
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
    projects: [...projects]
      .map(([id, totals]) => ({ id, totals }))
      .sort((a, b) => sum(Object.values(b.totals)) - sum(Object.values(a.totals))),
  }
}

/** How much of the time, and in what steps. */
export const PERIODS = [
  { id: '24h', label: '24 hours' },
  { id: '7d', label: '7 days' },
  { id: '30d', label: '30 days' },
  { id: '90d', label: '90 days' },
] as const
export type Period = (typeof PERIODS)[number]['id']

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Whole hours, or whole days in UTC as the server counts them, up to now. */
export function spanOf(period: Period, now: number) {
  const end = new Date(Math.floor(now / HOUR_MS) * HOUR_MS).toISOString()
  if (period === '24h')
    return { start: new Date(Date.parse(end) - 23 * HOUR_MS).toISOString(), end, interval: '1h' } as const
  const days = Number.parseInt(period, 10)
  const today = Math.floor(now / DAY_MS) * DAY_MS
  return { start: new Date(today - (days - 1) * DAY_MS).toISOString(), end, interval: '1d' } as const
}

function noCounts(): Record<End, number> {
  return { accepted: 0, filtered: 0, rate_limited: 0, invalid: 0, client_discard: 0 }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
