import { envelopeSource } from '../lib/load-parts.mjs'
import { scenarioOf } from '../lib/scenarios.mjs'

/** Ingest records as the accepting side makes them, each with an event id of its own. */
export function recordSource(sizeKb, issues = 50) {
  const source = envelopeSource(scenarioOf('errors-25k', { medianKb: sizeKb, sigma: 0, issues }))
  return (i) => ({
    organizationId: '1',
    projectId: '1',
    keyId: '00000000-0000-0000-0000-000000000001',
    kind: 'envelope',
    receivedAt: new Date(),
    eventId: '0'.repeat(32),
    contentEncoding: 'gzip',
    userAgent: 'sentry.javascript.node/11.12.0',
    ip: '203.0.113.9',
    scrubIp: false,
    query: null,
    body: source.next(i).body,
  })
}
