import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import type { Monitor, MonitorCheck } from '../ports/monitors.js'
import { STATUS_DAYS, type StatusComponent, type StatusDay } from './view.js'

/** How a monitor did. */
export type MonitorPast = Pick<StatusComponent, 'uptime' | 'latencyMs' | 'days'>

const DAY_MS = 86_400_000
const RECENT = 60

export async function pastOf(
  { storage }: Context,
  monitors: readonly Monitor[],
  now: Date,
): Promise<ReadonlyMap<Id, MonitorPast>> {
  const recent = await storage.monitors.recentChecks(monitors, RECENT)
  return new Map(
    monitors.map(({ id }) => [
      id,
      {
        uptime: { day: null, month: null, quarter: null },
        latencyMs: medianOf(recent.get(id) ?? []),
        days: daysUntil(now),
      },
    ]),
  )
}

function daysUntil(now: Date): readonly StatusDay[] {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  return Array.from({ length: STATUS_DAYS }, (_, index) => ({
    start: new Date(today - (STATUS_DAYS - 1 - index) * DAY_MS),
    ...{ knownSeconds: 0, downSeconds: 0, degradedSeconds: 0, maintenanceSeconds: 0 },
  }))
}

function medianOf(checks: readonly MonitorCheck[]): number | null {
  const times = checks.flatMap(({ responseMs }) => responseMs ?? []).sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? null
}
