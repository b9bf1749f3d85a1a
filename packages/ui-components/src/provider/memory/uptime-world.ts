import type { CheckAnswerJson, MonitorJson } from '@mishap/core/client'
import { minutesAgo } from './builders.js'
import type { MonitorPast } from './monitor-past.js'
import { shopWorld } from './shop-world.js'
import type { MemoryFixtures } from './store.js'

const HOUR = 60
const DAY = 24 * HOUR

export function aMonitor(monitor: Partial<MonitorJson> & Pick<MonitorJson, 'id' | 'name'>): MonitorJson {
  const { monitorType = 'GET', interval = 60 } = monitor
  const isHttp = ['Ping', 'GET', 'POST', 'HTTP'].includes(monitorType)
  return {
    ...{ monitorType, url: 'https://shop.example/health', expectedStatus: isHttp ? 200 : null, expectedBody: '' },
    ...{ interval, timeout: 10, created: minutesAgo(120 * DAY), organizationID: 1, projectID: null, projectName: null },
    ...{ environmentID: null, envName: null, isUp: true, lastChange: minutesAgo(12 * DAY), endpointID: null },
    ...{ heartbeatEndpoint: null, checks: [], status: 'up', isPaused: false, confirmationThreshold: 2 },
    ...{ recoveryThreshold: 1, retryInterval: 15, degradedAfter: 800, certificateDays: null, assertions: [] },
    request: isHttp
      ? { method: 'GET', headers: [], body: '', auth: { kind: 'none' }, redirects: 10, verifyTls: true }
      : null,
    ...{ dns: null, cron: null, group: '', tags: [], parentID: null, remindEvery: null, isFlapping: false },
    ...{
      lastCheck: minutesAgo(0.5),
      nextCheck: minutesAgo(-0.5),
      certificateEnds: isHttp ? minutesAgo(-61 * DAY) : null,
    },
    ...monitor,
  }
}

export function aPast(past: Partial<MonitorPast> = {}): MonitorPast {
  return { since: minutesAgo(120 * DAY), latencyMs: 180, troubles: [], ...past }
}

const refused: CheckAnswerJson = {
  ...{ status: 503, url: 'https://shop.example/health', address: '203.0.113.7', records: null },
  headers: [
    { name: 'content-type', value: 'text/html; charset=utf-8' },
    { name: 'retry-after', value: '120' },
    { name: 'server', value: 'nginx' },
  ],
  body: '<html><head><title>503 Service Temporarily Unavailable</title></head></html>',
  certificate: {
    ...{ subject: 'CN=shop.example', issuer: "C=US, O=Let's Encrypt, CN=R11" },
    ...{ validFrom: minutesAgo(29 * DAY), validTo: minutesAgo(-61 * DAY) },
  },
}

const endpoint = (id: string) => `https://errors.example.com/api/0/organizations/acme/heartbeat_check/${id}/`

