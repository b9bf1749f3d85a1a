import type { MishapClient, StatsJson } from '@mishap/core/client'
import type { MemoryFixtures, MemoryStore } from './store.js'

/** So many requests of a project had this end in an hour. */
export interface OutcomeFixture {
  /** The hour. */
  readonly at: string
  /** The id. */
  readonly project: string
  readonly outcome: 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'client_discard'
  readonly reason: string
  readonly quantity: number
}

const STEPS_MS = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 } as const
const HOUR_MS = STEPS_MS['1h']

/** Counts of what came, of errors only. */
export function usage(store: MemoryStore, { outcomes = [] }: MemoryFixtures): Pick<MishapClient, 'getStats'> {
  return {
    getStats: (org, { start, end, interval = '1h', groupBy = [], project = [], outcome = [] }) =>
      store.signedIn(() => {
        const own = new Set(store.projectsOf(org).map(({ id }) => id))
        const stepMs = STEPS_MS[interval]
        const now = store.now().getTime()
        const from = Math.floor(timeOf(start, now) / HOUR_MS) * HOUR_MS
        const count = Math.max(
          1,
          Math.ceil((Math.floor(timeOf(end, now) / HOUR_MS) * HOUR_MS + HOUR_MS - from) / stepMs),
        )
        const groups = new Map<string, StatsJson['groups'][number]>()
        const isPlain = groupBy.length + outcome.length === 0
        for (const one of outcomes) {
          const place = Math.floor((Date.parse(one.at) - from) / stepMs)
          if (!own.has(one.project) || place < 0 || place >= count) continue
          if (project.length > 0 && !project.includes(one.project)) continue
          if (isPlain ? one.outcome !== 'accepted' : outcome.length > 0 && !outcome.includes(one.outcome)) continue
          const by = Object.fromEntries(groupBy.map((name) => [name, name === 'category' ? 'error' : one[name]]))
          const key = JSON.stringify(by)
          const group = groups.get(key) ?? {
            ...(isPlain ? {} : { by, totals: { 'sum(quantity)': 0 } }),
            series: { 'sum(quantity)': new Array<number>(count).fill(0) },
          }
          const series = group.series['sum(quantity)'] ?? []
          series[place] = (series[place] ?? 0) + one.quantity
          if (group.totals !== undefined)
            group.totals['sum(quantity)'] = (group.totals['sum(quantity)'] ?? 0) + one.quantity
          groups.set(key, group)
        }
        const intervals = Array.from({ length: count }, (_, at) => new Date(from + at * stepMs).toISOString())
        return { intervals, groups: [...groups.values()] }
      }),
  }
}

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: HOUR_MS, d: 24 * HOUR_MS }

/** ISO 8601, `now` or `now-30d`. */
function timeOf(text: string, now: number): number {
  const [, number, unit = ''] = /^now(?:-(\d+)([mhd]))?$/.exec(text) ?? []
  if (!text.startsWith('now')) return Date.parse(text)
  return now - Number(number ?? 0) * (UNITS_MS[unit] ?? 0)
}
