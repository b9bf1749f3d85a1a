import type { Context } from '../../context.js'
import type { Id } from '../../ports/model.js'
import type { MonitorCoverage } from '../../ports/monitor-relations.js'
import type { Monitor } from '../../ports/monitors.js'
import { covers } from '../relations.js'
import { isActive } from './window.js'

type Active = ReadonlyMap<Id, MonitorCoverage>

interface Known {
  readonly atMs: number
  readonly active: Promise<Active>
}

/** So long an answer serves all checks of this process. */
const FRESH_MS = 5_000

const knownOf = new WeakMap<Context, Known>()

/** What is in maintenance in an organization, as of some seconds ago at most; null for nothing. */
export async function maintainedIn(context: Context, organizationId: Id): Promise<MonitorCoverage | null> {
  return (await activeNow(context)).get(organizationId) ?? null
}

export async function isMaintained(
  context: Context,
  monitor: Pick<Monitor, 'id' | 'organizationId' | 'group' | 'tags'>,
): Promise<boolean> {
  const maintained = await maintainedIn(context, monitor.organizationId)
  return maintained !== null && covers(maintained, monitor)
}

/** After a change: this process asks again. Others find out in seconds. */
export function forgetWindows(context: Context): void {
  knownOf.delete(context)
}

function activeNow(context: Context): Promise<Active> {
  const nowMs = context.clock.now().getTime()
  const before = knownOf.get(context)
  if (before !== undefined && nowMs - before.atMs < FRESH_MS && nowMs >= before.atMs) return before.active
  const active = load(context).catch((error: unknown) => {
    // What was planned a moment ago is a better answer than none.
    if (before !== undefined) return before.active
    knownOf.delete(context)
    throw error
  })
  knownOf.set(context, { atMs: nowMs, active })
  return active
}

async function load({ storage, clock }: Context): Promise<Active> {
  const now = clock.now()
  const found = new Map<Id, MonitorCoverage>()
  for (const { organizationId, schedule, monitorIds, groups, tags } of await storage.maintenance.unfinished(now)) {
    if (!isActive(schedule, now)) continue
    const others = found.get(organizationId)
    found.set(organizationId, {
      monitorIds: [...(others?.monitorIds ?? []), ...monitorIds],
      groups: [...(others?.groups ?? []), ...groups],
      tags: [...(others?.tags ?? []), ...tags],
    })
  }
  return found
}
