import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import type { Monitor, MonitorCheck } from '../ports/monitors.js'
import { checkedNow } from './checked.js'
import type { Verdict } from './types/type.js'

const MOST_TRIES = 5

/** What a heartbeat says of what it watches; that it is up, where it says nothing. */
export interface Beat {
  readonly status: 'up' | 'down' | 'degraded'
  readonly message: string
  readonly responseMs: number | null
}

/**
 * Notes what a heartbeat has reported. Null where nobody waits at that address. Beats at the same time are
 * noted one by one, as far as that goes; what it says is true of each.
 */
export async function beat(
  context: Context,
  { organizationSlug, endpointId }: { readonly organizationSlug: string; readonly endpointId: Id },
  said: Beat,
): Promise<MonitorCheck | null> {
  const { clock, storage } = context
  for (let tries = 1; ; tries += 1) {
    const monitor = await storage.monitors.getByEndpoint(organizationSlug, endpointId)
    if (monitor === null) return null
    const at = clock.now()
    const checked = await checkedNow(context, monitor, verdictOf(said), at)
    const { organizationId, id: monitorId, version } = monitor
    const stale = await storage.monitors.record([
      { organizationId, monitorId, version, ...checked, nextCheckAt: nextAfter(monitor, at) },
    ])
    if (stale.size === 0 || tries === MOST_TRIES) return checked.check
  }
}

function verdictOf({ status, message, responseMs }: Beat): Verdict {
  const reason = status === 'down' ? 'told_down' : null
  return { reason, detail: message, responseMs, isDegraded: status === 'degraded' }
}

function nextAfter({ intervalSeconds, isPaused }: Monitor, at: Date): Date | null {
  return isPaused ? null : new Date(at.getTime() + intervalSeconds * 1000)
}
