import type { MonitorKind } from './type.js'

/** Reports by itself: up as long as it does. */
export const heartbeat: MonitorKind = {
  fault: () => null,
  probe: () => null,
  judge: () => ({ reason: null, detail: '', responseMs: null }),
}
