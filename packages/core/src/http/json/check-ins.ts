import type { MonitorCheckInJson } from '../../client/monitor-types.js'
import type { CheckIn } from '../../ports/items.js'

export function checkInJson(checkIn: CheckIn): MonitorCheckInJson {
  const { checkInId, status, durationMs, environment, release, expectedAt, receivedAt, updatedAt } = checkIn
  return {
    ...{ id: checkInId, status, duration: durationMs, environment, release },
    expectedTime: expectedAt?.toISOString() ?? null,
    dateCreated: receivedAt.toISOString(),
    dateUpdated: updatedAt.toISOString(),
  }
}
