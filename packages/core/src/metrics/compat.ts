import type { Context } from '../context.js'
import { inTime } from '../in-time.js'
import type { Census } from '../ports/instance.js'
import type { Counted, Distributed, Distribution, Family, Labels } from './family.js'
import { HTTP_DURATION, HTTP_SIZE } from './metrics.js'

/** How GlitchTip calls what answers a route: `api:listIssues`. */
export type ViewOf = (route: string, method: string) => string

/** Of organizations and of projects each: every one is a series that Prometheus keeps. */
const MOST = 2_000
const PATIENCE_MS = 5_000
const CENSUS_MS = 60_000

/**
 * The families of GlitchTip (those of django-prometheus, and its own) that boards, objectives and autoscalers made for it ask
 * for. They are derived from what is counted already: nothing is counted twice.
 */
export async function compatFamilies(
  context: Context,
  families: readonly Family[],
  viewOf: ViewOf,
): Promise<readonly Family[]> {
  const transport = context.config.url.protocol.slice(0, -1)
  const requests = distributions(families, HTTP_DURATION).map((one) => ({
    ...one,
    labels: {
      ...one.labels,
      transport,
      view: viewOf(one.labels.route ?? '', one.labels.method ?? ''),
    },
  }))
  return [
    countBy(requests, 'django_http_requests_total_by_view_transport_method_total', ['transport', 'view', 'method']),
    countBy(requests, 'django_http_requests_total_by_transport_total', ['transport']),
    countBy(requests, 'django_http_requests_total_by_method_total', ['method']),
    countBy(requests, 'django_http_responses_total_by_status_total', ['status']),
    spreadBy(requests, 'django_http_requests_latency_seconds_by_view_method', ['view', 'method']),
    spreadBy(requests, 'django_http_requests_latency_including_middlewares_seconds', []),
    spreadBy(distributions(families, HTTP_SIZE), 'django_http_responses_body_total_bytes', []),
    ...(await censusFamilies(context)),
  ]
}

function distributions(families: readonly Family[], name: string): readonly Distribution[] {
  const family = families.find((one) => one.name === name)
  return family?.type === 'histogram' ? family.samples : []
}

function countBy(all: readonly Distribution[], name: string, labels: readonly string[]): Counted {
  const samples = merged(all, labels).map(({ labels, counts }) => ({ labels, value: sum(counts) }))
  return { name, help: `Of GlitchTip: requests by ${labels.join(', ')}.`, type: 'counter', samples }
}

function spreadBy(all: readonly Distribution[], name: string, labels: readonly string[]): Distributed {
  const about = labels.length === 0 ? 'all requests' : `requests by ${labels.join(', ')}`
  return { name, help: `Of GlitchTip: ${about}.`, type: 'histogram', samples: merged(all, labels) }
}

/** One distribution for all that have the same values of these labels. */
function merged(all: readonly Distribution[], names: readonly string[]): readonly Distribution[] {
  const groups = new Map<string, Distribution>()
  for (const one of all) {
    const labels: Labels = Object.fromEntries(names.map((name) => [name, one.labels[name] ?? '']))
    const key = JSON.stringify(labels)
    const before = groups.get(key)
    groups.set(key, {
      ...{ labels, bounds: one.bounds, sum: one.sum + (before?.sum ?? 0) },
      counts: one.counts.map((count, index) => count + (before?.counts[index] ?? 0)),
    })
  }
  return [...groups.values()]
}

interface Known {
  readonly until: number
  readonly families: Promise<readonly Family[]>
}

const known = new WeakMap<Context, Known>()

/** Counted once a minute at most, however many ask. */
function censusFamilies(context: Context): Promise<readonly Family[]> {
  const now = context.clock.now().getTime()
  const present = known.get(context)
  if (present !== undefined && now < present.until) return present.families
  const { census, counts } = context.storage.instance
  const families = inTime(context.clock, Promise.all([census(MOST), counts()]), PATIENCE_MS).then(
    ([names, totals]) => familiesOf(names, totals),
    (): readonly Family[] => {
      // The storage is away: asked again the next time.
      known.delete(context)
      return []
    },
  )
  known.set(context, { until: now + CENSUS_MS, families })
  return families
}

// Releases of GlitchTip before 6.2 tell of projects by organization, later ones of all, under another name.
function familiesOf(
  { organizations, projects }: Census,
  totals: { readonly organizations: number; readonly projects: number },
): readonly Family[] {
  const gauge = (name: string, help: string, samples: Counted['samples']): Family => ({
    ...{ name, help: `Of GlitchTip: ${help}.`, type: 'gauge', samples },
  })
  return [
    gauge('glitchtip_organizations', 'organizations', [{ labels: {}, value: totals.organizations }]),
    gauge(
      'glitchtip_projects',
      'projects of each organization',
      organizations.map(({ slug, projects }) => ({ labels: { organization: slug }, value: projects })),
    ),
    gauge('glitchtip_projects_total', 'all projects', [{ labels: {}, value: totals.projects }]),
    gauge(
      'glitchtip_events',
      'events that are kept',
      projects.map(({ organization, slug, events }) => ({ labels: { organization, project: slug }, value: events })),
    ),
  ]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
