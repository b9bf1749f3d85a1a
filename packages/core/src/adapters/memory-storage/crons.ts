import type { CheckIn } from '../../ports/items.js'
import type { CheckInPlace, CronMonitorStorage, CronRun, CronStep } from '../../ports/monitor-crons.js'
import type { Monitor } from '../../ports/monitors.js'
import { newEventId } from '../../protocol/ids.js'
import type { State } from './state.js'

export function memoryCrons(state: State): CronMonitorStorage {
  const crons = () => [...state.monitors.values()].flatMap(({ monitor }) => (monitor.cron === null ? [] : [monitor]))
  return {
    async ofCheckIns(places) {
      const wanted = new Set(places.map(placeKey))
      return crons().filter((monitor) => wanted.has(cronKey(monitor)))
    },
    async countCrons(organizationId, projectId) {
      return crons().filter((one) => one.organizationId === organizationId && one.projectId === projectId).length
    },
    async plan(planned) {
      const stale = new Set<string>()
      for (const { organizationId, monitorId, version, nextCheckAt, cron } of planned) {
        const row = state.monitors.get(monitorId)
        const isSame = row?.monitor.organizationId === organizationId && row.monitor.version === version
        if (row === undefined || !isSame || !mayNote(state, cron.run)) {
          stale.add(monitorId)
          continue
        }
        const monitor = { ...row.monitor, version: version + 1, nextCheckAt, progress: cron.progress }
        state.monitors.set(monitorId, { ...row, monitor, busyUntil: null })
        noteRun(state, cron)
      }
      return stale
    },
  }
}

/** Another job of the project has that slug. */
export function isSlugTaken(state: State, monitor: Monitor): boolean {
  if (monitor.cron === null || monitor.projectId === null) return false
  const key = cronKey(monitor)
  for (const { monitor: other } of state.monitors.values())
    if (other.id !== monitor.id && other.cron !== null && cronKey(other) === key) return true
  return false
}

/** Whether the run is still as it was looked at. */
export function mayNote(state: State, run: CronRun | null): boolean {
  if (run === null || run.kind === 'missed') return true
  const kept = state.checkIns.get(runKey(run.checkIn))
  if (kept === undefined || kept.updatedAt.getTime() !== run.checkIn.updatedAt.getTime()) return false
  return state.unheardCheckIns.has(runKey(run.checkIn)) === (run.kind === 'heard')
}

export function noteRun(state: State, { run }: CronStep): void {
  if (run === null) return
  const row = rowOf(state, run)
  if (row === null) return
  state.checkIns.set(runKey(row), row)
  state.unheardCheckIns.delete(runKey(row))
}

/** Of the check-in within everything. */
export function runKey({ projectId, checkInId }: Pick<CheckIn, 'projectId' | 'checkInId'>): string {
  return `${projectId} ${checkInId}`
}

export function placeKey({ organizationId, projectId, monitorSlug }: CheckInPlace): string {
  return `${organizationId} ${projectId} ${monitorSlug}`
}

function cronKey({ organizationId, projectId, cron }: Monitor): string {
  return `${organizationId} ${projectId} ${cron?.slug}`
}

function rowOf(state: State, run: CronRun): CheckIn | null {
  if (run.kind === 'missed') {
    const { place, at, expectedAt } = run
    return {
      ...{ ...place, checkInId: newEventId(), status: 'missed', heardAs: 'missed', durationMs: null, expectedAt },
      ...{ environment: null, release: null, monitorConfig: null, receivedAt: at, updatedAt: at },
    }
  }
  const kept = state.checkIns.get(runKey(run.checkIn))
  if (kept === undefined) return null
  if (run.kind === 'timed_out') return { ...kept, status: 'timeout', heardAs: 'timeout' }
  return { ...kept, heardAs: kept.status, expectedAt: run.expectedAt ?? kept.expectedAt }
}
