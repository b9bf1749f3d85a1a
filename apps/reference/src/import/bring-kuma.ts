import {
  AppError,
  type Context,
  errorCode,
  type Monitor,
  type MonitorSetup,
  type Organization,
  readMonitorSetup,
} from '@mishap/core'
import { type KumaMonitor, readKumaBackup } from './kuma.js'

/** What an import from Uptime Kuma did, or would do. */
export interface KumaReport {
  readonly made: readonly { readonly name: string; readonly heartbeat: string | null }[]
  /** Were there from an earlier run. */
  readonly present: number
  readonly skipped: readonly { readonly name: string; readonly why: string }[]
  /** What is not as it was there. */
  readonly notes: readonly { readonly name: string; readonly note: string }[]
  readonly notCarried: readonly string[]
}

/** Brings the monitors of a backup. What an earlier run has brought is left as it is, also where it is gone since. */
export async function bringKuma(
  context: Context,
  organization: Organization,
  { text, isDryRun }: { readonly text: string; readonly isDryRun: boolean },
): Promise<KumaReport> {
  const { monitors, notCarried } = readKumaBackup(text)
  const brought = await context.storage.imports.find(
    placeIn(organization),
    monitors.map(({ id }) => id),
  )
  const report: Mutable<KumaReport> = { made: [], present: brought.size, skipped: [], notes: [], notCarried }
  for (const one of monitors.filter(({ id }) => !brought.has(id))) {
    const { name } = one
    try {
      const setup = readOne(context, organization, one)
      const heartbeat = isDryRun ? null : (await make(context, organization, { one, setup })).endpointId
      report.made = [...report.made, { name, heartbeat }]
      report.notes = [...report.notes, ...one.notes.map((note) => ({ name, note }))]
    } catch (error) {
      if (errorCode(error) !== 'invalid_input') throw error
      report.skipped = [...report.skipped, { name, why: (error as AppError).message }]
    }
  }
  return report
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function placeIn({ id }: Organization) {
  return { organizationId: id, source: 'uptime-kuma', kind: 'monitor' }
}

/** Throws `invalid_input` for what cannot be watched here. */
function readOne(context: Context, { id }: Organization, { input, notes }: KumaMonitor): MonitorSetup {
  if (input === null) throw new AppError('invalid_input', notes.join('; '))
  return readMonitorSetup(context, id, input)
}

async function make(
  { storage, clock }: Context,
  organization: Organization,
  { one, setup }: { readonly one: KumaMonitor; readonly setup: MonitorSetup },
): Promise<Monitor> {
  const made = await storage.monitors.create(organization.id, setup, clock.now())
  await storage.imports.set(placeIn(organization), { remoteId: one.id, localId: made.id, state: {} })
  return made
}
