import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { DEFAULT_LIMITS, type Limits } from '../config.js'
import type { Hooks } from '../context.js'
import { decodePayload } from '../events/payload.js'
import type { IngestRecord } from '../ports/runtime.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { NO_FILTERS } from './filters/index.js'
import { prepareRecord } from './prepare.js'
import { createScrubber, DEFAULT_SCRUB_RULES } from './scrub/index.js'

const ID = '0123456789abcdef0123456789abcdef'
const TOLD = 'fedcba9876543210fedcba9876543210'

const aRecord = (body: string | Uint8Array, change: Partial<IngestRecord> = {}): IngestRecord => ({
  organizationId: '1',
  projectId: '7',
  keyId: 'key',
  kind: 'envelope',
  receivedAt: new Date('2026-11-22T20:46:53.108Z'),
  eventId: TOLD,
  contentEncoding: null,
  userAgent: null,
  ip: '203.0.113.9',
  scrubIp: true,
  query: null,
  body: typeof body === 'string' ? Buffer.from(body) : body,
  ...change,
})

const prepare = (record: IngestRecord, hooks: Hooks = {}, limits: Partial<Limits> = {}) =>
  prepareRecord(record, {
    limits: { ...DEFAULT_LIMITS, ...limits },
    hooks,
    scrub: createScrubber(DEFAULT_SCRUB_RULES),
    filters: NO_FILTERS,
  })

const envelope = (...items: readonly (readonly [type: string, payload: unknown])[]) =>
  [
    '{}',
    ...items.flatMap(([type, payload]) => [
      JSON.stringify({ type }),
      typeof payload === 'string' ? payload : JSON.stringify(payload),
    ]),
  ].join('\n')

const refusals = (prepared: ReturnType<typeof prepare>) =>
  prepared.outcomes.map(({ category, outcome, reason, quantity }) => [category, outcome, reason, quantity])

describe('a record', () => {
  it('keeps no secret: not in its document, its title, its search text or its tags', () => {
    const event = {
      message: 'login at postgres://app:hunter2@db/main failed',
      extra: { password: 'hunter2' },
      tags: { api_key: 'hunter2' },
    }
    const seen: NormalizedEvent[] = []
    const beforeStore = (one: NormalizedEvent) => {
      seen.push(one)
      return one
    }
    const [row] = prepare(aRecord(envelope(['event', event])), { beforeStore }).events
    expect(JSON.stringify([{ ...row, payload: null }, row && decodePayload(row), seen])).not.toContain('hunter2')
    expect(row?.title).toBe('login at postgres://[Filtered]@db/main failed')
  })

  it('with an event becomes a row that storage can write', () => {
    const event = {
      event_id: ID,
      timestamp: 1795380413,
      platform: 'python',
      release: 'app@1',
      environment: 'prod',
      level: 'fatal',
      user: { id: 42 },
      tags: { a: 'b' },
      exception: [{ type: 'KeyError', value: "'x'", stacktrace: [{ module: 'app', function: 'run', in_app: true }] }],
    }
    const { events, outcomes, summary } = prepare(aRecord(envelope(['event', event])))
    expect(outcomes).toEqual([])
    expect(summary).toEqual({ sdk: null, items: ['event'] })
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      eventId: ID,
      organizationId: '1',
      projectId: '7',
      hashes: [expect.stringMatching(/^[0-9a-f]{32}$/)],
      type: 'error',
      level: 'fatal',
      title: "KeyError: 'x'",
      culprit: 'app in run',
      metadata: { type: 'KeyError', value: "'x'", filename: 'app', function: 'run' },
      platform: 'python',
      environment: 'prod',
      release: 'app@1',
      receivedAt: new Date('2026-11-22T20:46:53.108Z'),
      timestamp: new Date(1795380413000),
      userKey: 'id:42',
      tags: [
        ['a', 'b'],
        ['user.id', '42'],
        ['environment', 'prod'],
        ['release', 'app@1'],
      ],
    })
    expect(events[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(decodePayload(events[0]!)).toMatchObject({ event_id: ID, exception: { values: [{ type: 'KeyError' }] } })
  })

  it('gives the same event each time, save for the id of its row', () => {
    const record = aRecord(envelope(['event', { message: 'x' }], ['event', { message: 'y' }]))
    const [one, other] = [prepare(record), prepare(record)].map(({ events }) => events.map(({ id, ...rest }) => rest))
    expect(one).toEqual(other)
  })

  it('in gzip, and a store request as raven wraps it, are understood', () => {
    const gzipped = aRecord(gzipSync(envelope(['event', { message: 'zipped' }])), { contentEncoding: 'gzip' })
    expect(prepare(gzipped).events[0]?.title).toBe('zipped')
    const wrapped = deflateSync(JSON.stringify({ message: 'from raven' })).toString('base64')
    expect(prepare(aRecord(wrapped, { kind: 'store' })).events[0]?.title).toBe('from raven')
    expect(prepare(aRecord('{"message":"plain"}', { kind: 'store' })).events[0]?.title).toBe('plain')
  })

  it('names its SDK by the envelope, else by the event', () => {
    const named = '{"sdk":{"name":"sentry.python","version":"2.0"}}\n{"type":"event"}\n{"sdk":{"name":"other"}}'
    expect(prepare(aRecord(named)).summary.sdk).toBe('sentry.python/2.0')
    const store = aRecord('{"sdk":{"name":"raven","version":"6"}}', { kind: 'store' })
    expect(prepare(store).summary.sdk).toBe('raven/6')
  })

  it('corrects the clock of its client by the time of sending', () => {
    const body =
      '{"sent_at":"2026-11-22T19:46:53.108Z"}\n{"type":"event"}\n{"message":"x","timestamp":"2026-11-22T19:46:50.108Z"}'
    expect(prepare(aRecord(body)).events[0]?.timestamp).toEqual(new Date('2026-11-22T20:46:50.108Z'))
  })
})

