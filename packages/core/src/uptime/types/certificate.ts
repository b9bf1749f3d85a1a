import { failedAssertion } from '../assertions/check.js'
import { expiry } from './expiry.js'
import { parseHostPort } from './host-port.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

/** Up where the certificate is good for its host, and has enough days left. */
export const certificate: MonitorKind = {
  asserts: ['responseTime'],
  fault: (url) => (placeOf(url) === null ? 'Wanted a host, such as example.com or mail.example.com:993' : null),
  probe: (monitor) => {
    const place = placeOf(monitor.url)
    return place === null ? null : { kind: 'tls', ...place, timeoutMs: timeoutOf(monitor) }
  },
  judge: (monitor, answer, now) => {
    const responseMs = answer.timings.total
    const failure = expiry(monitor, answer, now) ?? failedAssertion(monitor.assertions, { ...answer, responseMs })
    return { reason: null, detail: '', ...failure, responseMs }
  },
}

// People give an address as they give it to a browser.
function placeOf(url: string) {
  const place = parseHostPort(url)
  if (place !== null) return place
  const text = /^https:\/\//i.test(url) ? url : `https://${url}`
  const parsed = URL.canParse(text) ? new URL(text) : null
  if (parsed === null || parsed.hostname === '' || parsed.username !== '') return null
  return { host: parsed.hostname, port: parsed.port === '' ? 443 : Number(parsed.port) }
}
