import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EventDetailJson } from '../../src/client/event-types.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let clock: FakeClock
let acme: Tenant

beforeAll(async () => {
  clock = fakeClock()
  world = await aWorld({ clock })
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const ask = (path: string) => world.ask('GET', `/api/0${path}`, { token: acme.token })

async function stored(event: Record<string, unknown>) {
  const eventId = await report(world.app, acme.key, event)
  const answer = await ask(`/projects/acme/web/events/${eventId}/`)
  return { eventId, event: answer.body as EventDetailJson }
}

const RICH = {
  platform: 'python',
  level: 'warning',
  release: 'web@1.0',
  dist: '7',
  environment: 'production',
  server_name: 'box',
  message: { message: 'Hello %s', params: ['you'], formatted: 'Hello you' },
  exception: {
    values: [
      {
        type: 'ValueError',
        value: 'bad',
        module: 'builtins',
        mechanism: { type: 'django', handled: false },
        stacktrace: {
          frames: [
            { function: 'lib', filename: 'lib.py', abs_path: '/lib.py', lineno: 1, in_app: false },
            {
              function: 'view',
              raw_function: 'view()',
              module: 'app.views',
              filename: 'app/views.py',
              abs_path: '/srv/app/views.py',
              lineno: 12,
              colno: 4,
              in_app: true,
              pre_context: ['ten', 'eleven'],
              context_line: '1/0',
              post_context: ['thirteen'],
              vars: { x: '1' },
            },
          ],
        },
      },
    ],
  },
  breadcrumbs: { values: [{ timestamp: 1_700_000_000.5, category: 'query', message: 'select 1', data: { a: 1 } }] },
  request: {
    url: 'https://shop.example/cart',
    method: 'POST',
    query_string: 'a=1&b=2',
    headers: { 'Content-Type': 'application/json' },
    cookies: { c: 'd' },
    data: { amount: 3 },
  },
  user: { id: 42, email: 'ada@example.com', ip_address: '203.0.113.9' },
  tags: { color: 'red', count: 3 },
  contexts: { runtime: { name: 'CPython', version: '3.12' } },
  extra: { cart: { items: 2 } },
  modules: { django: '5.0' },
  sdk: { name: 'sentry.python', version: '2.0' },
}

describe('an event', () => {
  it('has the columns that clients read, each of its type', async () => {
    const { eventId, event } = await stored(RICH)
    expect(event).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventID: eventId,
      projectID: Number(acme.project.id),
      groupID: expect.stringMatching(/^\d+$/),
      title: 'ValueError: bad',
      message: 'Hello you',
      type: 'error',
      platform: 'python',
      dateReceived: clock.now().toISOString(),
      payloadRemovedAt: null,
      dateCreated: expect.stringMatching(/Z$/),
      dist: '7',
      metadata: { type: 'ValueError', value: 'bad', filename: 'app/views.py', function: 'view' },
      packages: { django: '5.0' },
      context: { cart: { items: 2 } },
      contexts: { runtime: { name: 'CPython', version: '3.12' } },
      user: { id: '42', email: 'ada@example.com', username: null, ip_address: '203.0.113.0' },
      sdk: { name: 'sentry.python', version: '2.0' },
      errors: [],
      userReport: null,
      release: { version: 'web@1.0' },
    })
    expect(event.tags).toEqual(
      expect.arrayContaining([
        { key: 'color', value: 'red' },
        { key: 'count', value: '3' },
        { key: 'environment', value: 'production' },
        { key: 'release', value: 'web@1.0' },
      ]),
    )
    for (const { value } of event.tags) expect(typeof value).toBe('string')
    // Either twice, and sentry-cli stops with "duplicate field".
    for (const name of ['event_id', 'date_created', 'project']) expect(event).not.toHaveProperty(name)
  })

  it('has its parts in their order, with renamed frame keys and numbered source lines', async () => {
    const { event } = await stored(RICH)
    expect(event.entries.map(({ type }) => type)).toEqual(['exception', 'breadcrumbs', 'message', 'request'])
    const [exception, breadcrumbs, message, request] = event.entries
    expect(exception).toMatchObject({
      data: {
        hasSystemFrames: true,
        values: [{ type: 'ValueError', module: 'builtins', mechanism: { type: 'django', handled: false } }],
      },
    })
    const frames = exception?.type === 'exception' ? exception.data.values[0]?.stacktrace?.frames : undefined
    expect(frames).toEqual([
      { function: 'lib', filename: 'lib.py', absPath: '/lib.py', lineNo: 1, inApp: false, context: [] },
      {
        function: 'view',
        raw_function: 'view()',
        module: 'app.views',
        filename: 'app/views.py',
        absPath: '/srv/app/views.py',
        lineNo: 12,
        colNo: 4,
        inApp: true,
        context_line: '1/0',
        context: [
          [10, 'ten'],
          [11, 'eleven'],
          [12, '1/0'],
          [13, 'thirteen'],
        ],
        vars: { x: '1' },
      },
    ])
    expect(breadcrumbs).toEqual({
      type: 'breadcrumbs',
      data: {
        values: [
          {
            type: 'default',
            category: 'query',
            message: 'select 1',
            level: 'info',
            timestamp: '2023-11-14T22:13:20.500Z',
            data: { a: 1 },
            event_id: null,
          },
        ],
      },
    })
    expect(message).toMatchObject({ data: { message: 'Hello %s', formatted: 'Hello you', params: ['you'] } })
    expect(request).toMatchObject({
      data: {
        url: 'https://shop.example/cart',
        method: 'POST',
        query: [
          ['a', '1'],
          ['b', '2'],
        ],
        headers: [['Content-Type', 'application/json']],
        cookies: [['c', expect.any(String)]],
        data: { amount: 3 },
        apiTarget: null,
        bodySize: null,
        protocol: null,
        fragment: null,
        inferredContentType: 'application/json',
      },
    })
  })

  it('shows threads, and a stack of its own as that of the current one', async () => {
    const frames = [{ function: 'main', lineno: 3, in_app: true }]
    const threads = { values: [{ id: 1, name: 'Main', crashed: true, stacktrace: { frames } }] }
    const { event } = await stored({ message: 'threads', threads })
    expect(event.entries).toContainEqual(
      expect.objectContaining({
        type: 'threads',
        data: {
          values: [
            expect.objectContaining({
              name: 'Main',
              stacktrace: { frames: [expect.objectContaining({ lineNo: 3, inApp: true })] },
            }),
          ],
        },
      }),
    )
    const lone = await stored({ message: 'a stack alone', stacktrace: { frames } })
    expect(lone.event.entries).toContainEqual(
      expect.objectContaining({ type: 'threads', data: { values: [expect.objectContaining({ current: true })] } }),
    )
  })

  it('that is almost empty has all its keys', async () => {
    const { event } = await stored({ message: 'only this' })
    expect(event).toMatchObject({
      title: 'only this',
      message: 'only this',
      culprit: '',
      dist: null,
      packages: {},
      context: {},
      sdk: null,
      release: null,
      entries: [{ type: 'message', data: { formatted: 'only this' } }],
    })
    expect(event.user === null || event.user.id === null).toBe(true)
  })

  it('is raw as it is stored, with the names of the raw view', async () => {
    const { eventId, event } = await stored(RICH)
    const raw = await ask(`/organizations/acme/issues/${event.groupID}/events/${eventId}/json/`)
    expect(raw.body).toMatchObject({
      event_id: eventId,
      timestamp: expect.any(Number),
      datetime: event.dateCreated,
      project: Number(acme.project.id),
      level: 'warning',
      title: 'ValueError: bad',
      transaction: event.culprit,
      tags: { color: 'red', count: '3' },
      hashes: [1, 2].map(() => expect.stringMatching(/^[0-9a-f]{32}$/)),
      exception: { values: [{ stacktrace: { frames: [{ lineno: 1 }, { lineno: 12, context_line: '1/0' }] } }] },
      extra: { cart: { items: 2 } },
      release: 'web@1.0',
    })
  })
})

