import { notFound } from '../../orgs/access.js'
import { checkNow, tryOut } from '../../uptime/check-now.js'
import { jsonResponse } from '../answers.js'
import { optional, readQuery, text } from '../input.js'
import { checkDetailJson } from '../json/monitors.js'
import { readMonitorSetup } from '../monitor-setup/setup.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { open, openMonitor } from './monitors.js'
import { MONITOR_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/monitors/'

/** Looks at what monitors watch, when somebody wants to know. */
export const monitorLookRoutes: readonly Route[] = [
  { method: 'POST', path: `${ALL}test/`, operation: 'testMonitor', auth: MONITOR_WRITE, handle: test },
  { method: 'POST', path: `${ALL}:monitor/check/`, operation: 'checkMonitor', auth: MONITOR_WRITE, handle: check },
]

/** `monitor` is the one that is being changed: its secrets are kept where null is given. */
async function test(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { context, query } = call
  const id = readQuery(query, 'monitor', optional(text({ max: 20 })))
  const before = id === undefined ? null : await context.storage.monitors.get(seat.organization.id, id)
  if (id !== undefined && before === null) throw notFound('monitor')
  const setup = readMonitorSetup(context, seat.organization.id, await call.json(), before)
  return jsonResponse(200, checkDetailJson(await tryOut(context, seat.organization.id, setup)))
}

async function check(call: Call): Promise<HttpResponse> {
  const monitor = await openMonitor(call, await open(call))
  return jsonResponse(200, checkDetailJson(await checkNow(call.context, monitor)))
}
