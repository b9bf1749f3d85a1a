import type { MonitorSetup } from '../../ports/monitors.js'

const DEFAULT_SECONDS = 20

/** How long an answer is waited for, in milliseconds. */
export function timeoutOf({ timeoutSeconds }: Pick<MonitorSetup, 'timeoutSeconds'>): number {
  return (timeoutSeconds ?? DEFAULT_SECONDS) * 1000
}
