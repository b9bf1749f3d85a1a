import { readMonitorSetup } from '../http/monitor-setup/setup.js'
import type { Id } from '../ports/model.js'
import type { MonitorSetup } from '../ports/monitors.js'
import { entriesOf, entryOf, idOf, isEntry, type RemoteEntry } from './entry.js'
import type { ImportJob } from './job.js'

/** Whether another Mishap tells of it: of a monitor GlitchTip names nothing that must hold. */
export function isOwnMonitor(entry: RemoteEntry): boolean {
  return Array.isArray(entry.assertions)
}

/**
 * All that a Mishap tells of a monitor. Secrets it tells nobody: what is asked with some is paused, and they are named.
 * Throws `invalid_input` for what is no monitor here.
 */
export function ownSetupOf(
  { context, organization }: ImportJob,
  entry: RemoteEntry,
  place: { readonly projectId: Id | null; readonly parentId: Id | null },
): { readonly setup: MonitorSetup; readonly secrets: readonly string[] } {
  const { request, secrets } = withoutSecrets(entryOf(entry, 'request'))
  const setup = readMonitorSetup(context, organization?.id ?? '', {
    ...entry,
    ...{ project: place.projectId, parentID: null },
    // Of a job it comes of the schedule, and is none of what a client may ask for.
    ...(isEntry(entry.cron) ? { interval: undefined } : {}),
    // Any status will do for some that came from GlitchTip; clients have to name one.
    expectedStatus: entry.expectedStatus ?? ANY_STATUS,
    request: isEntry(entry.request) ? request : null,
    isPaused: entry.isPaused === true || secrets.length > 0,
  })
  const expectedStatus = entry.expectedStatus == null ? null : setup.expectedStatus
  return { setup: { ...setup, expectedStatus, parentId: place.parentId }, secrets }
}

/** Parents first: so each is here when what depends on it comes. */
export function parentsFirst(entries: readonly RemoteEntry[]): readonly RemoteEntry[] {
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]))
  const ordered = new Set<RemoteEntry>()
  for (const entry of entries) {
    const above: RemoteEntry[] = []
    let one: RemoteEntry | undefined = entry
    // A server that says so may have circles.
    while (one !== undefined && !ordered.has(one) && !above.includes(one)) {
      above.push(one)
      one = byId.get(idOf(one, 'parentID') ?? '')
    }
    for (const next of above.toReversed()) ordered.add(next)
  }
  return [...ordered]
}

const ANY_STATUS = 200

function withoutSecrets(request: RemoteEntry): {
  readonly request: RemoteEntry
  readonly secrets: readonly string[]
} {
  const headers = entriesOf(request.headers)
  const auth = entryOf(request, 'auth')
  const [isBasic, isBearer] = [auth.kind === 'basic', auth.kind === 'bearer']
  const hidden = headers.filter(({ value }) => value === null).map(({ name }) => `the header ${String(name)}`)
  return {
    request: { ...request, headers: headers.filter(({ value }) => value !== null), auth: { kind: 'none' } },
    secrets: [...hidden, ...(isBasic ? ['the password'] : []), ...(isBearer ? ['the token'] : [])],
  }
}
