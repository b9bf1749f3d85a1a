import type { UptimeBarJson } from '@mishap/core/client'
import { counted, humanDuration } from '@mishap/core/format'

export type BarState = 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown'

/** What a stretch is shown as: the worst that happened in it. */
export function barState({ knownSeconds, downSeconds, degradedSeconds, maintenanceSeconds }: UptimeBarJson): BarState {
  if (downSeconds > 0) return 'down'
  if (degradedSeconds > 0) return 'degraded'
  if (maintenanceSeconds > 0) return 'maintenance'
  return knownSeconds > 0 ? 'up' : 'unknown'
}

/** `96 stretches: 94 up, 1 degraded, 1 down`. */
export function summaryOfBars(bars: readonly UptimeBarJson[]): string {
  if (bars.length === 0) return 'Nothing is known yet'
  const states = bars.map(barState)
  const parts = ORDER.flatMap(([state, word]) => {
    const count = states.filter((one) => one === state).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return `${counted(bars.length, 'stretch', 'stretches')}: ${parts.join(', ')}`
}

const ORDER = [
  ['up', 'up'],
  ['degraded', 'degraded'],
  ['down', 'down'],
  ['maintenance', 'in maintenance'],
  ['unknown', 'unknown'],
] as const

/** What happened in a stretch, without when. */
export function wordsOfBar(bar: UptimeBarJson): string {
  const { checks, failed, downSeconds, degradedSeconds, maintenanceSeconds, p95 } = bar
  const state = barState(bar)
  const parts = [
    downSeconds > 0 ? `down for ${humanDuration(downSeconds * 1000)}` : null,
    degradedSeconds > 0 ? `degraded for ${humanDuration(degradedSeconds * 1000)}` : null,
    maintenanceSeconds > 0 ? `maintenance for ${humanDuration(maintenanceSeconds * 1000)}` : null,
    state === 'up' ? 'up' : null,
    state === 'unknown' ? 'nothing is known' : null,
    checks === 0 ? null : `${counted(checks, 'check')}${failed === 0 ? '' : `, ${failed} failed`}`,
    p95 === null ? null : `p95 ${humanDuration(p95)}`,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

interface Reader {
  readonly locale: string
  readonly timeZone: string | null
}

/** When a stretch is: `Jan 15, 06:00–06:15`, or the day where it is one. */
export function nameOfBar({ start, seconds }: UptimeBarJson, { locale, timeZone }: Reader): string {
  const day = { month: 'short', day: 'numeric' } as const
  const at = Date.parse(start)
  // Days begin and end in UTC, whatever the reader's zone is.
  if (seconds >= DAY) return new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' }).format(at)
  const zone = timeZone === null ? {} : { timeZone }
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone } as const
  const from = new Intl.DateTimeFormat(locale, { ...day, ...hour }).format(at)
  return `${from}–${new Intl.DateTimeFormat(locale, hour).format(at + seconds * 1000)}`
}

const DAY = 86_400

/** The same time in fewer stretches, so that each can be seen; percentiles are the worst of what was joined. */
export function joinBars(bars: readonly UptimeBarJson[], most: number): readonly UptimeBarJson[] {
  if (most < 1 || bars.length <= most) return bars
  const size = Math.ceil(bars.length / most)
  // From the newest on, so that it is the oldest that may be short.
  const first = bars.length % size
  const groups = first === 0 ? [] : [bars.slice(0, first)]
  for (let at = first; at < bars.length; at += size) groups.push(bars.slice(at, at + size))
  return groups.map(joined)
}

function joined(bars: readonly UptimeBarJson[]): UptimeBarJson {
  const sum = (of: (bar: UptimeBarJson) => number) => bars.reduce((all, bar) => all + of(bar), 0)
  const worst = (of: (bar: UptimeBarJson) => number | null) =>
    bars.reduce<number | null>((most, bar) => (of(bar) === null ? most : Math.max(most ?? 0, of(bar) ?? 0)), null)
  return {
    start: bars[0]?.start ?? '',
    seconds: sum(({ seconds }) => seconds),
    checks: sum(({ checks }) => checks),
    failed: sum(({ failed }) => failed),
    knownSeconds: sum(({ knownSeconds }) => knownSeconds),
    downSeconds: sum(({ downSeconds }) => downSeconds),
    degradedSeconds: sum(({ degradedSeconds }) => degradedSeconds),
    maintenanceSeconds: sum(({ maintenanceSeconds }) => maintenanceSeconds),
    p50: worst(({ p50 }) => p50),
    p95: worst(({ p95 }) => p95),
    p99: worst(({ p99 }) => p99),
  }
}
