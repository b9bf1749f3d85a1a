import type { CheckedMonitor, CheckReason, Monitor, MonitorSetup } from '../ports/monitors.js'
import type { ProbeAnswer, ProbeFault } from '../ports/prober.js'
import { cleanText } from '../protocol/normalize/salvage.js'
import { knownBefore } from './history/known.js'
import { signalOf } from './incident-signal.js'
import type { ParentWord } from './parent.js'
import { sightOf } from './sight.js'
import { type Finding, step } from './state.js'
import { tell } from './telling.js'
import { MONITOR_KINDS } from './types/index.js'
import type { Verdict } from './types/type.js'

const REASON_OF_FAULT: Readonly<Record<ProbeFault, CheckReason>> = {
  timeout: 'timeout',
  dns: 'network',
  network: 'network',
  tls: 'tls',
  forbidden: 'network',
  redirects: 'network',
  protocol: 'network',
  unable: 'unknown',
}

/** What the answer says of what is watched, and what was seen. */
export function verdictOf(setup: MonitorSetup, answer: ProbeAnswer, now: Date): Verdict {
  const sight = sightOf(answer)
  if (answer.isAnswered) return { ...MONITOR_KINDS[setup.type].judge(setup, answer, now), sight }
  return { reason: REASON_OF_FAULT[answer.fault], detail: answer.message, responseMs: null, sight }
}

export type Checked = Pick<
  CheckedMonitor,
  'check' | 'health' | 'before' | 'telling' | 'signal' | 'nextCheckAt' | 'certificateEndsAt'
>

const MAX_DETAIL = 500

/** What else decides whether anybody is told. */
export interface Surroundings {
  /** It is in maintenance. */
  readonly isMaintained: boolean
  /** Of what it depends on. */
  readonly parent: ParentWord
}

const NOTHING_AROUND: Surroundings = { isMaintained: false, parent: 'fine' }
/** Until the next look while it is waited for what a parent says, at most. */
const AWAITED_SECONDS = 30

/** The check to keep for a verdict, and what it makes of the monitor's health. */
export function checkedBy(
  monitor: Monitor,
  verdict: Verdict,
  at: Date,
  { isMaintained, parent }: Surroundings = NOTHING_AROUND,
): Checked {
  const { reason, detail, responseMs, sight = null } = verdict
  const found = findingOf(monitor, verdict)
  const { health, isChange, isUnsure } = step(monitor.health, found, at, monitor)
  const check = {
    ...{ at, isUp: reason === null, isChange, reason, detail: cleanText(detail.slice(0, MAX_DETAIL)) },
    responseMs: responseMs === null ? null : Math.round(responseMs),
    ...{ found, timings: sight?.timings ?? null },
    answer: reason !== null || isChange ? (sight?.answer ?? null) : null,
  }
  const isMuted = monitor.isPaused || isMaintained || parent !== 'fine'
  const told = tell(health, at, { remindSeconds: monitor.remindSeconds, isMuted })
  const before = knownBefore(monitor, at)
  const nextSeconds = sooner(monitor, { isUnsure, isAwaited: parent === 'awaited' })
  return {
    ...told,
    check,
    certificateEndsAt: sight?.certificateEndsAt ?? null,
    signal: signalOf(monitor, check, told.telling),
    before: before === null || !isMaintained ? before : { ...before, status: 'maintenance' },
    nextCheckAt: nextSeconds === null ? null : new Date(at.getTime() + nextSeconds * 1000),
  }
}

/** Null for the usual interval. */
function sooner(
  { intervalSeconds, retrySeconds }: Monitor,
  { isUnsure, isAwaited }: { readonly isUnsure: boolean; readonly isAwaited: boolean },
): number | null {
  if (isAwaited) return Math.min(intervalSeconds, retrySeconds ?? AWAITED_SECONDS)
  return isUnsure ? retrySeconds : null
}

function findingOf({ degradedAfterMs }: Monitor, { reason, responseMs, isDegraded }: Verdict): Finding {
  if (reason !== null) return 'down'
  if (isDegraded === true) return 'degraded'
  return degradedAfterMs !== null && responseMs !== null && responseMs > degradedAfterMs ? 'degraded' : 'up'
}
