import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import type { HistoryBucket, KnownTime } from '../ports/monitor-history.js'
import { everyStretch, type HistoryRange } from '../uptime/history/bars.js'
import { addTimes, emptyBucket, mergeBuckets, NOTHING_KNOWN } from '../uptime/history/bucket.js'
import { percentileOf } from '../uptime/history/latency.js'
import { STEP_MS, startOfStep } from '../uptime/history/steps.js'
import { upShareOf } from '../uptime/history/up-share.js'
import { STATUS_DAYS, type StatusComponent, type StatusDay } from './view.js'

/** How a monitor did. */
export type MonitorPast = Pick<StatusComponent, 'uptime' | 'latencyMs' | 'days'>

const HOURS = 24
const MONTH_DAYS = 30

/** Of each monitor, from what its checks were summed up to. */
export async function pastOf(
  { storage }: Context,
  organizationId: Id,
  ids: readonly Id[],
  now: Date,
): Promise<ReadonlyMap<Id, MonitorPast>> {
  const days = lastOf('day', STATUS_DAYS, now)
  const [byDay, byHour] = await Promise.all([
    storage.monitors.history(organizationId, ids, days),
    storage.monitors.history(organizationId, ids, lastOf('hour', HOURS, now)),
  ])
  return new Map(ids.map((id) => [id, toPast(everyStretch(days, byDay.get(id) ?? []), byHour.get(id) ?? [])]))
}

/** The last so many, with the one that is going on. */
function lastOf(step: 'hour' | 'day', count: number, now: Date): HistoryRange {
  const end = startOfStep(step, now.getTime()) + STEP_MS[step]
  return { step, width: 1, start: new Date(end - count * STEP_MS[step]), end: new Date(end) }
}

function toPast(days: readonly HistoryBucket[], hours: readonly HistoryBucket[]): MonitorPast {
  const lastDay = hours.reduce(mergeBuckets, emptyBucket(new Date(0)))
  const shareOf = (stretches: readonly KnownTime[]) => upShareOf(stretches.reduce(addTimes, NOTHING_KNOWN))
  return {
    uptime: { day: upShareOf(lastDay), month: shareOf(days.slice(-MONTH_DAYS)), quarter: shareOf(days) },
    latencyMs: percentileOf(lastDay.latency, 0.5),
    days: days.map(toDay),
  }
}

function toDay({ at, knownMs, downMs, degradedMs, maintenanceMs }: HistoryBucket): StatusDay {
  return {
    ...{ start: at, knownSeconds: knownMs / 1000, downSeconds: downMs / 1000, degradedSeconds: degradedMs / 1000 },
    maintenanceSeconds: maintenanceMs / 1000,
  }
}