describe('the events of an issue', () => {
  it('are newest first, and each knows its neighbours', async () => {
    const ids: string[] = []
    for (let round = 0; round < 3; round += 1) {
      ids.push(await report(world.app, acme.key, anError('Walk')))
      await clock.advance(1000)
    }
    const [first, second, third] = ids as [string, string, string]
    const found = (await ask(`/organizations/acme/issues/?query=${first}`)).body as { id: string }[]
    const base = `/issues/${found[0]?.id}/events/`
    expect(((await ask(base)).body as { eventID: string }[]).map(({ eventID }) => eventID)).toEqual([
      third,
      second,
      first,
    ])
    expect((await ask(`${base}latest/`)).body).toMatchObject({
      eventID: third,
      previousEventID: second,
      nextEventID: null,
    })
    expect((await ask(`${base}oldest/`)).body).toMatchObject({
      eventID: first,
      previousEventID: null,
      nextEventID: second,
    })
    const middle = (await ask(`${base}${second}/`)).body as EventDetailJson
    expect(middle).toMatchObject({ eventID: second, previousEventID: first, nextEventID: third })
    const place = { firstEventID: first, lastEventID: third, total: 3 }
    expect(middle).toMatchObject({ ...place, ordinal: 2 })
    expect((await ask(`${base}oldest/`)).body).toMatchObject({ ...place, ordinal: 1 })
    // Our own id leads there as well, dashed or not.
    expect((await ask(`${base}${middle.id}/`)).body).toMatchObject({ eventID: second })
    expect((await ask(`${base}${second.toUpperCase()}/`)).body).toMatchObject({ eventID: second })
    const page = await ask(`${base}?limit=2`)
    expect(page.body).toHaveLength(2)
    expect(page.headers.get('link')).toContain('rel="next"; results="true"')
  })

  it('are not found by the id of another issue, or by none', async () => {
    const { event } = await stored(anError('Own'))
    const { eventId } = await stored(anError('Foreign'))
    for (const id of [eventId, 'nonsense', '0'.repeat(32), '%00'])
      expect((await ask(`/issues/${event.groupID}/events/${id}/`)).status).toBe(404)
  })

  it('say why they are in it', async () => {
    const { event, eventId } = await stored(anError('Explained'))
    const why = await ask(`/issues/${event.groupID}/events/${eventId}/grouping/`)
    const { hashes } = (await ask(`/organizations/acme/issues/${event.groupID}/events/${eventId}/json/`)).body as {
      hashes: readonly string[]
    }
    expect(why.body).toMatchObject({ version: 'g1', hashes, sentence: expect.stringMatching(/^Grouped by the type /) })
    expect((await ask(`/issues/${event.groupID}/events/${'0'.repeat(32)}/grouping/`)).status).toBe(404)
  })

  it('stand for its hashes', async () => {
    const { eventId, event } = await stored(anError('Hashed'))
    const hashes = await ask(`/organizations/acme/issues/${event.groupID}/hashes/`)
    expect(hashes.body).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{32}$/), latestEvent: expect.objectContaining({ eventID: eventId }) },
    ])
  })
})

describe('the events of a project', () => {
  it('are listed as sentry-cli reads them', async () => {
    const eventId = await report(world.app, acme.key, RICH)
    const events = (await ask('/projects/acme/web/events/?cursor=')).body as Record<string, unknown>[]
    const event = events.find(({ eventID }) => eventID === eventId)
    expect(event).toMatchObject({ title: 'ValueError: bad', dateCreated: expect.any(String), user: { id: '42' } })
    expect(event).not.toHaveProperty('nextEventID')
  })
})
