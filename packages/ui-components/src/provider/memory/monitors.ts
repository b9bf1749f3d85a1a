import {
  ApiError,
  type MishapClient,
  type MonitorCheckDetailJson,
  type MonitorCheckInJson,
  type MonitorClient,
  type MonitorInput,
  type MonitorJson,
} from '@mishap/core/client'
import { bucketOf, checkAt, checksOf, type MonitorPast, uptimeOf } from './monitor-past.js'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

/** Something that is watched with what became of it. */
interface Watch {
  readonly monitor: MonitorJson
  readonly past: MonitorPast
}

const HOUR = 3_600_000
const STEPS = { minute: 60, hour: 3600, day: 86_400 } as const
const SPANS = { '24h': 24 * HOUR, '30d': 30 * 24 * HOUR, '90d': 90 * 24 * HOUR } as const
/** As many as are kept. */
const MOST_CHECKS = 500

/** Monitors of the first organization. What they look at is made up, but that names of `.invalid` are never found. */
export function monitors(store: MemoryStore, fixtures: MemoryFixtures): Pick<MishapClient, keyof MonitorClient> {
  const { signedIn } = store
  const first = store.organizations[0]?.slug
  let all: readonly Watch[] = (fixtures.monitors ?? []).map((monitor) => ({
    monitor,
    past: fixtures.monitorPasts?.[monitor.id] ?? { since: monitor.created, latencyMs: 120, troubles: [] },
  }))
  /** By monitor, the newest first. */
  const asked = new Map<number, readonly MonitorCheckDetailJson[]>()

  const ofOrg = (org: string) => (store.organization(org).slug === first ? all : [])
  const one = (org: string, id: number) => found(ofOrg(org).find(({ monitor }) => monitor.id === id))
  const watched = ({ monitor, past }: Watch) => ({
    past,
    intervalSeconds: monitor.interval,
    hasPhases: speaksHttp(monitor.monitorType),
    now: store.now().getTime(),
  })
  const checks = (watch: Watch) => [
    ...(asked.get(watch.monitor.id) ?? []),
    ...checksOf(watched(watch), MOST_CHECKS).map((check) =>
      check.isChange || check.found !== 'up' ? { ...check, answer: watch.past.answer ?? null } : check,
    ),
  ]
  const shown = (watch: Watch): MonitorJson => ({
    ...watch.monitor,
    checks: checks(watch)
      .slice(0, 60)
      .map(({ isUp, startCheck, reason }) => ({ isUp, startCheck, reason })),
  })
  const put = (changed: Watch) => {
    all = all.map((watch) => (watch.monitor.id === changed.monitor.id ? changed : watch))
    return shown(changed)
  }
  const projectName = (id: string | null) => store.projects.find((project) => project.id === id)?.name ?? null

  return {
    listMonitors: (org, page) => signedIn(() => pageOf([...ofOrg(org)].sort((a, b) => compare(a, b)).map(shown), page)),
    getMonitorCoverage: (org, id) =>
      signedIn(() => fixtures.monitorCoverage?.[one(org, id).monitor.id] ?? { alerts: 0, people: 0, channels: [] }),
    createMonitor: (org, input) =>
      signedIn(() => {
        refuse(input, 'POST')
        const id = Number(store.newId())
        const now = store.now().toISOString()
        // Crons are told by their short name.
        const isTold = input.monitorType === 'Heartbeat'
        const endpointID = isTold ? `00000000-0000-4000-8000-${String(id).padStart(12, '0')}` : null
        const monitor: MonitorJson = {
          ...settingsOf(input, null),
          ...{ id, created: now, organizationID: 1, checks: [], environmentID: null, envName: null, endpointID },
          heartbeatEndpoint: isTold
            ? `https://errors.example.com/api/0/organizations/${org}/heartbeat_check/${endpointID}/`
            : null,
          ...{ isUp: null, lastChange: null, status: 'unknown', isFlapping: false, lastCheck: null, nextCheck: now },
          ...{ certificateEnds: null, projectName: projectName(input.project ?? null) },
        }
        const made = { monitor, past: { since: now, latencyMs: 120, troubles: [] } }
        if (store.organization(org).slug === first) all = [...all, made]
        return shown(made)
      }),
    getMonitor: (org, id) =>
      signedIn(() => {
        const watch = one(org, id)
        return { ...watch.monitor, checks: checks(watch).slice(0, 60) }
      }),
    updateMonitor: (org, id, input) =>
      signedIn(() => {
        refuse(input, 'PUT')
        const watch = one(org, id)
        const monitor = {
          ...watch.monitor,
          ...settingsOf(input, watch.monitor),
          projectName: projectName(input.project ?? null),
        }
        return put({ ...watch, monitor })
      }),
    deleteMonitor: (org, id) =>
      signedIn(() => {
        const { monitor } = one(org, id)
        all = all.filter((watch) => watch.monitor !== monitor)
      }),
    listMonitorChecks: (org, id, { is_change, ...page } = {}) =>
      signedIn(() =>
        pageOf(
          checks(one(org, id)).filter(({ isChange }) => is_change === undefined || isChange === is_change),
          page,
        ),
      ),
    listMonitorCheckIns: (org, id, page) =>
      signedIn(() => pageOf(one(org, id).monitor.cron === null ? [] : checks(one(org, id)).map(runOf), page)),
    testMonitor: (org, input) =>
      signedIn(() => {
        store.organization(org)
        refuse(input, 'test')
        return tried(input, store.now())
      }),
    checkMonitor: (org, id) =>
      signedIn(() => {
        const watch = one(org, id)
        const now = store.now().getTime()
        const check = { ...checkAt(watched(watch), now), answer: watch.past.answer ?? null }
        asked.set(id, [check, ...(asked.get(id) ?? [])])
        put({ ...watch, monitor: { ...watch.monitor, lastCheck: check.startCheck } })
        return check
      }),
    changeMonitors: (org, change) =>
      signedIn(() => {
        const chosen = new Set(change.ids)
        const own = new Set(ofOrg(org).map(({ monitor }) => monitor.id))
        if (change.action === 'delete') {
          all = all.filter(({ monitor }) => !chosen.has(monitor.id) || !own.has(monitor.id))
          return
        }
        const { action } = change
        all = all.map((watch) => {
          const { monitor } = watch
          if (!chosen.has(monitor.id) || !own.has(monitor.id)) return watch
          const others = 'tag' in change ? monitor.tags.filter((tag) => tag !== change.tag) : monitor.tags
          const tags = action === 'tag' ? [...others, change.tag] : others
          const group = action === 'move' ? change.group : monitor.group
          const isPaused = action === 'pause' || (action !== 'resume' && monitor.isPaused)
          return { ...watch, monitor: { ...monitor, tags, group, isPaused } }
        })
      }),
    listMonitorUptime: (org, { monitor = [], bars = 48, span = '24h', ...page } = {}) =>
      signedIn(() =>
        pageOf(
          ofOrg(org)
            .filter((watch) => monitor.length === 0 || monitor.includes(watch.monitor.id))
            .map((watch) => ({
              monitorID: watch.monitor.id,
              ...uptimeOf(watched(watch), bars, SPANS[span]),
            })),
          page,
        ),
      ),
    getMonitorHistory: (org, id, { start, end, step }) =>
      signedIn(() => {
        const about = watched(one(org, id))
        const length = STEPS[step] * 1000
        const from = Math.floor(Date.parse(start) / length) * length
        const count = Math.max(0, Math.ceil((Date.parse(end) - from) / length))
        return Array.from({ length: count }, (_, at) => bucketOf(about, from + at * length, STEPS[step]))
      }),
  }
}

