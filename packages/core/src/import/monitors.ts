import { errorCode } from '../errors.js'
import { MONITOR_TYPES, type Monitor, type MonitorSetup } from '../ports/monitors.js'
import { NO_RELATIONS } from '../uptime/relations.js'
import { MONITOR_KINDS } from '../uptime/types/index.js'
import { countOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { allOf, type ImportJob, pathOf, placeOf } from './job.js'
import type { ProjectPair } from './projects.js'

/**
 * Brings the uptime monitors of GlitchTip's kind. A heartbeat keeps its address but for the host. What Sentry calls
 * monitors is another thing: they are kept in the report.
 */
export async function importMonitors(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  const entries = (await job.remote.listIfAllowed(`${pathOf(job)}monitors/`)) ?? []
  job.tally.found('monitors', entries.length)
  for (const [index, entry] of entries.entries()) {
    job.tell('monitors', index, entries.length)
    await importMonitor(job, pairs, entry)
  }
  job.tell('monitors', entries.length, entries.length)
}

async function importMonitor(job: ImportJob, pairs: readonly ProjectPair[], entry: RemoteEntry): Promise<void> {
  const { tally, organization, isDryRun, context } = job
  const [id, setup] = [idOf(entry), setupOf(entry, pairs)]
  if (id === null || setup === null) {
    tally.skip('monitors', textOf(entry, 'name') ?? id ?? '?', 'it is no monitor that there is here')
    tally.notBrought('monitors', [entry])
    return
  }
  if (organization === null) return tally.made('monitors')
  const place = placeOf(job, organization, 'monitor')
  const isBrought = (await context.storage.imports.find(place, [id])).has(id)
  if (isBrought || (await isHere(job, organization.id, setup))) return tally.present('monitors')
  tally.made('monitors')
  if (isDryRun) return
  const made = await make(job, organization.id, { setup, endpointId: textOf(entry, 'endpointID', 36) })
  await context.storage.imports.set(place, { remoteId: id, localId: made.id, state: {} })
}

async function make(
  { context, tally }: ImportJob,
  organizationId: string,
  { setup, endpointId }: { readonly setup: MonitorSetup; readonly endpointId: string | null },
): Promise<Monitor> {
  const { storage, clock } = context
  try {
    return await storage.monitors.create(organizationId, setup, clock.now(), endpointId)
  } catch (error) {
    if (errorCode(error) !== 'conflict') throw error
    tally.note(`The heartbeat ${JSON.stringify(setup.name)} has another address here: its own is taken.`)
    return storage.monitors.create(organizationId, setup, clock.now())
  }
}

/** A run that was killed may have made it without a note. */
async function isHere({ context }: ImportJob, organizationId: string, setup: MonitorSetup): Promise<boolean> {
  const own = await allOf((page) => context.storage.monitors.list(organizationId, page))
  return own.some(({ name, type, url }) => name === setup.name && type === setup.type && url === setup.url)
}

const MAX_INTERVAL = 86_400
const MAX_TIMEOUT = 60
const MAX_STATUS = 999
const MAX_THRESHOLD = 100

function setupOf(entry: RemoteEntry, pairs: readonly ProjectPair[]): MonitorSetup | null {
  const [name, type] = [textOf(entry, 'name', 200), MONITOR_TYPES.find((one) => one === entry.monitorType)]
  // What Sentry calls so is asked for in another way.
  if (name === null || type === undefined || type === 'Cron') return null
  const url = type === 'Heartbeat' ? '' : (textOf(entry, 'url', 2000) ?? '')
  if (MONITOR_KINDS[type].fault(url) !== null) return null
  const project = pairs.find(({ remote }) => remote.id === idOf(entry, 'projectID'))?.project ?? null
  return {
    ...{ projectId: project?.id ?? null, name, type, url },
    intervalSeconds: Math.min(countOf(entry, 'interval') || 60, MAX_INTERVAL),
    timeoutSeconds: Math.min(countOf(entry, 'timeout'), MAX_TIMEOUT) || null,
    expectedStatus: Math.min(countOf(entry, 'expectedStatus'), MAX_STATUS) || null,
    expectedBody: textOf(entry, 'expectedBody', 2000) ?? '',
    confirmationThreshold: Math.min(countOf(entry, 'confirmationThreshold') || 1, MAX_THRESHOLD),
    recoveryThreshold: Math.min(countOf(entry, 'recoveryThreshold') || 1, MAX_THRESHOLD),
    retrySeconds: Math.min(countOf(entry, 'retryInterval'), MAX_INTERVAL) || null,
    degradedAfterMs: Math.min(countOf(entry, 'degradedAfter'), MAX_TIMEOUT * 1000) || null,
    certificateDays: countOf(entry, 'certificateDays') || null,
    isPaused: entry.isPaused === true,
    ...{ request: null, assertions: [], dns: null, cron: null },
    ...NO_RELATIONS,
  }
}
