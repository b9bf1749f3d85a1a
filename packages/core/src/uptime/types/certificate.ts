import { parseHostPort } from './host-port.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

const DAY_MS = 86_400_000

/** Up where the certificate is good for its host, and has enough days left. */
export const certificate: MonitorKind = {
  fault: (url) => (placeOf(url) === null ? 'Wanted a host, such as example.com or mail.example.com:993' : null),
  probe: (monitor) => {
    const place = placeOf(monitor.url)
    return place === null ? null : { kind: 'tls', ...place, timeoutMs: timeoutOf(monitor) }
  },
  judge: ({ certificateDays }, { certificateEndsAt, timings }, now) => {
    const responseMs = timings.total
    const days = certificateEndsAt === null ? 0 : Math.floor((certificateEndsAt.getTime() - now.getTime()) / DAY_MS)
    if (certificateDays === null || days >= certificateDays) return { reason: null, detail: '', responseMs }
    const detail = `The certificate ends in ${days} days, on ${certificateEndsAt?.toISOString().slice(0, 10)}`
    return { reason: 'certificate_expires', detail, responseMs }
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
