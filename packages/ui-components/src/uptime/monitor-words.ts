import type { CronScheduleJson, MonitorJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'

type Type = MonitorJson['monitorType']

/** What each type is called, and what it looks at. */
export const TYPES: readonly { readonly type: Type; readonly name: string; readonly about: string }[] = [
  { type: 'HTTP', name: 'HTTP', about: 'Asks an address as you say, and looks at the answer.' },
  { type: 'GET', name: 'GET', about: 'Asks an address for a status and a text.' },
  { type: 'POST', name: 'POST', about: 'Sends to an address, and looks at status and text.' },
  { type: 'Ping', name: 'Alive', about: 'Is well while an address answers at all.' },
  { type: 'SSL', name: 'Certificate', about: 'Looks at who a host says it is, and for how long.' },
  { type: 'TCP Port', name: 'TCP port', about: 'Is well while a port takes connections.' },
  { type: 'DNS', name: 'DNS', about: 'Asks a name server for a record.' },
  { type: 'ICMP', name: 'Ping', about: 'Sends an echo, where the server may.' },
  { type: 'Heartbeat', name: 'Heartbeat', about: 'Waits to be told that something lives.' },
  { type: 'Cron', name: 'Cron job', about: 'Waits for jobs to come at their time, and to end.' },
]

function typeName(type: Type): string {
  return TYPES.find((one) => one.type === type)?.name ?? type
}

export function speaksHttp(type: Type): boolean {
  return type === 'HTTP' || type === 'GET' || type === 'POST' || type === 'Ping'
}

/** It waits to be told, where others look. */
export function isTold(type: Type): boolean {
  return type === 'Heartbeat' || type === 'Cron'
}

/** What is watched, in one line. */
export function targetOf({ monitorType, url, interval, cron, dns, request }: Omit<MonitorJson, 'checks'>): string {
  if (monitorType === 'Cron' && cron !== null) return `Cron job ${cron.slug}, ${scheduleWords(cron)}`
  if (isTold(monitorType)) return `Heartbeat every ${secondsWords(interval)}`
  if (monitorType === 'DNS') return `DNS ${dns?.recordType ?? ''} ${url}`
  if (monitorType === 'HTTP') return `${request?.method ?? 'GET'} ${url}`
  return `${typeName(monitorType)} ${url}`
}

/** `0 3 * * * * (Europe/Berlin)` or `every 2 hours`. */
function scheduleWords({ schedule, timezone }: CronScheduleJson): string {
  if (schedule.type === 'crontab') return `${schedule.value} (${timezone})`
  return schedule.value === 1 ? `every ${schedule.unit}` : `every ${schedule.value} ${schedule.unit}s`
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const

/** `minute`, `5 minutes`, `90 seconds`: what stands after "every". */
export function secondsWords(seconds: number): string {
  const [length, unit] = UNITS.find(([one]) => seconds >= one && seconds % one === 0) ?? [1, 'second']
  const count = seconds / length
  return count === 1 ? unit : counted(count, unit)
}
