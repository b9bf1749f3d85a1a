import type { Context } from '../../context.js'
import { errorCode } from '../../errors.js'
import type { CheckIn } from '../../ports/items.js'
import type { CronSetup } from '../../ports/monitor-crons.js'
import type { Monitor, MonitorSetup } from '../../ports/monitors.js'
import { requireRoom } from '../load.js'
import { NO_RELATIONS } from '../relations.js'
import { periodSeconds } from './expected.js'
import { type WantedCron, wantedBy } from './setup.js'

/** So many jobs of one project make their monitors themselves; people may make more. */
const MAX_MADE_CRONS = 1_000

/**
 * The monitor of the job that a check-in is of, as the check-in wants it (https://develop.sentry.dev/sdk/telemetry/check-ins/,
 * upserts): made where there is none, changed where it differs. Null where there is none, and none is wanted or may be made.
 */
export async function monitorOf(context: Context, monitor: Monitor | null, checkIn: CheckIn): Promise<Monitor | null> {
  if (checkIn.monitorConfig === null) return monitor
  const { cron } = monitor ?? { cron: null }
  const before = monitor !== null && cron !== null ? { ...monitor, cron } : null
  const wanted = wantedBy(checkIn.monitorConfig, before)
  if (wanted === null) return monitor
  if (monitor === null) return make(context, wanted, checkIn)
  return before === null || isSame(before, wanted) ? monitor : change(context, before, wanted)
}

async function make(context: Context, wanted: WantedCron, checkIn: CheckIn): Promise<Monitor | null> {
  const { monitors } = context.storage
  const { organizationId, projectId, monitorSlug } = checkIn
  const now = context.clock.now()
  const setup: MonitorSetup = {
    ...{ projectId, name: monitorSlug, type: 'Cron', url: '', isPaused: false },
    ...{ timeoutSeconds: null, expectedStatus: null, expectedBody: '', retrySeconds: null, degradedAfterMs: null },
    ...{ certificateDays: null, request: null, assertions: [], dns: null, ...NO_RELATIONS },
    ...wanted,
    cron: { slug: monitorSlug, ...wanted.cron },
    intervalSeconds: periodSeconds(wanted.cron, now),
  }
  try {
    if ((await monitors.countCrons(organizationId, projectId)) >= MAX_MADE_CRONS) return null
    await requireRoom(context, organizationId, { before: null, after: setup })
    return await monitors.create(organizationId, setup, now)
  } catch (error) {
    // Another process has made it, there is no room, or the project is gone.
    if (!['conflict', 'invalid_input', 'not_found'].includes(errorCode(error) ?? '')) throw error
    const [made] = await monitors.ofCheckIns([checkIn])
    return made ?? null
  }
}

async function change(
  { storage, clock }: Context,
  monitor: Monitor & { readonly cron: CronSetup },
  wanted: WantedCron,
): Promise<Monitor | null> {
  const setup = {
    ...monitor,
    ...wanted,
    cron: { slug: monitor.cron.slug, ...wanted.cron },
    intervalSeconds: periodSeconds(wanted.cron, clock.now()),
  }
  const changed = await storage.monitors.update(monitor.organizationId, monitor.id, setup, clock.now())
  // What another schedule expected says nothing of this run.
  return changed === null || keyOf(monitor.cron) === keyOf(wanted.cron)
    ? changed
    : { ...changed, progress: NOTHING_YET }
}

const NOTHING_YET = { settledAt: null, missedAt: null }

function isSame(before: WantedCron, wanted: WantedCron): boolean {
  return (
    keyOf(before.cron) === keyOf(wanted.cron) &&
    before.confirmationThreshold === wanted.confirmationThreshold &&
    before.recoveryThreshold === wanted.recoveryThreshold
  )
}

function keyOf({ schedule, timezone, marginMinutes, maxRuntimeMinutes }: WantedCron['cron']): string {
  const unit = schedule.type === 'interval' ? schedule.unit : ''
  return JSON.stringify([schedule.type, schedule.value, unit, timezone, marginMinutes, maxRuntimeMinutes])
}