/** What a shop watches. */
const watched: readonly { readonly monitor: MonitorJson; readonly past: MonitorPast }[] = [
  {
    monitor: aMonitor({
      id: 1,
      name: 'Storefront',
      group: 'Shop',
      tags: ['public', 'eu'],
      projectID: '2',
      projectName: 'Storefront',
    }),
    past: aPast({
      troubles: [
        {
          start: minutesAgo(61 * DAY),
          end: minutesAgo(61 * DAY - 47),
          kind: 'down',
          detail: 'The connection was refused',
        },
        { start: minutesAgo(33 * DAY), end: minutesAgo(33 * DAY - 120), kind: 'maintenance', detail: '' },
        {
          start: minutesAgo(12 * DAY + 16),
          end: minutesAgo(12 * DAY),
          kind: 'down',
          detail: '503 was answered, 200 expected',
        },
        {
          start: minutesAgo(9 * HOUR),
          end: minutesAgo(8 * HOUR),
          kind: 'degraded',
          detail: 'It took 1.2s, more than 800ms',
        },
      ],
      answer: refused,
    }),
  },
  {
    monitor: aMonitor({
      ...{
        id: 2,
        name: 'Checkout API',
        url: 'https://api.shop.example/v2/status',
        monitorType: 'HTTP',
        group: 'Shop/Payments',
      },
      ...{
        tags: ['public'],
        status: 'down',
        isUp: false,
        lastChange: minutesAgo(18),
        projectID: '1',
        projectName: 'Shop API',
      },
      ...{ parentID: 1, certificateEnds: minutesAgo(-9 * DAY) },
      assertions: [
        { kind: 'status', expected: '2xx' },
        { kind: 'json', path: '$.database.ok', compare: 'equals', value: 'true' },
      ],
    }),
    past: aPast({
      latencyMs: 95,
      troubles: [
        {
          start: minutesAgo(5 * DAY),
          end: minutesAgo(5 * DAY - 9),
          kind: 'down',
          detail: 'It did not answer within 10s',
        },
        { start: minutesAgo(18), end: null, kind: 'down', detail: '503 was answered, 2xx expected' },
      ],
      answer: refused,
    }),
  },
  {
    monitor: aMonitor({
      ...{
        id: 3,
        name: 'Search',
        url: 'https://search.shop.example/',
        group: 'Shop',
        status: 'degraded',
        lastChange: minutesAgo(41),
      },
    }),
    past: aPast({
      latencyMs: 210,
      troubles: [{ start: minutesAgo(41), end: null, kind: 'degraded', detail: 'It took 1.4s, more than 800ms' }],
    }),
  },
  {
    monitor: aMonitor({
      ...{
        id: 4,
        name: 'Orders database',
        monitorType: 'TCP Port',
        url: 'db.shop.example:5432',
        group: 'Inside',
        tags: ['eu'],
      },
      interval: 30,
    }),
    past: aPast({ latencyMs: 3 }),
  },
  {
    monitor: aMonitor({
      ...{
        id: 5,
        name: 'Nightly backup',
        monitorType: 'Heartbeat',
        url: '',
        interval: 86_400,
        group: 'Inside',
        timeout: null,
      },
      ...{
        endpointID: 'b5c0',
        heartbeatEndpoint: endpoint('3f0c1f5e-7ad0-4a46-8a13-8b5b0f3b1f6a'),
        lastCheck: minutesAgo(9 * HOUR),
      },
      nextCheck: minutesAgo(-15 * HOUR),
    }),
    past: aPast(),
  },
  {
    monitor: aMonitor({
      ...{
        id: 6,
        name: 'Mail server',
        monitorType: 'DNS',
        url: 'shop.example',
        timeout: 5,
        isPaused: true,
        status: 'unknown',
        isUp: null,
      },
      ...{ dns: { recordType: 'MX', resolver: '' }, nextCheck: null, lastChange: null, lastCheck: minutesAgo(3 * DAY) },
      assertions: [{ kind: 'record', compare: 'contains', value: 'mx1.shop.example' }],
    }),
    past: aPast({ latencyMs: 12, since: minutesAgo(40 * DAY) }),
  },
  {
    monitor: aMonitor({
      ...{
        id: 7,
        name: 'Stock import',
        monitorType: 'Cron',
        url: '',
        interval: 900,
        group: 'Inside',
        timeout: null,
        projectID: '1',
      },
      ...{
        projectName: 'Shop API',
        endpointID: 'c1d2',
        heartbeatEndpoint: endpoint('9d41a9a1-52a4-4d40-9d4e-1e2d3c4b5a69'),
      },
      cron: {
        ...{ slug: 'stock-import', schedule: { type: 'crontab', value: '*/15 * * * *' }, timezone: 'Europe/Berlin' },
        ...{ margin: 2, maxRuntime: 10 },
      },
      ...{ lastCheck: minutesAgo(4), nextCheck: minutesAgo(-11) },
    }),
    past: aPast({ latencyMs: 42_000 }),
  },
  {
    monitor: aMonitor({
      ...{ id: 8, name: 'New office router', monitorType: 'ICMP', url: '198.51.100.4', status: 'unknown', isUp: null },
      ...{ lastChange: null, lastCheck: null, created: minutesAgo(1) },
    }),
    past: aPast({ since: minutesAgo(-1) }),
  },
]

export const uptimeWorld: MemoryFixtures = {
  ...shopWorld,
  monitors: watched.map(({ monitor }) => monitor),
  monitorCoverage: { 1: { alerts: 2, people: 2, channels: ['webhook'] } },
  monitorPasts: Object.fromEntries(watched.map(({ monitor, past }) => [monitor.id, past])),
}
