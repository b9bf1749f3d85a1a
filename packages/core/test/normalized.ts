import type { NormalizedEvent } from '../src/protocol/event.js'
import { type AboutEvent, normalizeEvent } from '../src/protocol/normalize/index.js'

/** When events of these tests arrive, unless they say otherwise. */
export const RECEIVED = new Date('2026-11-22T20:00:00Z')

/** What normalising makes of `raw`; the request that brought it can be changed. */
export function normalized(raw: unknown, change: Partial<AboutEvent> = {}): NormalizedEvent {
  return normalizeEvent(raw, {
    eventId: 'a'.repeat(32),
    receivedAt: RECEIVED,
    sentAt: null,
    ip: '203.0.113.77',
    userAgent: null,
    scrubIp: false,
    ...change,
  })
}

/** The faults found, as `type name`. */
export function faults(event: NormalizedEvent): readonly string[] {
  return event.errors.map(({ type, name }) => `${type} ${name ?? ''}`.trim())
}
