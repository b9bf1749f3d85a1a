import type { Context } from '../context.js'
import type { Monitor, MonitorCheck } from '../ports/monitors.js'
import { checkedNow } from './checked.js'

const MOST_TRIES = 5

/**
 * Notes that what a heartbeat watches has reported. Null where nobody waits at that address. Beats at the same time are
 * noted one by one, as far as that goes; that it is alive is true of each.
 */
export async function beat(
  context: Context,
  organizationSlug: string,
  endpointId: string,
): Promise<MonitorCheck | null> {
  const { clock, storage } = context
  for (let tries = 1; ; tries += 1) {
    const monitor = await storage.monitors.getByEndpoint(organizationSlug, endpointId)
    if (monitor === null) return null
    const at = clock.now()
    const checked = await checkedNow(context, monitor, { reason: null, detail: '', responseMs: null }, at)
    const { organizationId, id: monitorId, version } = monitor
    const stale = await storage.monitors.record([
      { organizationId, monitorId, version, ...checked, nextCheckAt: nextAfter(monitor, at) },
    ])
    if (stale.size === 0 || tries === MOST_TRIES) return checked.check
  }
}

function nextAfter({ intervalSeconds, isPaused }: Monitor, at: Date): Date | null {
  return isPaused ? null : new Date(at.getTime() + intervalSeconds * 1000)
}
