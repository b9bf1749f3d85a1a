import type { AlertTrigger } from '../ports/alerts.js'
import type { DeliverySubject } from '../ports/deliveries.js'
import type { CheckReason, Telling } from '../ports/monitors.js'

type MonitorChange = Extract<DeliverySubject, { kind: 'monitor' }>['change']

/** What is told of a monitor, and the triggers of which each is enough: the one that says most first. */
export interface MonitorNews {
  readonly change: MonitorChange
  readonly triggers: readonly AlertTrigger[]
}

const MISSED: readonly CheckReason[] = ['no_heartbeat', 'no_check_in', 'job_too_long']

/** What a check has to tell. Who is told that a monitor is down is reminded of it as well. */
export function monitorNews(telling: Exclude<Telling, 'none'>, reason: CheckReason | null): MonitorNews {
  switch (telling) {
    case 'recovered':
      return { change: telling, triggers: ['monitor_recovered'] }
    case 'reminder':
      return { change: telling, triggers: ['monitor_down'] }
    case 'down':
    case 'degraded': {
      const general: AlertTrigger = `monitor_${telling}`
      if (reason === 'certificate_expires') return { change: 'certificate', triggers: ['certificate', general] }
      if (reason !== null && MISSED.includes(reason)) return { change: 'check_in', triggers: ['check_in', general] }
      return { change: telling, triggers: [general] }
    }
  }
}

/** Why a rule with these triggers tells of it; null where it does not. */
export function monitorTrigger({ triggers }: MonitorNews, wanted: readonly AlertTrigger[]): AlertTrigger | null {
  return triggers.find((one) => wanted.includes(one)) ?? null
}