describe('the id of an event', () => {
  it.each([
    ['its own', ID, ID],
    ['its own with dashes', '01234567-89ab-cdef-0123-456789abcdef', ID],
    ['what the client was told, for one without', undefined, TOLD],
    ['what the client was told, for one that is none', 'not-an-id', TOLD],
    ['what the client was told, for a number', 5, TOLD],
  ])('is %s', (_name, event_id, wanted) => {
    expect(prepare(aRecord(envelope(['event', { event_id, message: 'x' }]))).events[0]?.eventId).toBe(wanted)
  })

  it('is made up for a second event without one, and differs', () => {
    const ids = prepare(aRecord(envelope(['event', { message: 'a' }], ['event', { message: 'b' }]))).events.map(
      (e) => e.eventId,
    )
    expect(ids[0]).toBe(TOLD)
    expect(ids[1]).toMatch(/^[0-9a-f]{32}$/)
    expect(ids[1]).not.toBe(TOLD)
  })
})

describe('what is refused', () => {
  it('is counted by Sentry’s category: items of kinds that are not stored, and of kinds that nobody knows', () => {
    const types = [
      'transaction',
      'span',
      'log',
      'profile',
      'profile_chunk',
      'replay_event',
      'replay_recording',
      'statsd',
      'trace_metric',
      'novelty',
    ]
    const prepared = prepare(
      aRecord(envelope(...types.map((type) => [type, {}] as const), ['event', { message: 'kept' }])),
    )
    expect(prepared.events.map((event) => event.title)).toEqual(['kept'])
    expect(refusals(prepared)).toEqual([
      ['transaction', 'filtered', 'not_stored', 1],
      ['span', 'filtered', 'not_stored', 1],
      ['log_item', 'filtered', 'not_stored', 1],
      ['profile', 'filtered', 'not_stored', 1],
      ['profile_chunk', 'filtered', 'not_stored', 1],
      ['replay', 'filtered', 'not_stored', 2],
      ['metric_bucket', 'filtered', 'not_stored', 1],
      ['trace_metric', 'filtered', 'not_stored', 1],
      ['default', 'filtered', 'not_stored', 1],
    ])
    expect(prepared.outcomes[0]).toMatchObject({
      organizationId: '1',
      projectId: '7',
      hour: new Date('2026-11-22T20:00:00Z'),
    })
  })

  it('is an event that is too large; its siblings are kept', () => {
    const large = { message: 'x'.repeat(2000) }
    const prepared = prepare(
      aRecord(envelope(['event', large], ['event', { message: 'small' }])),
      {},
      { maxEventBytes: 1000 },
    )
    expect(prepared.events.map((event) => event.title)).toEqual(['small'])
    expect(refusals(prepared)).toEqual([['error', 'invalid', 'too_large', 1]])
  })

  it('is an event that is no JSON; its siblings are kept', () => {
    const prepared = prepare(aRecord(envelope(['event', '{"message":'], ['event', ''], ['event', { message: 'good' }])))
    expect(prepared.events.map((event) => event.title)).toEqual(['good'])
    expect(refusals(prepared)).toEqual([['error', 'invalid', 'invalid_json', 2]])
  })

  it.each<[string, IngestRecord, readonly unknown[]]>([
    ['an envelope without a header', aRecord('hello'), ['default', 'invalid', 'invalid_body', 1]],
    ['damaged gzip', aRecord('hello', { contentEncoding: 'gzip' }), ['default', 'invalid', 'invalid_body', 1]],
    [
      'a bomb',
      aRecord(gzipSync(Buffer.alloc(10_000_000)), { contentEncoding: 'gzip' }),
      ['default', 'invalid', 'too_large', 1],
    ],
    ['a store request that is no JSON', aRecord('hello', { kind: 'store' }), ['error', 'invalid', 'invalid_json', 1]],
    [
      'a transaction of an old SDK',
      aRecord('{"type":"transaction"}', { kind: 'store' }),
      ['transaction', 'filtered', 'not_stored', 1],
    ],
  ])('is %s', (_name, record, refusal) => {
    const prepared = prepare(record, {}, { maxDecodedBytes: 1_000_000 })
    expect(prepared.events).toEqual([])
    expect(refusals(prepared)).toEqual([refusal])
  })

  it('by the client itself is what its client reports say, in words that are known', () => {
    const report = {
      timestamp: 1,
      discarded_events: [
        { reason: 'before_send', category: 'error', quantity: 3 },
        { reason: 'before_send', category: 'error', quantity: 2 },
        { reason: 'made up', category: 'made up', quantity: 1 },
        { reason: 'sample_rate', category: 'transaction', quantity: -5 },
        { reason: 'sample_rate', category: 'transaction', quantity: 'many' },
        { reason: 'sample_rate', category: 'span', quantity: 1e300 },
        null,
      ],
    }
    expect(refusals(prepare(aRecord(envelope(['client_report', report]))))).toEqual([
      ['error', 'client_discard', 'before_send', 5],
      ['default', 'client_discard', 'other', 1],
      ['span', 'client_discard', 'sample_rate', 1_000_000],
    ])
    expect(refusals(prepare(aRecord(envelope(['client_report', '{'], ['client_report', []]))))).toEqual([
      ['internal', 'invalid', 'invalid_json', 2],
    ])
  })
})

