import type { MonitorKind } from './type.js'

/** A scheduled job, whose runs report by check-ins: up as long as they come when they should, end in time and well. */
export const cron: MonitorKind = {
  fault: () => null,
  probe: () => null,
  judge: () => ({ reason: null, detail: '', responseMs: null }),
}
