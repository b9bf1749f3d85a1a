import { AppError } from '@mishap/core'

export interface Dsn {
  /** Where envelopes go. */
  readonly endpoint: string
  /** Where the server is, with the path that it is mounted under. */
  readonly baseUrl: string
  readonly projectId: string
  readonly publicKey: string
}

/**
 * `https://KEY@host/prefix/PROJECT`, as SDKs read it (https://develop.sentry.dev/sdk/foundations/transport/authentication/).
 * With `baseUrl` the server is asked there, such as past a load balancer. Throws `invalid_input`.
 */
export function readDsn(dsn: string, baseUrl?: string): Dsn {
  const url = URL.canParse(dsn) ? new URL(dsn) : null
  const match = url === null ? null : /^(.*)\/(\d+)\/?$/.exec(url.pathname)
  if (url === null || match === null || !/^https?:$/.test(url.protocol) || url.username === '')
    throw new AppError('invalid_input', 'dsn: wanted http://KEY@host/PROJECT, as the settings of the project show it.')
  const base = baseUrl?.replace(/\/+$/, '') ?? `${url.origin}${match[1]}`
  const projectId = match[2] ?? ''
  return { endpoint: `${base}/api/${projectId}/envelope/`, baseUrl: base, projectId, publicKey: url.username }
}
