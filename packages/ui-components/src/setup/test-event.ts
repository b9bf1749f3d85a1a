import { endpointOf } from './endpoints.js'
import { shell } from './quote.js'

/**
 * One line for a POSIX shell that reports an error without any SDK, through the store endpoint
 * (https://develop.sentry.dev/sdk/data-model/event-payloads/). Null where the DSN cannot be read.
 */
export function curlTestEvent(dsn: string): string | null {
  const url = endpointOf(dsn, 'store')
  if (url === null) return null
  const event = {
    platform: 'other',
    level: 'error',
    exception: { values: [{ type: 'TestError', value: 'Hello from curl' }] },
  }
  return `curl ${shell(url)} -H 'content-type: application/json' -d ${shell(JSON.stringify(event))}`
}
