import type { AuditQuery } from '@mishap/core/client'

/** All that the address of an audit log says. */
export interface AuditParams {
  /** Begins with: `member.`; empty for all. */
  readonly action: string
  /** The id of who did it; empty for everybody. */
  readonly user: string
  readonly cursor: string | null
}

const LONGEST = 60

/** Reads the query string. What cannot be read is as if it were not there. */
export function decodeAudit(search: string): AuditParams {
  const params = new URLSearchParams(search)
  const short = (name: string) => (params.get(name) ?? '').slice(0, LONGEST)
  return { action: short('action'), user: short('user'), cursor: params.get('cursor') || null }
}

/** The query string with its question mark; empty where everything is as by default. */
export function encodeAudit(
  { action = '', user = '', cursor = null }: Partial<AuditParams>,
  keep: Readonly<Record<string, string>> = {},
): string {
  const params = new URLSearchParams(keep)
  if (action !== '') params.set('action', action)
  if (user !== '') params.set('user', user)
  if (cursor !== null) params.set('cursor', cursor)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** What the API is asked. */
export function auditQuery({ action, user, cursor }: AuditParams): AuditQuery {
  return {
    limit: 50,
    ...(action === '' ? {} : { action }),
    ...(user === '' ? {} : { user }),
    ...(cursor === null ? {} : { cursor }),
  }
}
