import { isDeepStrictEqual } from 'node:util'
import { errorCode } from '../errors.js'
import { readMaintenance } from '../http/monitor-setup/maintenance.js'
import type { MaintenanceSetup } from '../ports/maintenance.js'
import type { Id, Organization } from '../ports/model.js'
import { forgetWindows } from '../uptime/maintenance/active.js'
import { nextWindow } from '../uptime/maintenance/window.js'
import { entriesOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { type ImportJob, pathOf, placeOf } from './job.js'

/**
 * Brings maintenance windows of another Mishap that are not over for good: what is planned there is not judged here,
 * and stands on status pages. Subscribers were told there.
 */
export async function importMaintenance(job: ImportJob): Promise<void> {
  const { tally, context, organization } = job
  const entries = ((await job.remote.listIfAllowed(`${pathOf(job)}maintenance-windows/`)) ?? []).filter(
    (entry) => idOf(entry) !== null,
  )
  const read = entries.map((entry) => ({ entry, setup: setupOf(entry) }))
  const now = context.clock.now()
  const coming = read.filter(({ setup }) => typeof setup === 'string' || nextWindow(setup.schedule, now) !== null)
  if (coming.length === 0) return
  tally.found('maintenance', coming.length)
  const place = organization === null ? null : placeOf(job, organization, 'maintenance')
  const ids = coming.flatMap(({ entry }) => idOf(entry) ?? [])
  const brought = place === null ? new Map() : await context.storage.imports.find(place, ids)
  for (const { entry, setup } of coming) {
    const name = textOf(entry, 'title') ?? '?'
    if (typeof setup === 'string') tally.skip('maintenance', name, setup)
    else if (brought.has(idOf(entry) ?? '')) tally.present('maintenance')
    else if (organization === null || job.isDryRun) tally.made('maintenance')
    else await bring(job, organization, { remoteId: idOf(entry) ?? '', entry, setup })
  }
  forgetWindows(context)
}

/** Without its monitors, or why it cannot come. */
function setupOf(entry: RemoteEntry): MaintenanceSetup | string {
  try {
    return readMaintenance({ ...entry, monitors: [] })
  } catch (error) {
    if (errorCode(error) !== 'invalid_input' || !(error instanceof Error)) throw error
    return error.message
  }
}

async function bring(
  job: ImportJob,
  organization: Organization,
  {
    remoteId,
    entry,
    setup,
  }: { readonly remoteId: string; readonly entry: RemoteEntry; readonly setup: MaintenanceSetup },
): Promise<void> {
  const { tally, context } = job
  const { maintenance, imports } = context.storage
  const monitorIds = await monitorsHere(job, organization, entry)
  if (monitorIds.length + setup.groups.length + setup.tags.length === 0)
    return tally.skip('maintenance', setup.title, 'none of its monitors is here')
  // A run that was killed may have made it without a note.
  const all = await maintenance.list(organization.id)
  const same = all.find((one) => one.title === setup.title && isDeepStrictEqual(one.schedule, setup.schedule))
  try {
    const { id: localId } =
      same ?? (await maintenance.create(organization.id, { ...setup, monitorIds }, context.clock.now()))
    await imports.set(placeOf(job, organization, 'maintenance'), { remoteId, localId, state: {} })
  } catch (error) {
    if (errorCode(error) !== 'conflict' || !(error instanceof Error)) throw error
    return tally.skip('maintenance', setup.title, error.message)
  }
  if (same === undefined) tally.made('maintenance')
  else tally.present('maintenance')
}

async function monitorsHere(job: ImportJob, organization: Organization, entry: RemoteEntry): Promise<readonly Id[]> {
  const given = Array.isArray(entry.monitors) ? entry.monitors : []
  const ids = entriesOf(given.map((id: unknown) => ({ id }))).flatMap((one) => idOf(one) ?? [])
  const marks = await job.context.storage.imports.find(placeOf(job, organization, 'monitor'), ids)
  const found = await job.context.storage.monitors.getMany(
    organization.id,
    [...marks.values()].map(({ localId }) => localId),
  )
  return found.map(({ id }) => id)
}
