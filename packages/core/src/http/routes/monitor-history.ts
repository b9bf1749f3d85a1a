import type { MonitorUptimeJson } from '../../client/uptime-types.js'
import { invalidField } from '../../errors.js'
import { notFound, openOrganization } from '../../orgs/access.js'
import type { Id, Page } from '../../ports/model.js'
import { HISTORY_STEPS } from '../../ports/monitor-history.js'
import { everyStretch, lastStretches, stepsBetween, stretchesOf } from '../../uptime/history/bars.js'
import { NOTHING_KNOWN } from '../../uptime/history/bucket.js'
import { percentileOf } from '../../uptime/history/latency.js'
import { STEP_MS, startOfStep } from '../../uptime/history/steps.js'
import { upShareOf } from '../../uptime/history/up-share.js'
import { jsonResponse } from '../answers.js'
import { oneOf, optional, readQuery, readQueryList, text } from '../input.js'
import { historyBucketJson, uptimeBarJson } from '../json/monitor-history.js'
import { pageOf, pageResponse } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MONITOR_ANY } from './rules.js'

const ORGANIZATION = '/api/0/organizations/:org/'

/** What is summed up of the past of monitors. */
export const monitorHistoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${ORGANIZATION}monitor-uptime/`,
    operation: 'listMonitorUptime',
    auth: MONITOR_ANY,
    handle: uptime,
  },
  {
    ...{ method: 'GET', path: `${ORGANIZATION}monitors/:monitor/history/`, operation: 'getMonitorHistory' },
    ...{ auth: MONITOR_ANY, handle: history },
  },
]

const BARS = { regex: /^(?:[1-9]\d?|1[0-7]\d|180)$/, wanted: 'a number from 1 to 180' }
const SPANS = { '24h': 1, '30d': 30, '90d': 90 } as const
/** Today among them. */
const DAYS = { week: 7, month: 30, quarter: 90, year: 365 } as const

async function uptime(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const { organization } = await openOrganization(context, call.actor, call.params.org ?? '')
  const span = readQuery(query, 'span', optional(oneOf('24h', '30d', '90d'))) ?? '24h'
  const bars = Number(readQuery(query, 'bars', optional(text({ max: 3, pattern: BARS }))) ?? 48)
  const now = context.clock.now()
  const page = await idsOf(call, organization.id)
  const range = lastStretches(now, SPANS[span] * STEP_MS.day, bars)
  const thisHour = startOfStep('hour', now.getTime())
  const lastDay = {
    ...({ step: 'hour', width: 24, start: new Date(thisHour - 23 * STEP_MS.hour) } as const),
    end: new Date(thisHour + STEP_MS.hour),
  }
  const today = startOfStep('day', now.getTime())
  const since = Object.values(DAYS).map((days) => new Date(today - (days - 1) * STEP_MS.day))
  const { monitors } = context.storage
  const [buckets, days, known] = await Promise.all([
    monitors.history(organization.id, page.items, range),
    monitors.history(organization.id, page.items, lastDay),
    monitors.knownSince(organization.id, page.items, since),
  ])
  // Those of others are not told of.
  const items = page.items.filter((id) => buckets.has(id))
  return pageResponse(call, { ...page, items }, (id): MonitorUptimeJson => {
    const [day] = days.get(id) ?? []
    const [week, month, quarter, year] = (known.get(id) ?? []).map(upShareOf)
    const latency = day?.latency ?? new Map()
    return {
      monitorID: Number(id),
      uptime: {
        ...{ day: upShareOf(day ?? NOTHING_KNOWN), week: week ?? null, month: month ?? null },
        ...{ quarter: quarter ?? null, year: year ?? null },
      },
      ...{ p50: percentileOf(latency, 0.5), p95: percentileOf(latency, 0.95) },
      bars: everyStretch(range, buckets.get(id) ?? []).map((bucket) => uptimeBarJson(bucket, range)),
    }
  })
}

async function idsOf({ context, query }: Call, organizationId: Id): Promise<Page<Id>> {
  const named = new Set(readQueryList(query, 'monitor', text({ max: 20 })))
  if (named.size > MOST_NAMED)
    throw invalidField('monitor', 'too_long', `Wanted at most ${MOST_NAMED} monitors, found ${named.size}`)
  if (named.size > 0) return { items: [...named], next: null, previous: null }
  const page = await context.storage.monitors.list(organizationId, pageOf(query))
  return { ...page, items: page.items.map(({ id }) => id) }
}

const MOST_NAMED = 100
/** Ninety days of hours, and two days of minutes. */
const MOST_STRETCHES = 3000

async function history(call: Call): Promise<HttpResponse> {
  const { context, query, params } = call
  const { organization } = await openOrganization(context, call.actor, params.org ?? '')
  const monitor = await context.storage.monitors.get(organization.id, params.monitor ?? '')
  if (monitor === null) throw notFound('monitor')
  const now = context.clock.now()
  const step = readQuery(query, 'step', optional(oneOf(...HISTORY_STEPS))) ?? 'hour'
  const end = parseTime(query.get('end') || 'now', now, 'end')
  const start = parseTime(query.get('start') || 'now-24h', now, 'start')
  const range = stepsBetween(step, start, end)
  if (stretchesOf(range) > MOST_STRETCHES)
    throw invalidField('start', 'too_long', `Wanted at most ${MOST_STRETCHES} stretches, found ${stretchesOf(range)}`)
  const found = await context.storage.monitors.history(organization.id, [monitor.id], range)
  return jsonResponse(
    200,
    everyStretch(range, found.get(monitor.id) ?? []).map((bucket) => historyBucketJson(bucket, range)),
  )
}
