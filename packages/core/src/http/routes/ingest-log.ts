import type { IngestLimitsJson, IngestLogJson } from '../../client/project-types.js'
import { normalOf, SPIKE_LOOK_BACK_MS } from '../../ingest/spike.js'
import { openOrganization, openProject } from '../../orgs/access.js'
import type { LoggedRequest, OutcomeCount } from '../../ports/ingest.js'
import type { Project } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PROJECT_ANY } from './rules.js'

const PROJECT = '/api/0/projects/:org/:project/'

/** What reached the DSN of a project and what stood against it. Both are some seconds old. */
export const ingestLogRoutes: readonly Route[] = [
  { method: 'GET', path: `${PROJECT}ingest-log/`, operation: 'getIngestLog', auth: PROJECT_ANY, handle: getLog },
  {
    method: 'GET',
    path: `${PROJECT}ingest-limits/`,
    operation: 'getIngestLimits',
    auth: PROJECT_ANY,
    handle: getLimits,
  },
]

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

async function getLog(call: Call): Promise<HttpResponse> {
  const { organizationId, id } = await open(call)
  const requests = await call.context.storage.ingest.requests(organizationId, id)
  return jsonResponse(200, requests.map(requestJson))
}

async function getLimits(call: Call): Promise<HttpResponse> {
  const { organizationId, id } = await open(call)
  const { storage, clock } = call.context
  const now = clock.now()
  const [counts, outcomes] = await Promise.all([
    storage.ingest.requestCounts([id], new Date(now.getTime() - SPIKE_LOOK_BACK_MS)),
    storage.ingest.outcomes({
      organizationId,
      projectIds: [id],
      from: new Date(now.getTime() - DAY_MS),
      to: new Date(now.getTime() + HOUR_MS),
    }),
  ])
  const body: IngestLimitsJson = {
    normal: normalOf(counts, now),
    spike: spikeOf(outcomes, now),
    refused: refusedOf(outcomes),
  }
  return jsonResponse(200, body)
}

async function open({ context, actor, params }: Call): Promise<Project> {
  const seat = await openOrganization(context, actor, params.org ?? '')
  return openProject(context, seat, params.project ?? '')
}

function requestJson({ at, outcome, reason, sdk, items, bytes }: LoggedRequest): IngestLogJson {
  return { at: at.toISOString(), outcome, reason, sdk, items: [...items], bytes }
}

/** The hours without a gap in which requests were sampled, if this hour or the last one is among them. */
function spikeOf(outcomes: readonly OutcomeCount[], now: Date): IngestLimitsJson['spike'] {
  const hours = new Map<number, number>()
  for (const { reason, hour, quantity } of outcomes)
    if (reason === 'spike') hours.set(hour.getTime(), (hours.get(hour.getTime()) ?? 0) + quantity)
  const thisHour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  const last = [thisHour, thisHour - HOUR_MS].find((hour) => hours.has(hour))
  if (last === undefined) return null
  let [since, sampled] = [last, 0]
  for (let hour = last; hours.has(hour); hour -= HOUR_MS) {
    since = hour
    sampled += hours.get(hour) ?? 0
  }
  return { since: new Date(since).toISOString(), last: new Date(last).toISOString(), sampled }
}

function refusedOf(outcomes: readonly OutcomeCount[]): IngestLimitsJson['refused'] {
  const sums = new Map<string, IngestLimitsJson['refused'][number]>()
  for (const { category, outcome, reason, quantity } of outcomes) {
    if (outcome === 'accepted') continue
    const key = `${category} ${outcome} ${reason}`
    sums.set(key, { category, outcome, reason, quantity: quantity + (sums.get(key)?.quantity ?? 0) })
  }
  return [...sums.values()].sort((a, b) => b.quantity - a.quantity)
}
