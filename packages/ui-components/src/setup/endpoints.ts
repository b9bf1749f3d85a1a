/** Addresses of a project for what knows no DSN, by what is sent there. */
type Endpoint = 'store' | 'envelope' | 'minidump'

/** Null for what is no DSN. */
export function endpointOf(dsn: string, endpoint: Endpoint): string | null {
  const parts = parseDsn(dsn)
  if (parts === null) return null
  return `${parts.base}/api/${parts.projectId}/${endpoint}/?sentry_key=${encodeURIComponent(parts.key)}`
}

/** `https://KEY@host/prefix/1`: where reports go, with the prefix and without a slash at the end. */
interface DsnParts {
  readonly base: string
  readonly key: string
  readonly projectId: string
}

/** Null for what is no DSN. */
function parseDsn(dsn: string): DsnParts | null {
  if (!URL.canParse(dsn)) return null
  const url = new URL(dsn)
  const path = url.pathname.split('/')
  const projectId = path.pop() ?? ''
  if (url.username === '' || projectId === '') return null
  return { base: url.origin + path.join('/'), key: decodeURIComponent(url.username), projectId }
}
