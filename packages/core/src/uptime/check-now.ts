import type { Context } from '../context.js'
import { AppError, invalidField } from '../errors.js'
import type { Id } from '../ports/model.js'
import type { Monitor, MonitorCheck, MonitorSetup } from '../ports/monitors.js'
import { checkedNow } from './checked.js'
import { checkedBy } from './judge.js'
import { look } from './look.js'
import { UNKNOWN_HEALTH } from './state.js'
import type { Verdict } from './types/type.js'

/** In an organization, within `WINDOW_MS`: these are servers of others that are asked, in our name. */
const MOST_LOOKS = 60
const WINDOW_MS = 60_000
const MOST_TRIES = 5

/** Looks at a set-up once and keeps nothing. Throws `invalid_input` for what is not asked, and `rate_limited`. */
export async function tryOut(context: Context, organizationId: Id, setup: MonitorSetup): Promise<MonitorCheck> {
  const at = context.clock.now()
  const verdict = await found(context, organizationId, setup)
  return checkedBy(unknownMonitor(organizationId, setup, at), verdict, at).check
}

/**
 * Looks at a monitor now, and keeps what was found as any other check; what is due is due all the same. Throws as `tryOut`
 * does, and `not_found` where it is gone meanwhile.
 */
export async function checkNow(context: Context, monitor: Monitor): Promise<MonitorCheck> {
  const { organizationId, id: monitorId } = monitor
  const { monitors } = context.storage
  const at = context.clock.now()
  const verdict = await found(context, organizationId, monitor)
  // Another check may be kept at the same time: what this one has found is as true after it.
  for (let tries = 1; ; tries += 1) {
    const current = await monitors.get(organizationId, monitorId)
    if (current === null) throw new AppError('not_found', 'Wanted a monitor, found that it was deleted')
    const checked = await checkedNow(context, current, verdict, at)
    const stale = await monitors.record([{ organizationId, monitorId, version: current.version, ...checked }])
    if (stale.size === 0) return checked.check
    if (tries === MOST_TRIES) throw new AppError('conflict', 'The monitor is being checked by others all the time')
  }
}

async function found(context: Context, organizationId: Id, setup: MonitorSetup): Promise<Verdict> {
  const key = `monitor look ${organizationId}`
  const { allowed, retryAfterMs } = await context.rateLimiter.take({ key, limit: MOST_LOOKS, windowMs: WINDOW_MS })
  if (!allowed)
    throw new AppError('rate_limited', `No more than ${MOST_LOOKS} monitors are looked at by hand in a minute`, {
      retryAfterMs,
    })
  const verdict = await look(context, { organizationId, setup }, new AbortController().signal)
  if (verdict === null || verdict === 'given_up')
    throw invalidField('monitorType', 'type', `Wanted something to ask, found a ${setup.type}, which reports by itself`)
  return verdict
}

function unknownMonitor(organizationId: Id, setup: MonitorSetup, now: Date): Monitor {
  return {
    ...setup,
    // So that one look is enough to be sure, and what it saw is told.
    ...{ confirmationThreshold: 1, recoveryThreshold: 1 },
    ...{ id: '0', organizationId, createdAt: now, endpointId: null, health: UNKNOWN_HEALTH, lastCheckAt: null },
    ...{ nextCheckAt: null, certificateEndsAt: null, progress: { settledAt: null, missedAt: null }, version: 0 },
  }
}