function compare(a: Watch, b: Watch): number {
  return a.monitor.name < b.monitor.name ? -1 : 1
}

function speaksHttp(type: MonitorJson['monitorType']): boolean {
  return ['Ping', 'GET', 'POST', 'HTTP'].includes(type)
}

function refuse({ name, monitorType = 'Ping', url }: MonitorInput, method: string): void {
  const fields: Record<string, string> = {}
  if (name.trim() === '' && method !== 'test') fields.name = 'A name of 1 to 200 characters is wanted.'
  if (speaksHttp(monitorType) && !/^https?:\/\/[^/\s]+/.test(url ?? ''))
    fields.url = 'An address with http:// or https:// is wanted.'
  if (Object.keys(fields).length > 0) throw new ApiError(422, 'What was sent does not hold.', { fields })
}

/** What is given, and for the rest what is usual. Secrets are kept where null is given for them. */
function settingsOf(input: MonitorInput, before: MonitorJson | null) {
  const { project = null, monitorType = 'Ping', url, ...given } = input
  const headers = (input.request?.headers ?? []).map(({ name, value }) => ({
    name,
    value: /authorization|cookie|key|token/i.test(name) ? null : value,
  }))
  return {
    ...{ interval: 60, isPaused: false, confirmationThreshold: 1, recoveryThreshold: 1, retryInterval: null },
    ...{ degradedAfter: null, certificateDays: null, group: '', parentID: null, remindEvery: null },
    ...given,
    ...{ projectID: project, monitorType, url: url ?? '', tags: [...(input.tags ?? [])] },
    assertions: [...(input.assertions ?? [])],
    request: speaksHttp(monitorType)
      ? {
          ...{ method: 'GET' as const, body: '', auth: { kind: 'none' as const }, redirects: 10, verifyTls: true },
          ...before?.request,
          ...input.request,
          headers,
        }
      : null,
    dns: monitorType === 'DNS' ? { recordType: 'A' as const, resolver: '', ...input.dns } : null,
    cron:
      monitorType === 'Cron' && input.cron
        ? {
            slug: input.name.toLowerCase().replace(/\W+/g, '-'),
            timezone: 'UTC',
            margin: 1,
            maxRuntime: 30,
            ...input.cron,
          }
        : null,
  }
}

function tried(input: MonitorInput, now: Date): MonitorCheckDetailJson {
  const isLost = /\.invalid([/:]|$)/.test(input.url ?? '')
  const type = input.monitorType ?? 'Ping'
  const timings = { dns: 8.1, connect: 14.2, tls: 21.6, firstByte: 61.3, transfer: 3.4 }
  return {
    ...{ isUp: !isLost, startCheck: now.toISOString(), reason: isLost ? 2 : null, isChange: false },
    responseTime: isLost ? null : 109,
    detail: isLost ? 'The name was not found' : '',
    found: isLost ? 'down' : 'up',
    timings: isLost || !speaksHttp(type) ? null : timings,
    answer:
      isLost || !speaksHttp(type)
        ? null
        : {
            ...{ status: 200, url: input.url ?? null, address: '203.0.113.7', certificate: null, records: null },
            headers: [{ name: 'content-type', value: 'application/json' }],
            body: '{"ok":true}',
          },
  }
}

/** The run that a check of a job is of. */
function runOf({ isUp, startCheck, responseTime }: MonitorCheckDetailJson): MonitorCheckInJson {
  return {
    id: Date.parse(startCheck).toString(16).padStart(32, '0'),
    status: isUp ? 'ok' : 'missed',
    ...{ duration: isUp ? responseTime : null, environment: isUp ? 'production' : null, release: null },
    ...{ expectedTime: startCheck, dateCreated: startCheck, dateUpdated: startCheck },
  }
}
