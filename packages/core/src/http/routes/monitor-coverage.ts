import { coverageOf } from '../../alerts/coverage.js'
import type { MonitorCoverageJson } from '../../client/alert-types.js'
import { notFound, openOrganization } from '../../orgs/access.js'
import { jsonResponse } from '../answers.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MONITOR_ANY } from './rules.js'

const PATH = '/api/0/organizations/:org/monitors/:monitor/coverage/'

export const monitorCoverageRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getMonitorCoverage', auth: MONITOR_ANY, handle: get },
]

async function get({ actor, context, params }: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(context, actor, params.org ?? '')
  const monitor = await context.storage.monitors.get(organization.id, params.monitor ?? '')
  if (monitor === null) throw notFound('monitor')
  const { alerts, people, channels } = await coverageOf(context, monitor)
  const answer: MonitorCoverageJson = { alerts, people, channels: [...channels] }
  return jsonResponse(200, answer)
}
