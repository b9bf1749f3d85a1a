import { randomBytes } from 'node:crypto'
import type { IngestRecord } from '../ports/runtime.js'

/** A record with a random id and body; its date is whole milliseconds, as buffers keep it. */
export function aRecord(fields: Partial<IngestRecord> = {}): IngestRecord {
  return {
    organizationId: '1',
    projectId: '2',
    keyId: '5b0c5e4c-9a3e-4a43-8ac1-b6b4d1b8a8a2',
    kind: 'envelope',
    receivedAt: new Date('2026-03-04T05:06:07.089Z'),
    eventId: randomBytes(16).toString('hex'),
    contentEncoding: null,
    userAgent: 'test/1.0',
    ip: '192.0.2.1',
    scrubIp: false,
    query: null,
    body: randomBytes(64),
    ...fields,
  }
}
