import type { MonitorSetup } from '../../ports/monitors.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

/** So much of an answer is looked through, as GlitchTip does. */
const MAX_BODY_BYTES = 2_000_000
const MAX_REDIRECTS = 10

/** Of a ping any answer will do; otherwise its status must be the expected one, and the expected text in it. */
export function httpKind(method: 'HEAD' | 'GET' | 'POST'): MonitorKind {
  return {
    fault: (url) => {
      const parsed = URL.canParse(url) ? new URL(url) : null
      const isGood = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname !== ''
      return isGood ? null : 'Wanted an address such as https://example.com/health'
    },
    probe: (monitor) => ({
      ...{ kind: 'http', method, url: monitor.url, timeoutMs: timeoutOf(monitor) },
      ...{ maxBytes: monitor.expectedBody === '' ? 1 : MAX_BODY_BYTES, maxRedirects: MAX_REDIRECTS },
    }),
    judge: (monitor, { status, body, timings }) => {
      const responseMs = timings.total
      if (method === 'HEAD') return { reason: null, detail: '', responseMs }
      const { expectedStatus, expectedBody } = monitor
      if (expectedStatus !== null && status !== expectedStatus)
        return { reason: 'wrong_status', detail: `Wanted status ${expectedStatus}, found ${status}`, responseMs }
      if (!body.includes(expectedBody)) return { reason: 'wrong_body', detail: missing(monitor, body), responseMs }
      return { reason: null, detail: '', responseMs }
    },
  }
}

const SHOWN = 200

function missing({ expectedBody }: MonitorSetup, body: string): string {
  return `Wanted ${JSON.stringify(expectedBody.slice(0, SHOWN))} in the answer, which begins ${JSON.stringify(body.slice(0, SHOWN))}`
}
