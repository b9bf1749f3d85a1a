import type { CheckReason, MonitorSetup } from '../../ports/monitors.js'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'

/** What a check has found. */
export interface Verdict {
  /** Null: it is up. */
  readonly reason: CheckReason | null
  /** In words. */
  readonly detail: string
  readonly responseMs: number | null
}

/** One kind of monitor: a new one is a file beside this and a row in `index.ts`. */
export interface MonitorKind {
  /** Why the address will not do; null where it will. */
  fault(url: string): string | null
  /** What to ask; null for what is not asked but reports by itself. */
  probe(monitor: MonitorSetup): Probe | null
  judge(monitor: MonitorSetup, answer: Extract<ProbeAnswer, { isAnswered: true }>, now: Date): Verdict
}
