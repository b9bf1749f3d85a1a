import { boundCheckIn } from '../../ports/item-bounds.js'
import type { CheckIn, CheckInStorage, NewCheckIn } from '../../ports/items.js'
import { placeKey, runKey } from './crons.js'
import { countOutcomes } from './outcomes.js'
import { type Order, pageOf } from './paging.js'
import { ofOwner, projectRow } from './project-rows.js'
import type { State } from './state.js'

export function memoryCheckIns(state: State): CheckInStorage {
  return {
    async add(batch) {
      for (const checkIn of batch.map((one) => ofOwner(state, one)).map(boundCheckIn)) {
        const { organizationId, projectId, receivedAt } = checkIn
        if (projectRow(state, organizationId, projectId) === null) continue
        const key = runKey(checkIn)
        const before = state.checkIns.get(key)
        if (before !== undefined && !changes(before, checkIn)) continue
        const unknown = { updatedAt: receivedAt, expectedAt: null, heardAs: null }
        state.checkIns.set(key, before === undefined ? { ...checkIn, ...unknown } : merged(before, checkIn))
        state.unheardCheckIns.add(key)
        const accepted = { category: 'monitor', outcome: 'accepted', reason: '', quantity: 1 } as const
        countOutcomes(state, [{ organizationId, projectId, hour: receivedAt, ...accepted }])
      }
    },
    async list(organizationId, projectId, page, filter) {
      const found = [...state.checkIns.values()].filter(
        (one) =>
          one.organizationId === organizationId &&
          one.projectId === projectId &&
          (filter?.monitorSlug === undefined || one.monitorSlug === filter.monitorSlug),
      )
      return pageOf(found, page, newestFirst)
    },
    async unheard(limit) {
      const found = [...state.unheardCheckIns].flatMap((key) => state.checkIns.get(key) ?? [])
      return found.sort(oldestFirst).slice(0, limit)
    },
    async ignore(checkIns) {
      for (const { updatedAt, ...checkIn } of checkIns) {
        const kept = state.checkIns.get(runKey(checkIn))
        if (kept === undefined || kept.updatedAt.getTime() !== updatedAt.getTime()) continue
        state.checkIns.set(runKey(kept), { ...kept, heardAs: kept.status })
        state.unheardCheckIns.delete(runKey(kept))
      }
    },
    async running(places) {
      const isRunning = (one: CheckIn) => one.status === 'in_progress' && one.heardAs === 'in_progress'
      return [...new Set(places.map(placeKey))].flatMap((key) =>
        [...state.checkIns.values()]
          .filter((one) => isRunning(one) && placeKey(one) === key)
          .sort(oldestFirst)
          .slice(0, MOST_RUNNING),
      )
    },
  }
}

const MOST_RUNNING = 100

function oldestFirst(a: CheckIn, b: CheckIn): number {
  return a.updatedAt.getTime() - b.updatedAt.getTime()
}

const newestFirst: Order<CheckIn> = {
  parts: ['number', 'text'],
  keyOf: (checkIn) => [checkIn.receivedAt.getTime(), checkIn.checkInId],
  descending: true,
}

/** Received later than all that is known, or an end of what has not ended. */
function changes(before: CheckIn, now: NewCheckIn): boolean {
  const ends = now.status !== 'in_progress'
  if (before.status === 'in_progress') return ends || now.receivedAt > before.updatedAt
  return ends && now.receivedAt > before.updatedAt
}

function merged(before: CheckIn, now: NewCheckIn): CheckIn {
  return {
    ...before,
    status: now.status,
    durationMs: now.durationMs ?? before.durationMs,
    environment: now.environment ?? before.environment,
    release: now.release ?? before.release,
    monitorConfig: now.monitorConfig ?? before.monitorConfig,
    updatedAt: now.receivedAt > before.updatedAt ? now.receivedAt : before.updatedAt,
  }
}