describe('hooks', () => {
  const record = aRecord(envelope(['event', { event_id: ID, message: 'hello', user: { email: 'a@b.c' } }]))
  const broken = (): never => {
    throw new Error('the host has a bug')
  }

  it('beforeStore changes the event before it is grouped and described', () => {
    const change = (event: NormalizedEvent) => ({
      ...event,
      logentry: { formatted: 'changed' },
      level: 'info' as const,
    })
    const [event] = prepare(record, { beforeStore: change }).events
    expect(event).toMatchObject({ eventId: ID, title: 'changed', level: 'info', userKey: 'email:a@b.c' })
    expect(event?.hashes).not.toEqual(prepare(record).events[0]?.hashes)
  })

  it('beforeStore drops the event with null, which is counted', () => {
    const prepared = prepare(record, { beforeStore: () => null })
    expect(prepared.events).toEqual([])
    expect(refusals(prepared)).toEqual([['error', 'filtered', 'before_store', 1]])
  })

  it('that throw, or forget to answer, leave the event as it was', () => {
    const spoil = (event: NormalizedEvent): never => {
      Object.assign(event, { level: 'nonsense', logentry: null })
      return broken()
    }
    const forget = (() => undefined) as unknown as NonNullable<Hooks['beforeStore']>
    for (const hooks of [
      { beforeStore: broken },
      { beforeStore: spoil },
      { beforeStore: forget },
      { fingerprint: broken },
    ])
      expect(prepare(record, hooks).events[0]).toMatchObject({
        title: 'hello',
        level: 'error',
        hashes: prepare(record).events[0]?.hashes,
      })
  })

  it('that answer with nonsense cannot break what is stored', () => {
    const odd = (event: NormalizedEvent) =>
      ({ ...event, level: 'loud', tags: { a: 1 }, title: 5 }) as unknown as NormalizedEvent
    expect(prepare(record, { beforeStore: odd }).events[0]).toMatchObject({
      level: 'error',
      tags: [
        ['a', '1'],
        ['user.email', 'a@b.c'],
      ],
    })
  })

  it('fingerprint replaces the one of the client, null leaves it', () => {
    const fingerprinted = aRecord(envelope(['event', { message: 'other', fingerprint: ['mine'] }]))
    const mine = prepare(record, { fingerprint: () => ['mine'] }).events[0]?.hashes
    expect(mine).toEqual(prepare(fingerprinted).events[0]?.hashes)
    expect(prepare(record, { fingerprint: () => null }).events[0]?.hashes).toEqual(prepare(record).events[0]?.hashes)
  })
})
