import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { type App, createApp } from '../../src/app.js'
import type { ConfigInput } from '../../src/config.js'
import { nodeListener } from '../../src/http/node.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { readScrape, type Scrape } from './scrape.js'
import { anError, aWorld, quietLogger, report, type Tenant, type World } from './world.js'

const TOKEN = 'a-token-for-metrics'
const HTTP = 'mishap_http_request_duration_seconds'

let world: World
let tenant: Tenant
beforeAll(async () => {
  world = await aWorld({ metrics: { token: TOKEN } })
  tenant = await world.tenant()
})
afterAll(() => world.stop())

async function scrape(): Promise<Scrape> {
  const { status, body } = await world.ask('GET', '/metrics', { token: TOKEN })
  expect(status).toBe(200)
  return readScrape(body)
}

describe('metrics', () => {
  it('tell of requests by the route that took them, and never by what somebody sent', async () => {
    const before = await scrape()
    const path = `/api/0/organizations/${tenant.organization.slug}/`
    await world.ask('GET', path, { token: tenant.token })
    await world.ask('GET', '/api/0/organizations/nobody-has-this/', { token: tenant.token })
    await world.ask('GET', '/api/0/made-up/by/somebody/')
    await world.app.handle({ method: 'BREW', url: path, headers: {} })
    await report(world.app, tenant.key, anError('MetricsError'))
    const after = await scrape()
    const grown = (labels: Record<string, string>) => after.value(HTTP, labels) - before.value(HTTP, labels)
    const route = '/api/0/organizations/:org/'
    expect(grown({ route, method: 'GET', status: '200' })).toBe(1)
    expect(grown({ route, method: 'GET', status: '404' })).toBe(1)
    expect(grown({ route: 'unmatched', status: '404' })).toBe(1)
    expect(grown({ route: 'unmatched', method: 'other', status: '405' })).toBe(1)
    expect(grown({ route: '/api/:project/envelope/', method: 'POST', status: '200' })).toBe(1)
    expect(JSON.stringify(after.labels(HTTP))).not.toContain(tenant.organization.slug)
    expect(after.value('mishap_http_requests_in_flight')).toBe(1)
  })

  it('leave out what is left to the host, and probes', async () => {
    const before = await scrape()
    for (const path of ['/_health/', '/api/0/internal/health/']) await world.ask('GET', path)
    expect(await world.app.handle({ method: 'GET', url: '/of-the-host', headers: {} })).toBeNull()
    const after = await scrape()
    expect(after.value(HTTP) - before.value(HTTP)).toBe(0)
  })

  it('tell what became of requests of SDKs and of what was in them', async () => {
    const before = await scrape()
    await report(world.app, tenant.key, anError('Counted'))
    const url = `https://mishap.example/api/${tenant.key.projectId}/envelope/?sentry_key=${'f'.repeat(32)}`
    expect((await world.app.fetch(new Request(url, { method: 'POST', body: '{}' }))).status).toBe(403)
    await world.app.idle()
    const after = await scrape()
    const grown = (name: string, labels: Record<string, string> = {}) =>
      after.value(name, labels) - before.value(name, labels)
    expect(grown('mishap_ingest_requests_total', { kind: 'envelope', outcome: 'accepted' })).toBe(1)
    expect(grown('mishap_ingest_requests_total', { outcome: 'invalid', reason: 'unknown_key' })).toBe(1)
    expect(grown('mishap_ingest_items_total', { category: 'error', outcome: 'accepted' })).toBe(1)
    expect(grown('mishap_ingest_items_total', { outcome: 'invalid', reason: 'unknown_key' })).toBe(1)
    expect(grown('mishap_ingest_received_bytes_total')).toBeGreaterThan(100)
    expect(grown('mishap_ingest_batch_records_total')).toBe(1)
    expect(grown('mishap_ingest_store_delay_seconds')).toBe(1)
    expect(grown('mishap_job_runs_total', { task: 'storing_events', result: 'ok' })).toBe(1)
    expect(after.value('mishap_ingest_buffer_records')).toBe(0)
    expect(after.value('mishap_ingest_drain_lag_seconds')).toBe(0)
  })

  it('tell of the process, the storage and the instance', async () => {
    const read = await scrape()
    expect(read.value('mishap_build_info', { node: process.version })).toBe(1)
    expect(read.value('mishap_storage_up')).toBe(1)
    expect(read.value('mishap_ingest_refusing')).toBe(0)
    expect(read.value('mishap_organizations')).toBeGreaterThan(0)
    expect(read.value('process_resident_memory_bytes')).toBeGreaterThan(1e7)
    expect(read.value('process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(Math.abs(read.value('process_start_time_seconds') + process.uptime() - Date.now() / 1000)).toBeLessThan(5)
    expect(read.typeOf('mishap_event_loop_lag_seconds')).toBe('histogram')
  })

  it('have buckets that only grow, and what objectives ask for among them', async () => {
    const read = await scrape()
    const buckets = read.buckets(HTTP)
    expect(Object.keys(buckets)).toEqual(expect.arrayContaining(['0.4', '0.5', '1.0', '+Inf']))
    expect(buckets['+Inf']).toBe(read.value(HTTP))
    const counts = Object.values(buckets)
    expect([...counts].sort((a, b) => a - b)).toEqual(counts)
  })

  it('speak OpenMetrics to whoever likes that best, and never wait in a cache', async () => {
    const ask = (accept: string) => world.ask('GET', '/metrics', { token: TOKEN, headers: { accept } })
    const open = await ask('application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1')
    expect(open.headers.get('content-type')).toMatch(/^application\/openmetrics-text; version=1\.0\.0/)
    expect(open.body as string).toMatch(/# TYPE mishap_ingest_items counter\n/)
    expect((open.body as string).endsWith('\n# EOF\n')).toBe(true)
    const plain = await ask('application/openmetrics-text;q=0.2,text/plain;q=0.9')
    expect(plain.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(plain.headers.get('cache-control')).toBe('no-store')
    expect(plain.body as string).not.toContain('# EOF')
  })

  it('of two apps in one process do not mix', async () => {
    const other = await aWorld({ metrics: { token: TOKEN } })
    try {
      await other.ask('GET', '/api/settings/')
      const { body } = await other.ask('GET', '/metrics', { token: TOKEN })
      expect(readScrape(body).value(HTTP)).toBe(1)
    } finally {
      await other.stop()
    }
  })

  it('still come while the storage is away, and say so', async () => {
    const storage = memoryStorage()
    const away = await aWorld({ metrics: { token: TOKEN }, storage })
    try {
      storage.ping = () => Promise.reject(new Error('away'))
      storage.instance.counts = () => Promise.reject(new Error('away'))
      const { status, body } = await away.ask('GET', '/metrics', { token: TOKEN })
      const read = readScrape(body)
      expect([status, read.value('mishap_storage_up'), read.typeOf('mishap_organizations')]).toEqual([
        200,
        0,
        undefined,
      ])
    } finally {
      await away.stop()
    }
  })
})

describe('metrics of background work', () => {
  it('tell of checks of monitors, of what alerts have told, and of what waits to be told', async () => {
    const clock = fakeClock()
    let status = 500
    let say: Said = anAnswer({})
    const fetcher = memoryFetcher(() => ({ status, body: '' }))
    const working = await aWorld({
      clock,
      fetcher,
      prober: memoryProber(() => say),
      metrics: { token: TOKEN },
    })
    try {
      const { organization, project, token } = await working.tenant()
      const ask = (path: string, body: object) => working.ask('POST', `/api/0/${path}`, { token, body })
      const read = async () => readScrape((await working.ask('GET', '/metrics', { token: TOKEN })).body)
      const hook = { recipientType: 'webhook', url: 'https://hooks.example.com/T0', tagsToAdd: [] }
      const mail = { recipientType: 'email' }
      const alert = { timespanMinutes: 5, quantity: 1, uptime: true, alertRecipients: [hook, mail] }
      expect((await ask(`projects/${organization.slug}/${project.slug}/alerts/`, alert)).status).toBe(201)
      const made = await ask(`organizations/${organization.slug}/monitors/`, {
        ...{ name: 'Shop', monitorType: 'GET', url: 'https://a.example/', expectedStatus: 200, expectedBody: '' },
        ...{ timeout: null, interval: 10, project: project.id },
      })
      expect(made.status).toBe(201)
      const passUntil = async (isTrue: (read: Scrape) => boolean) => {
        for (let second = 0; second < 120 && !isTrue(await read()); second += 1) await clock.advance(1_000)
        return read()
      }
      await passUntil((now) => now.value('mishap_checks_total', { type: 'GET', result: 'up' }) > 0)
      say = anAnswer({ status: 503 })
      const failed = await passUntil((now) => now.value('mishap_deliveries_total', { state: 'retried' }) > 0)
      const skipped = { channel: 'email', state: 'skipped' }
      await passUntil((now) => now.value('mishap_deliveries_total', skipped) > 0)
      expect(failed.value('mishap_deliveries_total', { channel: 'email', state: 'failed' })).toBe(0)
      expect(failed.value('mishap_checks_total', { type: 'GET', result: 'down' })).toBeGreaterThan(0)
      expect(failed.value('mishap_check_lateness_seconds')).toBeGreaterThan(0)
      expect(failed.value('mishap_check_duration_seconds', { type: 'GET' })).toBeGreaterThan(0)
      expect(failed.value('mishap_checks_in_flight')).toBe(0)
      expect(failed.value('mishap_deliveries_pending')).toBeGreaterThan(0)
      status = 200
      const told = await passUntil((now) => now.value('mishap_deliveries_total', { state: 'sent' }) > 0)
      expect(told.value('mishap_deliveries_total', { channel: 'webhook', state: 'sent' })).toBe(1)
      expect(told.value('mishap_delivery_delay_seconds')).toBe(1)
      expect(told.value('mishap_deliveries_pending')).toBe(0)
      expect(told.value('mishap_job_runs_total', { task: 'sending_alerts', result: 'ok' })).toBeGreaterThan(0)
    } finally {
      await working.stop()
    }
  })
})

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
/** Prometheus' own words on them. Without its tool the parser of the other tests has to do. */
const withPromtool = hasPromtool ? describe : describe.skip

withPromtool('promtool, which is on this machine,', () => {
  it('finds nothing to say against them', async () => {
    const { body } = await world.ask('GET', '/metrics', { token: TOKEN })
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: body as string })
    expect([`${stdout}${stderr}`, status]).toEqual(['', 0])
  })
})

describe('who may read metrics', () => {
  const open: { close(): void }[] = []
  afterAll(() => {
    for (const server of open) server.close()
  })

  async function listening(
    config: Partial<ConfigInput>,
    make: (app: App) => Parameters<typeof nodeListener>[0] = (app) => app,
  ) {
    const app = createApp({ url: 'http://127.0.0.1/errors', storage: memoryStorage(), logger: quietLogger, ...config })
    const server = createServer(nodeListener(make(app)))
    open.push({ close: () => server.close() })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return async (headers: Record<string, string> = {}, path = '/errors/metrics', method = 'GET') => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers, method })
      await response.arrayBuffer()
      return response.status
    }
  }

  it('nobody, unless somebody said who', async () => {
    const ask = await listening({})
    expect(await ask()).toBe(404)
    expect(await ask({ authorization: 'Bearer ' })).toBe(404)
  })

  it('who has the token', async () => {
    const ask = await listening({ metrics: { token: TOKEN } })
    expect(await ask({ authorization: `Bearer ${TOKEN}` })).toBe(200)
    expect(await ask({ authorization: `Bearer ${TOKEN}` }, '/errors/metrics/')).toBe(200)
    expect(await ask({ authorization: `Bearer ${TOKEN}` }, '/errors/metrics', 'HEAD')).toBe(200)
    expect(await ask({ authorization: `Bearer ${TOKEN}` }, '/errors/metrics', 'POST')).toBe(405)
    expect(await ask({ authorization: `Bearer ${TOKEN}x` })).toBe(403)
    expect(await ask({ authorization: `Basic ${TOKEN}` })).toBe(403)
    expect(await ask({}, `/errors/metrics?token=${TOKEN}`)).toBe(403)
    expect(await ask()).toBe(403)
  })

  it('who asks from an allowed network, unless a proxy that is not trusted hides who it is', async () => {
    const near = await listening({ metrics: { allow: ['127.0.0.0/8'] } })
    expect(await near()).toBe(200)
    expect(await near({ 'x-forwarded-for': '203.0.113.9' })).toBe(403)
    expect(await near({ forwarded: 'for=127.0.0.1' })).toBe(403)
    const far = await listening({ metrics: { allow: ['10.0.0.0/8', '2001:db8::/32'] } })
    expect(await far()).toBe(403)
    expect(await far({ 'x-forwarded-for': '10.0.0.1' })).toBe(403)
    const behind = await listening({ metrics: { allow: ['10.0.0.0/8'] }, trustProxy: true })
    expect(await behind({ 'x-forwarded-for': '203.0.113.9, 10.0.0.1' })).toBe(200)
    expect(await behind({ 'x-forwarded-for': '10.0.0.1, 203.0.113.9' })).toBe(403)
  })

  it('whoever reaches the port that is for nothing else, unless somebody said who', async () => {
    const alone = await listening({}, (app) => ({ handle: (request) => app.probe(request, { isOpenToAll: true }) }))
    expect(await alone({}, '/metrics')).toBe(200)
    expect(await alone({}, '/errors/metrics')).toBe(200)
    expect(await alone({}, '/_health/')).toBe(200)
    expect(await alone({}, '/health/live')).toBe(200)
    expect(await alone({}, '/api/settings/')).toBe(404)
    const guarded = await listening({ metrics: { token: TOKEN } }, (app) => ({
      handle: (request) => app.probe(request, { isOpenToAll: true }),
    }))
    expect(await guarded({}, '/metrics')).toBe(403)
    const closed = await listening({}, (app) => ({ handle: (request) => app.probe(request) }))
    expect(await closed({}, '/metrics')).toBe(404)
  })

  it('is said in words that can be used, or the start fails', () => {
    const faultsOf = (metrics: ConfigInput['metrics']) => {
      try {
        createApp({ url: 'http://x.example', storage: memoryStorage(), metrics })
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(faultsOf({ token: 'short' })).toMatch(/^metrics\.token: wanted at least 16 characters/)
    expect(faultsOf({ allow: ['10.0.0.0/8', '10.0.0.0/99', 'home'] })).toMatch(
      /^metrics\.allow: .*"10\.0\.0\.0\/99"\nmetrics\.allow: .*"home"$/,
    )
  })
})
