import type { Assertion, HttpMethod } from '../../ports/monitor-request.js'
import type { CheckReason, MonitorSetup } from '../../ports/monitors.js'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'
import type { Unseal } from '../secrets.js'
import type { Sight } from '../sight.js'

/** What a check has found. */
export interface Verdict {
  /** Null: it is up. */
  readonly reason: CheckReason | null
  /** In words. */
  readonly detail: string
  readonly responseMs: number | null
  /** It is up, and says itself that it is not well. */
  readonly isDegraded?: boolean
  /** Left out, or null, where nobody was asked. */
  readonly sight?: Sight | null
}

/** One kind of monitor: a new one is a file beside this and a row in `index.ts`. */
export interface MonitorKind {
  /** What may be asserted of its answers; nothing where it is left out. */
  readonly asserts?: readonly Assertion['kind'][]
  /** By which method it speaks HTTP, `any` where that is set up; left out where it does not. */
  readonly http?: HttpMethod | 'any'
  /** Why the address will not do; null where it will. */
  fault(url: string): string | null
  /** What to ask; null for what is not asked but reports by itself. Throws where a secret cannot be opened. */
  probe(monitor: MonitorSetup, unseal: Unseal): Probe | null
  judge(monitor: MonitorSetup, answer: Extract<ProbeAnswer, { isAnswered: true }>, now: Date): Verdict
}
