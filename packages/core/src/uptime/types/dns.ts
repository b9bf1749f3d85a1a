import { failedAssertion } from '../assertions/check.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

const NAME = /^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/

/** Up where the name has a record of the type, and the records are as they must be. */
export const dns: MonitorKind = {
  asserts: ['record', 'responseTime'],
  fault: (url) => (url.length <= 253 && NAME.test(url) ? null : 'Wanted a name, such as example.com'),
  probe: (monitor) => {
    const { recordType, resolver } = monitor.dns ?? USUAL_QUERY
    return { kind: 'dns', name: monitor.url, recordType, resolver, timeoutMs: timeoutOf(monitor) }
  },
  judge: ({ url, dns: query, assertions }, answer) => {
    const responseMs = answer.timings.total
    const { recordType } = query ?? USUAL_QUERY
    if (answer.records.length === 0)
      return { reason: 'wrong_record', detail: `${url} has no record of type ${recordType}`, responseMs }
    return { reason: null, detail: '', ...failedAssertion(assertions, { ...answer, responseMs }), responseMs }
  },
}

/** What is asked where nothing is said. */
export const USUAL_QUERY = { recordType: 'A', resolver: '' } as const
