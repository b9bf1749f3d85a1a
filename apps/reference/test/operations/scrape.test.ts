import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { anEvent, envelopeOf, post } from '../support/envelope.js'
import { readDashboards, readRules, textOf, withoutVariables } from '../support/operations.js'
import { readPromql } from '../support/promql.js'
import { stopServers } from '../support/server.js'
import { removeTempDirs } from '../support/temp-dir.js'
import { aPlace, issuesWhen, startServerWithAdmin } from '../support/world.js'

const TOKEN = 'token-of-prometheus'
/** What Prometheus adds to each series, or makes itself. */
const OF_PROMETHEUS = { metrics: ['up', 'ALERTS'], labels: ['job', 'instance', 'alertname', 'alertstate'] }

interface Family {
  readonly type: string
  /** Of its samples; a family that has none yet tells nothing of its labels. */
  readonly labels: Set<string>
}

let url: string
let families: ReadonlyMap<string, Family>
beforeAll(async () => {
  const server = await startServerWithAdmin({ env: { MISHAP_METRICS_TOKEN: TOKEN } })
  url = server.url
  const place = await aPlace(server)
  await post(place, envelopeOf(anEvent()))
  await post({ ...place, publicKey: '0'.repeat(32) }, envelopeOf(anEvent()))
  await issuesWhen(place, (issues) => issues.length === 1)
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  expect(response.status).toBe(200)
  families = readExposition(await response.text())
})
afterAll(async () => {
  await stopServers()
  removeTempDirs()
})

const queries = [
  ...readRules().map(({ alert, record, expr }) => [`the rule ${alert ?? record}`, expr] as const),
  ...readDashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr }) => [`${title}, ${panel.title}`, withoutVariables(expr)] as const),
    ),
  ),
]

describe('what a server exposes', () => {
  it.each(queries)('is what is asked for by %s', (_, query) => {
    const { selectors, grouping } = readPromql(query)
    const own = selectors.filter(
      ({ metric }) => !metric.startsWith('mishap:') && !OF_PROMETHEUS.metrics.includes(metric),
    )
    const unknown = own.filter(({ metric }) => familyOf(metric) === undefined).map(({ metric }) => metric)
    expect(unknown).toEqual([])
    for (const { metric, labels } of own) {
      const known = familyOf(metric)?.labels ?? new Set()
      if (known.size > 0)
        expect([metric, labels.filter((name) => !known.has(name) && !OF_PROMETHEUS.labels.includes(name))]).toEqual([
          metric,
          [],
        ])
    }
    const kept = new Set([
      ...OF_PROMETHEUS.labels,
      'slo',
      ...own.flatMap(({ metric }) => [...(familyOf(metric)?.labels ?? [])]),
    ])
    const isKnown = own.every(({ metric }) => (familyOf(metric)?.labels.size ?? 0) > 0)
    if (isKnown) expect(grouping.filter((name) => !kept.has(name))).toEqual([])
  })

  it.each(['kubernetes/web.yaml', 'kubernetes/worker.yaml', 'compose/compose.yml'])(
    'answers the probes of %s',
    async (path) => {
      const probes = [...textOf(path).matchAll(/(?:path: |9464)(\/health\/\w+)/g)].map(([, probe]) => probe)
      expect(probes.length).toBeGreaterThan(0)
      for (const probe of probes) expect([probe, (await fetch(url + probe)).status]).toEqual([probe, 200])
    },
  )

  it('is named by the variables of dashboards, too', () => {
    const asked = readDashboards().flatMap(({ templating }) =>
      templating.list.flatMap(({ definition }) => /label_values\((\w+), \w+\)/.exec(definition ?? '')?.[1] ?? []),
    )
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.filter((name) => familyOf(name) === undefined)).toEqual([])
  })

  it('has the bounds of histograms that objectives are measured at', () => {
    const bounds = families.get('mishap_http_request_duration_seconds bounds')?.labels
    expect([bounds?.has('0.25'), bounds?.has('0.5')]).toEqual([true, true])
  })

  it('counts what the objectives do: requests of SDKs by the route that the rules look for, refusals by reason', () => {
    const routes = families.get('mishap_http_request_duration_seconds route')?.labels ?? new Set()
    expect([...routes].filter((route) => /^\/api\/:project\/.+$/.test(route))).toEqual(['/api/:project/envelope/'])
    expect([...routes].some((route) => !/^(?:\/api\/:project\/.+|unmatched)$/.test(route))).toBe(true)
    const outcomes = families.get('mishap_ingest_requests_total outcome')?.labels
    expect(outcomes?.has('accepted')).toBe(true)
  })
})

/** Of a histogram, `x_bucket`, `x_sum` and `x_count` as well. */
function familyOf(metric: string): Family | undefined {
  const exact = families.get(metric)
  if (exact !== undefined && exact.type !== 'histogram') return exact
  const histogram = families.get(metric.replace(/_(?:bucket|sum|count)$/, ''))
  return histogram?.type === 'histogram' && /_(?:bucket|sum|count)$/.test(metric) ? histogram : undefined
}

/** The text format of Prometheus, as far as it is needed here; values of a label are kept under `NAME LABEL`. */
function readExposition(text: string): ReadonlyMap<string, Family> {
  const found = new Map<string, Family>()
  const values = (name: string, value: string) => {
    const one = found.get(name) ?? { type: 'values', labels: new Set<string>() }
    one.labels.add(value)
    found.set(name, one)
  }
  let current = ''
  for (const line of text.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
    if (name !== undefined && type !== undefined) {
      current = name
      found.set(name, { type, labels: new Set() })
    }
    const [, labels] = /^\w+\{(.*)\} /.exec(line) ?? []
    for (const [, label = '', value = ''] of (labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      found.get(current)?.labels.add(label)
      values(`${current} ${label === 'le' ? 'bounds' : label}`, value)
    }
  }
  return found
}
