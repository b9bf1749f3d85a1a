import type { NewEvent } from '../ports/ingest.js'
import type { MonitorSetup } from '../ports/monitors.js'
import { newEventId, uuidv7 } from '../protocol/ids.js'
import { NO_RELATIONS } from '../uptime/relations.js'

/** A moment for tests that need no other. */
export const NOON = new Date('2026-03-14T12:00:00.000Z')

export function minutesAfter(date: Date, minutes: number): Date {
  return new Date(date.getTime() + minutes * 60_000)
}

/** An event ready to be stored, with an id and a hash of its own unless given. Its payload is the text `{}`, uncompressed. */
export function aNewEvent(event: Pick<NewEvent, 'organizationId' | 'projectId'> & Partial<NewEvent>): NewEvent {
  const receivedAt = event.receivedAt ?? NOON
  return {
    id: uuidv7(receivedAt),
    eventId: newEventId(),
    hashes: [newEventId()],
    type: 'error',
    level: 'error',
    title: 'TypeError: x is not a function',
    culprit: 'checkout(app/cart)',
    metadata: { type: 'TypeError', value: 'x is not a function', filename: 'app/cart.js', function: 'checkout' },
    message: 'x is not a function',
    platform: 'node',
    environment: null,
    release: null,
    receivedAt,
    timestamp: receivedAt,
    tags: [],
    userKey: null,
    searchText: '',
    payload: new Uint8Array([0x7b, 0x7d]),
    payloadEncoding: 'identity',
    ...event,
  }
}

/** A site that is asked every minute. */
export function aMonitorSetup(setup: Partial<MonitorSetup> = {}): MonitorSetup {
  return {
    ...{ projectId: null, name: 'Site', type: 'GET', url: 'https://example.com/', intervalSeconds: 60 },
    ...{ timeoutSeconds: null, expectedStatus: 200, expectedBody: '', confirmationThreshold: 1, recoveryThreshold: 1 },
    ...{ retrySeconds: null, degradedAfterMs: null, certificateDays: null, isPaused: false },
    ...{ request: null, assertions: [], dns: null, cron: null },
    ...NO_RELATIONS,
    ...setup,
  }
}
