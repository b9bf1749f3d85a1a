import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient } from '../../src/client/index.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let clock: FakeClock
let acme: Tenant
let org: string

const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0${path}`, { token: acme.token, ...(body === undefined ? {} : { body }) })

const titles = async (query: string, more = '') => {
  const path = `/organizations/${org}/issues/?sort=first_seen&query=${encodeURIComponent(query)}${more}`
  const { status, body } = await ask('GET', path)
  return status === 200 ? (body as { title: string }[]).map(({ title }) => title.split(':')[0]).join(' ') : body
}

beforeAll(async () => {
  clock = fakeClock()
  world = await aWorld({ clock })
  acme = await world.tenant()
  org = acme.organization.slug
  await report(
    world.app,
    acme.key,
    anError('CartError', {
      release: 'shop@1.0.0',
      environment: 'production',
      user: { id: '7', email: 'ada@example.com' },
      tags: { customer: 'Big One' },
      sdk: { name: 'sentry.javascript.node', version: '9' },
      request: { url: 'https://shop.example/cart', method: 'POST' },
    }),
  )
  await clock.advance(60_000)
  await report(world.app, acme.key, {
    platform: 'python',
    level: 'fatal',
    exception: {
      values: [
        { type: 'KeyError', value: 'id' },
        {
          type: 'OrderError',
          value: 'no such order',
          mechanism: { type: 'celery', handled: false },
          stacktrace: { frames: [{ filename: 'app/orders.py', module: 'app.orders', function: 'find', in_app: true }] },
        },
      ],
    },
  })
})
afterAll(() => world.stop())

describe('searching issues', () => {
  it.each([
    ['stack.function:runCartError', 'CartError'],
    ['stack.filename:app/*', 'OrderError'],
    ['stack.module:app.orders', 'OrderError'],
    ['error.type:KeyError', 'OrderError'],
    ['error.unhandled:true', 'OrderError'],
    ['error.mechanism:celery', 'OrderError'],
    ['sdk.name:sentry.javascript.*', 'CartError'],
    ['http.url:*/cart', 'CartError'],
    ['http.method:POST', 'CartError'],
    ['user:id:7', 'CartError'],
    ['user.email:ada@example.com OR level:fatal', 'CartError OrderError'],
    ['customer:"big*"', 'CartError'],
    ['orders.py', 'OrderError'],
    ['no such find', 'OrderError'],
    ['release:latest', 'CartError'],
    ['WEB-2', 'OrderError'],
    ['web-1', 'CartError'],
    ['WEB-7', ''],
    ['issue:[WEB-1, WEB-2]', 'CartError OrderError'],
    ['project:web', 'CartError OrderError'],
    ['project:web*', 'CartError OrderError'],
    ['!project:web', ''],
    ['assigned:none is:new', 'CartError OrderError'],
    ['first_seen:-30s', 'OrderError'],
    ['platform:python', 'OrderError'],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toBe(expected)
  })

  it('what cannot be read is answered with every fault and its place', async () => {
    expect(await titles('level:bad foo OR')).toEqual({
      code: 'invalid_input',
      detail:
        'The search cannot be read: at character 7: "bad" is no value of level:. Use one of: sample, debug, info, warning, error, fatal.',
      faults: [
        { from: 6, to: 9, message: '"bad" is no value of level:.', remedy: expect.stringContaining('Use one of') },
        { from: 14, to: 16, message: expect.stringContaining('OR wants'), remedy: expect.any(String) },
      ],
    })
  })

  it('me is whoever asks, and what is marked is found', async () => {
    const [{ id }] = (await ask('GET', `/organizations/${org}/issues/?query=CartError`)).body as [{ id: string }]
    await ask('PUT', `/issues/${id}/`, { assignedTo: 'me', isBookmarked: true })
    for (const query of ['assigned:me', 'bookmarks:me', 'subscribed:me', 'is:assigned', `assigned:${acme.user.email}`])
      expect(await titles(query)).toBe('CartError')
    const { token } = await world.member('member', acme.organization)
    const path = `/api/0/organizations/${org}/issues/?query=assigned:me`
    expect((await world.ask('GET', path, { token })).body).toEqual([])
  })

  it('changes what it finds', async () => {
    const query = encodeURIComponent('(error.type:OrderError OR nothing) !is:resolved')
    await ask('PUT', `/organizations/${org}/issues/?query=${query}`, { priority: 'low' })
    expect(await titles('priority:low')).toBe('OrderError')
    const refused = await ask('PUT', `/organizations/${org}/issues/?query=is:bad`, { status: 'resolved' })
    expect(refused.status).toBe(400)
    expect(await titles('is:resolved')).toBe('')
  })
})

describe('completing a search', () => {
  const client = () =>
    createClient({
      baseUrl: 'https://mishap.example/',
      token: acme.token,
      fetch: (url, init) => world.app.fetch(new Request(url, init)),
    })

  it('tells keys and their values, with counts', async () => {
    const keys = await client().listSearchKeys(org)
    expect(keys.map(({ key }) => key)).toEqual(expect.arrayContaining(['customer', 'release', 'user.email']))
    expect(await client().listSearchKeys(org, { query: 'CUST' })).toEqual([
      { key: 'customer', name: 'customer', totalValues: 1 },
    ])
    expect(await client().listSearchValues(org, 'customer', { query: 'big' })).toEqual([
      { value: 'Big One', name: 'Big One', count: 1, firstSeen: expect.any(String), lastSeen: expect.any(String) },
    ])
    expect(await client().listSearchKeys(org, { project: ['999999'] })).toEqual([])
  })

  it.each([
    ['level', '', ['sample 0', 'debug 0', 'info 0', 'warning 0', 'error 1', 'fatal 1']],
    ['is', 'unres', ['unresolved 2']],
    ['release', '', ['latest 1', 'shop@1.0.0 1']],
    ['user', 'ada', ['ada@example.com 1']],
    ['assigned', 'm', expect.arrayContaining(['me 1', 'my_teams 0'])],
    ['assigned', '#cr', ['#crew 0']],
    ['project', 'we', ['web 2']],
    ['has', 'custom', ['customer 1']],
    ['title', '', []],
    ['tags[customer]', '', ['Big One 1']],
    ['unheard.of', '', []],
  ])('the values of %s with %j in them', async (key, query, expected) => {
    const values = await client().listSearchValues(org, key, { query })
    expect(values.map(({ value, count }) => `${value} ${count}`)).toEqual(expected)
  })

  it('is the same under the address of a project', async () => {
    const keys = await ask('GET', `/projects/${org}/web/tags/?query=customer`)
    expect(keys).toMatchObject({ status: 200, body: [{ key: 'customer' }] })
    const values = await ask('GET', `/projects/${org}/web/tags/customer/values/`)
    expect(values).toMatchObject({ status: 200, body: [{ value: 'Big One' }] })
  })
})

describe('searching within an issue', () => {
  let issue: string
  const ids: string[] = []
  const found = async (query: string, more = '') => {
    const { status, body } = await ask('GET', `/issues/${issue}/events/?query=${encodeURIComponent(query)}${more}`)
    if (status !== 200) return body
    return (body as { eventID: string }[]).map(({ eventID }) => ids.indexOf(eventID)).join(' ')
  }

  beforeAll(async () => {
    for (let number = 0; number < 7; number += 1) {
      await clock.advance(60_000)
      ids.push(
        await report(
          world.app,
          acme.key,
          anError('ManyError', {
            level: number === 3 ? 'fatal' : 'error',
            environment: number % 2 === 0 ? 'production' : 'staging',
            release: `shop@${number}`,
            tags: { parity: number % 2 === 0 ? 'even' : 'odd' },
            user: { id: String(number) },
            request: { url: `https://shop.example/${number}` },
          }),
        ),
      )
    }
    const [one] = (await ask('GET', `/organizations/${org}/issues/?query=error.type:ManyError`)).body as [
      { id: string },
    ]
    issue = one.id
  })

  it.each([
    ['', '6 5 4 3 2 1 0'],
    ['parity:odd', '5 3 1'],
    ['!parity:odd', '6 4 2 0'],
    ['level:fatal', '3'],
    ['environment:staging level:error', '5 1'],
    ['release:[shop@2, shop@4]', '4 2'],
    ['user:id:6 OR user.id:0', '6 0'],
    ['even', '6 4 2 0'],
    ['parity:ev*', '6 4 2 0'],
    ['http.url:*/4', '4'],
    ['runManyError', '6 5 4 3 2 1 0'],
    ['stack.function:runManyError release:shop@1', '1'],
    ['nothing', ''],
    ['has:user release:shop@6', '6'],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toBe(expected)
  })

  it('an event is found by its id, or by the beginning of it', async () => {
    expect(await found(ids[2] ?? '')).toBe('2')
    expect(await found((ids[2] ?? '').slice(0, 12))).toBe('2')
    expect(await found('0'.repeat(32))).toBe('')
  })

  it('within a time', async () => {
    const { body } = await ask('GET', `/issues/${issue}/events/`)
    const times = (body as { dateReceived: string }[]).map(({ dateReceived }) => dateReceived).reverse()
    expect(await found('', `&start=${times[2]}&end=${times[5]}`)).toBe('4 3 2')
    expect(await found('parity:odd', `&start=${times[2]}&end=${times[5]}`)).toBe('3')
    expect(await found(`first_seen:<${times[1]}`)).toBe('0')
  })

  it('page by page, there and back', async () => {
    const path = `/issues/${issue}/events/?limit=2&query=parity:even`
    const cursor = (answer: { headers: Headers }, rel: string) =>
      new RegExp(`rel="${rel}"; results="true"; cursor="([^"]+)"`).exec(answer.headers.get('link') ?? '')?.[1]
    const numbers = (body: unknown) => (body as { eventID: string }[]).map(({ eventID }) => ids.indexOf(eventID))
    const first = await ask('GET', path)
    expect(numbers(first.body)).toEqual([6, 4])
    const second = await ask('GET', `${path}&cursor=${cursor(first, 'next')}`)
    expect(numbers(second.body)).toEqual([2, 0])
    const back = await ask('GET', `${path}&cursor=${cursor(second, 'previous')}`)
    expect(numbers(back.body)).toEqual([6, 4])
    const again = await ask('GET', `${path}&cursor=${cursor(back, 'next')}`)
    expect(numbers(again.body)).toEqual([2, 0])
    expect((await ask('GET', `${path}&cursor=x`)).status).toBe(400)
  })

  it('what only issues have is refused, and what cannot be read', async () => {
    expect(await found('is:unresolved')).toMatchObject({ detail: expect.stringContaining('about issues') })
    expect(await found('level:bad')).toMatchObject({ faults: [{ from: 6, to: 9 }] })
  })
})
