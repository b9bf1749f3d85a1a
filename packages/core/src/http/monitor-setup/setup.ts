import type { Context } from '../../context.js'
import { invalidField } from '../../errors.js'
import type { Id } from '../../ports/model.js'
import { MONITOR_TYPES, type Monitor, type MonitorSetup } from '../../ports/monitors.js'
import { sealFor } from '../../uptime/secrets.js'
import { MONITOR_KINDS } from '../../uptime/types/index.js'
import { boolean, integer, nullable, object, oneOf, optional, readFields, text } from '../input.js'
import { assertionList, readAssertions } from './assertions.js'
import { intervalOf, readCron } from './cron.js'
import { readDns } from './dns.js'
import { RELATION_FIELDS, relationsOf } from './relations.js'
import { readRequest } from './request.js'

const MAX_INTERVAL = 86_400

/**
 * What a client wants to be watched (`MonitorInput`), for an organization; all of it is replaced where there was something
 * before. Throws `invalid_input` with every fault. GlitchTip's clients give zero for a threshold that they do not know.
 */
export function readMonitorSetup(
  context: Context,
  organizationId: Id,
  input: unknown,
  before: Monitor | null = null,
): MonitorSetup {
  const given = readFields(input, {
    name: text({ min: 1, max: 200 }),
    monitorType: optional(oneOf(...MONITOR_TYPES)),
    url: optional(nullable(text({ max: 2000 }))),
    expectedStatus: nullable(integer(0, 999)),
    expectedBody: text({ max: 2000 }),
    timeout: nullable(integer(1, 60)),
    interval: optional(integer(1, MAX_INTERVAL)),
    project: optional(nullable(text({ max: 20 }))),
    isPaused: optional(boolean),
    confirmationThreshold: optional(nullable(integer(0, 100))),
    recoveryThreshold: optional(nullable(integer(0, 100))),
    retryInterval: optional(nullable(integer(1, MAX_INTERVAL))),
    degradedAfter: optional(nullable(integer(1, 60_000))),
    certificateDays: optional(nullable(integer(0, 3650))),
    request: optional(nullable(object)),
    assertions: optional(assertionList),
    dns: optional(nullable(object)),
    cron: optional(nullable(object)),
    ...RELATION_FIELDS,
  })
  const type = given.monitorType ?? 'Ping'
  const cron = readCron(given.cron, { type, name: given.name, projectId: given.project || null })
  const url = type === 'Heartbeat' || type === 'Cron' ? '' : (given.url ?? '')
  const fault = MONITOR_KINDS[type].fault(url)
  if (fault !== null) throw invalidField('url', 'url', fault)
  if (given.expectedStatus === null && (type === 'GET' || type === 'POST'))
    throw invalidField('expectedStatus', 'missing', 'Wanted the status that a good answer has')
  return {
    ...{ projectId: given.project || null, name: given.name, type, url, expectedBody: given.expectedBody },
    ...{ intervalSeconds: intervalOf(cron, given.interval, context.clock.now()), timeoutSeconds: given.timeout },
    expectedStatus: given.expectedStatus,
    confirmationThreshold: given.confirmationThreshold || 1,
    recoveryThreshold: given.recoveryThreshold || 1,
    retrySeconds: given.retryInterval ?? null,
    degradedAfterMs: given.degradedAfter ?? null,
    certificateDays: given.certificateDays ?? null,
    isPaused: given.isPaused ?? false,
    request: readRequest(given.request, { type, url }, { before, seal: sealFor(context, organizationId) }),
    assertions: readAssertions(given.assertions ?? [], type),
    dns: readDns(given.dns, { type }),
    cron,
    ...relationsOf(given),
  }
}
