import type { EventDetailJson, IssueDetailJson, IssueStatsJson, IssueTagJson } from '@mishap/core/client'

type Period = '24h' | '14d'

const BUCKET_SECONDS: Readonly<Record<Period, number>> = { '24h': 3600, '14d': 86_400 }

/** The `stats` that a fixture brings along, else counted from its events. */
export function statsOf(
  issue: IssueDetailJson,
  events: readonly EventDetailJson[],
  period: Period,
  now: Date,
): IssueStatsJson {
  const { id, count, userCount, firstSeen, lastSeen, isUnhandled } = issue
  const stats = { [period]: issue.stats[period] ?? countByBucket(events, period, now) }
  return { id, count, userCount, firstSeen, lastSeen, isUnhandled, stats }
}

function countByBucket(events: readonly EventDetailJson[], period: Period, now: Date): [number, number][] {
  const size = BUCKET_SECONDS[period]
  const since = now.getTime() / 1000 - (period === '24h' ? 24 : 14) * size
  const counts = new Map<number, number>()
  for (const event of events) {
    const seconds = Date.parse(event.dateReceived) / 1000
    if (seconds < since) continue
    const bucket = Math.floor(seconds / size) * size
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  return [...counts].sort(([a], [b]) => a - b)
}

/** How often each value of each tag occurs, the most frequent first. Events come newest first. */
export function tagStats(events: readonly EventDetailJson[]): readonly IssueTagJson[] {
  const keys = new Map<string, Map<string, { count: number; lastSeen: string }>>()
  for (const event of events) {
    for (const { key, value } of event.tags) {
      const values = keys.get(key) ?? new Map<string, { count: number; lastSeen: string }>()
      const seen = values.get(value)
      values.set(value, { count: (seen?.count ?? 0) + 1, lastSeen: seen?.lastSeen ?? event.dateReceived })
      keys.set(key, values)
    }
  }
  return [...keys].map(([key, values]) => ({
    key,
    name: key,
    uniqueValues: values.size,
    totalValues: [...values.values()].reduce((sum, { count }) => sum + count, 0),
    isSampled: false,
    topValues: [...values]
      .map(([value, { count, lastSeen }]) => ({ key, name: value, value, count, lastSeen }))
      .sort((a, b) => b.count - a.count),
  }))
}
