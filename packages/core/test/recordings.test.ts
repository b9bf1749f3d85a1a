import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { DEFAULT_LIMITS } from '../src/config.js'
import { decodePayload } from '../src/events/payload.js'
import { NO_FILTERS } from '../src/ingest/filters/index.js'
import { prepareRecord } from '../src/ingest/prepare.js'
import { createScrubber, DEFAULT_SCRUB_RULES } from '../src/ingest/scrub/index.js'
import type { IngestRecord } from '../src/ports/runtime.js'
import { findKey } from '../src/protocol/auth.js'
import { decodeBody } from '../src/protocol/encoding.js'
import { parseEnvelope } from '../src/protocol/envelope.js'

const options = {
  limits: DEFAULT_LIMITS,
  hooks: {},
  scrub: createScrubber(DEFAULT_SCRUB_RULES),
  filters: NO_FILTERS,
}

/** Requests of real SDKs as they were on the wire; `body` is base64. */
interface Recording {
  readonly client: string
  readonly scenario: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly items: readonly string[]
  readonly body: string
}

const recordings = readFileSync(`${__dirname}/fixtures/recordings.ndjson`, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Recording)

const named = recordings.map(
  (recording, index) => [`${recording.client} ${recording.scenario} #${index}`, recording] as const,
)

const recordOf = (recording: Recording): IngestRecord => ({
  organizationId: '1',
  projectId: '7',
  keyId: 'key',
  kind: 'envelope',
  receivedAt: new Date('2026-11-22T20:50:00Z'),
  eventId: 'f'.repeat(32),
  contentEncoding: recording.headers['content-encoding'] ?? null,
  userAgent: recording.headers['user-agent'] ?? null,
  ip: '203.0.113.9',
  scrubIp: true,
  query: null,
  body: Buffer.from(recording.body, 'base64'),
})

/** Faults that the recorded clients really have: they ran minutes away from the clock of this test. */
const JUSTIFIED = new Set(['clock_drift'])

describe('recorded requests', () => {
  it('come from every kind of client', () => {
    expect(new Set(recordings.map(({ client }) => client.split('-')[0]))).toEqual(
      new Set(['browser', 'cli', 'node', 'python']),
    )
  })

  it.each(named)('%s is an envelope without problems, of the items that were sent', (_name, recording) => {
    const record = recordOf(recording)
    const { items, problems } = parseEnvelope(decodeBody(record.body, record.contentEncoding, 1e8), DEFAULT_LIMITS)
    expect(problems).toEqual([])
    expect(items.map((item) => item.type)).toEqual(recording.items)
  })

  it.each(named)('%s has its key where it is looked for', (_name, { url, headers }) => {
    const found = findKey({
      query: new URL(url, 'http://host').searchParams,
      sentryAuth: headers['x-sentry-auth'] ?? null,
      authorization: headers.authorization ?? null,
      envelopeDsn: null,
    })
    expect(found).toMatchObject({ publicKey: expect.stringMatching(/^[0-9a-f]{32}$/) })
  })

  it.each(named.filter(([, { items }]) => items.includes('event')))('%s is readable', (_name, recording) => {
    const { events, outcomes } = prepareRecord(recordOf(recording), options)
    expect(events).toHaveLength(recording.items.filter((type) => type === 'event').length)
    expect(outcomes.filter(({ outcome }) => outcome === 'invalid')).toEqual([])
    for (const event of events) {
      expect(event.title).toMatch(/\w/)
      expect(event.title).not.toMatch(/^(?:<|\?|Error$|undefined)/)
      expect(event.hashes).not.toEqual([])
      expect(decodePayload(event).errors.filter(({ type }) => !JUSTIFIED.has(type))).toEqual([])
    }
  })

  it('of one error are one issue for all versions of an SDK', () => {
    const hashes = (client: string) =>
      recordings
        .filter(
          (recording) => recording.client.startsWith(client) && recording.scenario.endsWith('exception-cause-chain'),
        )
        .flatMap((recording) => prepareRecord(recordOf(recording), options).events)
        .map((event) => event.hashes[0])
    for (const client of ['node-', 'browser-', 'python-']) {
      expect(hashes(client).length).toBeGreaterThan(1)
      expect(new Set(hashes(client)).size).toBe(1)
    }
  })
})
