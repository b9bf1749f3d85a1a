import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readScrape, type Scrape } from './scrape.js'
import { anError, aToken, aWorld, report, type Tenant, type World } from './world.js'

const TOKEN = 'a-token-for-metrics'
/** What autoscalers and boards select the requests of SDKs by. Prometheus anchors it at both ends. */
const OF_EVENTS = /^(?:.*event_envelope.*|api:event_store.*)$/

let world: World
let tenant: Tenant
let read: Scrape
beforeAll(async () => {
  world = await aWorld({ metrics: { token: TOKEN, compat: true } })
  tenant = await world.tenant('Compat & "Co"')
  await report(world.app, tenant.key, anError('One'))
  await report(world.app, tenant.key, anError('Two'))
  const store = `https://mishap.example/api/${tenant.key.projectId}/store/?sentry_key=${tenant.key.publicKey}`
  await world.app.fetch(new Request(store, { method: 'POST', body: '{"message":"three"}' }))
  await world.app.idle()
  await world.ask('GET', '/api/0/organizations/', { token: tenant.token })
  await world.ask('GET', '/api/0/organizations/nobody-has-this/', { token: tenant.token })
  read = readScrape((await world.ask('GET', '/metrics', { token: TOKEN })).body)
})
afterAll(() => world.stop())

describe("metrics under GlitchTip's names", () => {
  it.each([
    ['django_http_requests_total_by_view_transport_method_total', 'counter', ['method', 'transport', 'view']],
    ['django_http_requests_latency_seconds_by_view_method', 'histogram', ['le', 'method', 'view']],
    ['django_http_responses_total_by_status_total', 'counter', ['status']],
    ['django_http_requests_total_by_transport_total', 'counter', ['transport']],
    ['django_http_requests_total_by_method_total', 'counter', ['method']],
    ['django_http_requests_latency_including_middlewares_seconds', 'histogram', ['le']],
    ['django_http_responses_body_total_bytes', 'histogram', ['le']],
    ['glitchtip_organizations', 'gauge', []],
    ['glitchtip_projects', 'gauge', ['organization']],
    ['glitchtip_projects_total', 'gauge', []],
    ['glitchtip_events', 'gauge', ['organization', 'project']],
  ])('have %s', (name, type, labels) => {
    expect(read.typeOf(name)).toBe(type)
    expect(Object.keys(read.labels(name)[0] ?? {}).sort()).toEqual(labels)
    expect(read.value(name)).toBeGreaterThan(0)
  })

  it('count requests of SDKs by the views that autoscalers look for', () => {
    const name = 'django_http_requests_total_by_view_transport_method_total'
    const views = new Set(read.labels(name).map(({ view = '' }) => view))
    const ofEvents = [...views].filter((view) => OF_EVENTS.test(view))
    expect(ofEvents.sort()).toEqual(['api:event_store', 'apps.event_ingest.views.event_envelope_view'])
    const count = (view: string) => read.value(name, { view, method: 'POST', transport: 'https' })
    expect(ofEvents.map(count)).toEqual([1, 2])
    expect(read.value(name, { view: 'api:listOrganizations', method: 'GET' })).toBe(1)
  })

  it('have the buckets of the objective for latency, of every view', () => {
    const name = 'django_http_requests_latency_seconds_by_view_method'
    for (const { view = '', method = '' } of read.labels(name)) {
      const buckets = read.buckets(name, { view, method })
      expect(buckets['0.5']).toBeDefined()
      expect(buckets['+Inf']).toBe(read.value(name, { view, method }))
    }
  })

  it('count answers by status', () => {
    expect(read.value('django_http_responses_total_by_status_total', { status: '404' })).toBe(1)
    const all = read.value('django_http_responses_total_by_status_total')
    expect(all).toBe(read.value('mishap_http_request_duration_seconds'))
  })

  it('tell of organizations and projects by their slugs', () => {
    const { organization, project } = tenant
    expect(read.value('glitchtip_organizations')).toBe(1)
    expect(read.value('glitchtip_projects_total')).toBe(1)
    expect(read.value('glitchtip_projects', { organization: organization.slug })).toBe(1)
    expect(read.value('glitchtip_events', { organization: organization.slug, project: project.slug })).toBe(3)
  })

  it('are not there unless they are switched on', async () => {
    const plain = await aWorld({ metrics: { token: TOKEN } })
    try {
      const { body } = await plain.ask('GET', '/metrics', { token: TOKEN })
      expect(readScrape(body).names.filter((name) => !/^(?:mishap|process|nodejs)_/.test(name))).toEqual([])
      expect((await plain.ask('GET', '/api/0/observability/django/')).status).toBe(404)
    } finally {
      await plain.stop()
    }
  })

  it('are told where GlitchTip 5 tells them, to superusers', async () => {
    const path = '/api/0/observability/django/'
    const staff = await world.app.context.storage.users.create({
      ...{ email: 'staff@example.com', name: '', passwordHash: null, isSuperuser: true },
    })
    const { status, headers, body } = await world.ask('GET', path, { token: await aToken(world.app, staff) })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(readScrape(body).typeOf('glitchtip_events')).toBe('gauge')
    expect((await world.ask('GET', path)).status).toBe(403)
    expect((await world.ask('GET', path, { token: tenant.token })).status).toBe(403)
    expect((await world.ask('GET', path, { token: TOKEN })).status).toBe(403)
  })

  it('do not ask the storage at every scrape', async () => {
    let asked = 0
    const { instance } = world.app.context.storage
    const { census } = instance
    instance.census = (limit) => {
      asked += 1
      return census(limit)
    }
    for (let scrape = 0; scrape < 3; scrape += 1) await world.ask('GET', '/metrics', { token: TOKEN })
    expect(asked).toBe(0)
    instance.census = census
  })
})
