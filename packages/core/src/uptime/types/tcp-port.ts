import { failedAssertion } from '../assertions/check.js'
import { parseHostPort } from './host-port.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

/** Up where the port takes a connection. */
export const tcpPort: MonitorKind = {
  asserts: ['responseTime'],
  fault: (url) => (parseHostPort(url) === null ? 'Wanted a host and a port, such as db.example.com:5432' : null),
  probe: (monitor) => {
    const place = parseHostPort(monitor.url)
    return place === null ? null : { kind: 'tcp', ...place, timeoutMs: timeoutOf(monitor) }
  },
  judge: ({ assertions }, answer) => {
    const responseMs = answer.timings.total
    return { reason: null, detail: '', ...failedAssertion(assertions, { ...answer, responseMs }), responseMs }
  },
}
