import { shell } from './quote.js'

/**
 * One line for a POSIX shell that reports an error without any SDK, through the store endpoint
 * (https://develop.sentry.dev/sdk/data-model/event-payloads/). Null where the DSN cannot be read.
 */
export function curlTestEvent(dsn: string): string | null {
  const target = parseDsn(dsn)
  if (target === null) return null
  const event = {
    platform: 'other',
    level: 'error',
    exception: { values: [{ type: 'TestError', value: 'Hello from curl' }] },
  }
  const url = `${target.base}/api/${target.projectId}/store/?sentry_key=${encodeURIComponent(target.key)}`
  return `curl ${shell(url)} -H 'content-type: application/json' -d ${shell(JSON.stringify(event))}`
}

/** `https://KEY@host/prefix/1`: where reports go, with the prefix and without a slash at the end. */
function parseDsn(dsn: string): { base: string; key: string; projectId: string } | null {
  if (!URL.canParse(dsn)) return null
  const url = new URL(dsn)
  const path = url.pathname.split('/')
  const projectId = path.pop() ?? ''
  if (url.username === '' || projectId === '') return null
  return { base: url.origin + path.join('/'), key: decodeURIComponent(url.username), projectId }
}
