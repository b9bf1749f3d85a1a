import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Id } from '../ports/model.js'
import type { MonitorSetup } from '../ports/monitors.js'

type Paced = Pick<MonitorSetup, 'type' | 'intervalSeconds' | 'retrySeconds'>

/** How often it is asked; what reports by itself never is. */
export function checksPerMinute({ type, intervalSeconds, retrySeconds }: Paced): number {
  return type === 'Heartbeat' || type === 'Cron' ? 0 : 60 / Math.min(intervalSeconds, retrySeconds ?? intervalSeconds)
}

/**
 * Rejects with `invalid_input` where an organization would watch more than the server allows each. `before` is replaced;
 * null for one that is new. Those who ask at the same moment do not see each other.
 */
export async function requireRoom(
  { storage, config }: Context,
  organizationId: Id,
  { before, after }: { readonly before: Paced | null; readonly after: Paced },
): Promise<void> {
  const { maxMonitors, maxChecksPerMinute } = config.limits
  const load = await storage.monitors.load(organizationId)
  if (before === null && load.monitors >= maxMonitors)
    throw new AppError(
      'invalid_input',
      `The organization has ${load.monitors} monitors; this server allows ${maxMonitors}.`,
    )
  const own = before === null ? 0 : checksPerMinute(before)
  const wanted = load.checksPerMinute - own + checksPerMinute(after)
  if (checksPerMinute(after) <= own || wanted <= maxChecksPerMinute) return
  throw new AppError(
    'invalid_input',
    `The organization would ask for ${Math.ceil(wanted)} checks a minute; this server allows ${maxChecksPerMinute}. Choose a longer interval.`,
  )
}
