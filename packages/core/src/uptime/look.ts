import type { Context } from '../context.js'
import { type AppError, errorCode } from '../errors.js'
import type { Id } from '../ports/model.js'
import type { MonitorSetup } from '../ports/monitors.js'
import type { Probe } from '../ports/prober.js'
import { verdictOf } from './judge.js'
import { unsealFor } from './secrets.js'
import { MONITOR_KINDS } from './types/index.js'
import type { Verdict } from './types/type.js'

/** What is looked at: a monitor, or one that is only tried out. */
export interface Looked {
  readonly organizationId: Id
  readonly setup: MonitorSetup
}

/** Null: it is not asked, but reports by itself. `given_up`: by the signal, before anything was found. */
export async function look(
  context: Context,
  { organizationId, setup }: Looked,
  signal: AbortSignal,
): Promise<Verdict | 'given_up' | null> {
  const probe = probeOf(setup, context, organizationId)
  if (probe === null || 'reason' in probe) return probe
  const answer = await context.prober.probe(probe, signal)
  if (signal.aborted && !answer.isAnswered) return 'given_up'
  return verdictOf(setup, answer, context.clock.now())
}

function probeOf(setup: MonitorSetup, context: Context, organizationId: Id): Probe | Verdict | null {
  try {
    return MONITOR_KINDS[setup.type].probe(setup, unsealFor(context, organizationId))
  } catch (error) {
    if (errorCode(error) !== 'invalid_input') throw error
    return { reason: 'unknown', detail: (error as AppError).message, responseMs: null }
  }
}
