import type { Id } from '../../ports/model.js'
import type { HistoryBucket, HistoryStep, HistoryStorage } from '../../ports/monitor-history.js'
import type { CheckedMonitor } from '../../ports/monitors.js'
import { addTimes, bucketOf, mergeBuckets, NOTHING_KNOWN } from '../../uptime/history/bucket.js'
import { piecesOf } from '../../uptime/history/pieces.js'
import { STEP_MS } from '../../uptime/history/steps.js'
import type { MonitorRow } from './monitors.js'
import type { State } from './state.js'

/** Stretches by the time at which they begin. */
export type MonitorHistory = Readonly<Record<HistoryStep, ReadonlyMap<number, HistoryBucket>>>

export const NO_HISTORY: MonitorHistory = { minute: new Map(), hour: new Map(), day: new Map() }

export function memoryHistory(state: State): HistoryStorage {
  const rowsOf = (organizationId: Id, ids: readonly Id[]): readonly MonitorRow[] =>
    ids.flatMap((id) => {
      const row = state.monitors.get(id)
      return row?.monitor.organizationId === organizationId ? [row] : []
    })
  return {
    async history(organizationId, monitorIds, { step, width, start, end }) {
      const widthMs = width * STEP_MS[step]
      const stretches = ({ history }: MonitorRow) => {
        const found = new Map<number, HistoryBucket>()
        for (const bucket of [...history[step].values()].sort((a, b) => Number(a.at) - Number(b.at))) {
          if (bucket.at < start || bucket.at >= end) continue
          const at = start.getTime() + Math.floor((Number(bucket.at) - Number(start)) / widthMs) * widthMs
          const before = found.get(at)
          found.set(at, before === undefined ? { ...bucket, at: new Date(at) } : mergeBuckets(before, bucket))
        }
        return [...found.values()]
      }
      return new Map(rowsOf(organizationId, monitorIds).map((row) => [row.monitor.id, stretches(row)]))
    },
    async knownSince(organizationId, monitorIds, days) {
      const since = ({ history }: MonitorRow, day: Date) =>
        [...history.day.values()].filter(({ at }) => at >= day).reduce(addTimes, NOTHING_KNOWN)
      return new Map(
        rowsOf(organizationId, monitorIds).map((row) => [row.monitor.id, days.map((day) => since(row, day))]),
      )
    },
  }
}

export function withPieces(history: MonitorHistory, checked: CheckedMonitor): MonitorHistory {
  const changed = { minute: new Map(history.minute), hour: new Map(history.hour), day: new Map(history.day) }
  for (const piece of piecesOf(checked)) {
    const bucket = bucketOf(piece, checked)
    const before = changed[piece.step].get(piece.at.getTime())
    changed[piece.step].set(piece.at.getTime(), before === undefined ? bucket : mergeBuckets(before, bucket))
  }
  return changed
}

export function withoutOld(history: MonitorHistory, oldest: Readonly<Record<HistoryStep, Date>>): MonitorHistory {
  const kept = (step: HistoryStep) => new Map([...history[step]].filter(([at]) => at >= oldest[step].getTime()))
  return { minute: kept('minute'), hour: kept('hour'), day: kept('day') }
}
