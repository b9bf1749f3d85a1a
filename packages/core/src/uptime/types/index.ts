import type { MonitorType } from '../../ports/monitors.js'
import { certificate } from './certificate.js'
import { cron } from './cron.js'
import { dns } from './dns.js'
import { heartbeat } from './heartbeat.js'
import { httpKind } from './http.js'
import { icmp } from './icmp.js'
import { tcpPort } from './tcp-port.js'
import type { MonitorKind } from './type.js'

export const MONITOR_KINDS: Readonly<Record<MonitorType, MonitorKind>> = {
  Ping: httpKind('HEAD'),
  GET: httpKind('GET'),
  POST: httpKind('POST'),
  'TCP Port': tcpPort,
  SSL: certificate,
  Heartbeat: heartbeat,
  HTTP: httpKind('any'),
  DNS: dns,
  ICMP: icmp,
  Cron: cron,
}
