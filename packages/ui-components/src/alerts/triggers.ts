import type { AlertTrigger } from '@mishap/core/client'

/** Those of `uptime`, which is what GlitchTip says for the three of them. */
export const UPTIME: readonly AlertTrigger[] = ['monitor_down', 'monitor_degraded', 'monitor_recovered']
