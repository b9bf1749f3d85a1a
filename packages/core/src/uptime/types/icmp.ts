import { failedAssertion } from '../assertions/check.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

const HOST = /^(?:\[?[\da-f:.]{2,45}\]?|(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?)$/i

/** Up where the host answers an echo request of ICMP, as by the `ping` command. */
export const icmp: MonitorKind = {
  asserts: ['responseTime'],
  fault: (url) => (url.length <= 253 && HOST.test(url) ? null : 'Wanted a host, such as example.com or 192.0.2.1'),
  probe: (monitor) => ({ kind: 'icmp', host: monitor.url, timeoutMs: timeoutOf(monitor) }),
  judge: ({ assertions }, answer) => {
    const responseMs = answer.timings.firstByte ?? answer.timings.total
    return { reason: null, detail: '', ...failedAssertion(assertions, { ...answer, responseMs }), responseMs }
  },
}
