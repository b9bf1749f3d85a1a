import { errorCode } from '../errors.js'
import type { Id } from '../ports/model.js'
import { MONITOR_TYPES, type Monitor, type MonitorSetup } from '../ports/monitors.js'
import { NO_RELATIONS } from '../uptime/relations.js'
import { MONITOR_KINDS } from '../uptime/types/index.js'
import { countOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { allOf, type ImportJob, pathOf, placeOf } from './job.js'
import { isOwnMonitor, ownSetupOf, parentsFirst } from './own-monitors.js'
import type { ProjectPair } from './projects.js'

/**
 * Brings the uptime monitors of GlitchTip's kind, and all that there is of those of another Mishap. A heartbeat keeps its
 * address but for the host. What Sentry calls monitors is another thing: they are kept in the report.
 */
export async function importMonitors(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  const entries = (await job.remote.listIfAllowed(`${pathOf(job)}monitors/`)) ?? []
  job.tally.found('monitors', entries.length)
  const here = await broughtBefore(job, entries)
  for (const [index, entry] of parentsFirst(entries).entries()) {
    job.tell('monitors', index, entries.length)
    await importMonitor(job, { pairs, here, entry })
  }
  job.tell('monitors', entries.length, entries.length)
}

/** Ids here by those at the source. */
async function broughtBefore(job: ImportJob, entries: readonly RemoteEntry[]): Promise<Map<string, Id>> {
  const { organization, context } = job
  if (organization === null) return new Map()
  const ids = entries.flatMap((entry) => idOf(entry) ?? [])
  const marks = await context.storage.imports.find(placeOf(job, organization, 'monitor'), ids)
  return new Map([...marks].map(([id, { localId }]) => [id, localId]))
}

async function importMonitor(
  job: ImportJob,
  about: { readonly pairs: readonly ProjectPair[]; readonly here: Map<string, Id>; readonly entry: RemoteEntry },
): Promise<void> {
  const { tally, organization, isDryRun, context } = job
  const { here, entry } = about
  const [id, name] = [idOf(entry), textOf(entry, 'name') ?? idOf(entry) ?? '?']
  if (id !== null && here.has(id)) return tally.present('monitors')
  const read = await readSetup(job, about)
  if (id === null || typeof read === 'string') {
    tally.skip('monitors', name, typeof read === 'string' ? read : NONE)
    tally.notBrought('monitors', [entry])
    return
  }
  const { setup, secrets } = read
  const same =
    organization === null ? undefined : await findSame(job, { setup, organizationId: organization.id, taken: here })
  if (same !== undefined) tally.present('monitors')
  else {
    tally.made('monitors')
    if (secrets.length > 0)
      tally.note(
        `The monitor ${name} is paused here: it is asked with ${secrets.join(' and ')}, which nobody may read there. Give them again.`,
      )
  }
  if (organization === null || isDryRun) return
  const { id: localId } =
    same ?? (await make(job, organization.id, { setup, endpointId: textOf(entry, 'endpointID', 36) }))
  here.set(id, localId)
  await context.storage.imports.set(placeOf(job, organization, 'monitor'), { remoteId: id, localId, state: {} })
}

const NONE = 'it is no monitor that there is here'

/** Or why there is none. */
async function readSetup(
  job: ImportJob,
  { pairs, here, entry }: Parameters<typeof importMonitor>[1],
): Promise<{ readonly setup: MonitorSetup; readonly secrets: readonly string[] } | string> {
  if (!isOwnMonitor(entry)) {
    const setup = setupOf(entry, pairs)
    return setup === null ? NONE : { setup, secrets: [] }
  }
  const pair = pairs.find(({ remote }) => remote.id === idOf(entry, 'projectID'))
  // In a dry run nothing comes of the id.
  const projectId = pair === undefined ? null : (pair.project?.id ?? '0')
  const above = here.get(idOf(entry, 'parentID') ?? '')
  const { organization, context } = job
  const parent =
    above === undefined || organization === null ? null : await context.storage.monitors.get(organization.id, above)
  try {
    return ownSetupOf(job, entry, { projectId, parentId: parent?.id ?? null })
  } catch (error) {
    if (errorCode(error) !== 'invalid_input' || !(error instanceof Error)) throw error
    return error.message
  }
}

async function make(
  { context, tally }: ImportJob,
  organizationId: Id,
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

/** A run that was killed may have made it without a note, and a job may have begun to report by itself. */
async function findSame(
  { context }: ImportJob,
  about: {
    readonly organizationId: Id
    readonly setup: MonitorSetup
    /** Those of others at the source. */
    readonly taken: ReadonlyMap<string, Id>
  },
): Promise<Monitor | undefined> {
  const { organizationId, setup } = about
  const own = await allOf((page) => context.storage.monitors.list(organizationId, page))
  const { cron } = setup
  const taken = new Set(about.taken.values())
  return own.find(({ id, name, type, url, projectId, ...one }) => {
    if (type !== setup.type || taken.has(id)) return false
    if (cron !== null) return projectId === setup.projectId && one.cron?.slug === cron.slug
    return name === setup.name && url === setup.url
  })
}

const MAX_INTERVAL = 86_400
const MAX_TIMEOUT = 60
const MAX_STATUS = 999
const MAX_THRESHOLD = 100

function setupOf(entry: RemoteEntry, pairs: readonly ProjectPair[]): MonitorSetup | null {
  const [name, type] = [textOf(entry, 'name', 200), MONITOR_TYPES.find((one) => one === entry.monitorType)]
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
