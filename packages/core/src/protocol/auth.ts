/** The key of a DSN, and the SDK that names itself beside it (`sentry.python/2.68.0`). */
export interface FoundKey {
  /** 32 lower-case hex digits. */
  readonly publicKey: string
  readonly client: string | null
}

/**
 * Finds the key of an ingest request in all places where SDKs put it, in this order: query, `X-Sentry-Auth`,
 * `Authorization: Sentry …`, the `dsn` of the envelope header (tunnels). The first place that names a key decides.
 */
export function findKey(from: {
  readonly query: URLSearchParams
  readonly sentryAuth: string | null
  readonly authorization: string | null
  readonly envelopeDsn: string | null
}): FoundKey | 'missing' | 'malformed' {
  const inQuery = from.query.get('sentry_key') || from.query.get('glitchtip_key')
  if (inQuery) return foundKey(inQuery, from.query.get('sentry_client'))
  for (const header of [from.sentryAuth, from.authorization]) {
    const fields = header === null ? null : authFields(header)
    const key = fields?.get('sentry_key') || fields?.get('glitchtip_key')
    if (key) return foundKey(key, fields?.get('sentry_client') ?? null)
  }
  return from.envelopeDsn === null ? 'missing' : keyOfDsn(from.envelopeDsn)
}

/** The project that a DSN names, as its digits; null where it names none. */
export function projectOfDsn(dsn: string): string | null {
  if (!URL.canParse(dsn)) return null
  return /\/(\d{1,18})\/?$/.exec(new URL(dsn).pathname)?.[1] ?? null
}

/** A key as 32 lower-case hex digits, whether written with dashes or without; else null. */
function parsePublicKey(text: string): string | null {
  const plain = text.length === 36 ? text.replaceAll('-', '') : text
  return /^[0-9a-f]{32}$/i.test(plain) ? plain.toLowerCase() : null
}

const MAX_HEADER = 4096

function foundKey(key: string, client: string | null): FoundKey | 'malformed' {
  const publicKey = parsePublicKey(key.trim())
  return publicKey === null ? 'malformed' : { publicKey, client: client === null ? null : client.slice(0, 128) }
}

/** `Sentry sentry_version=7, sentry_client=raven-python/5.8.1, sentry_key=…`; null for another scheme. */
function authFields(header: string): Map<string, string> | null {
  const text = header.slice(0, MAX_HEADER).trim()
  const scheme = /^[a-z]+(?=\s)/i.exec(text)?.[0].toLowerCase()
  if (scheme !== undefined && scheme !== 'sentry') return null
  const fields = new Map<string, string>()
  for (const part of text.slice(scheme?.length ?? 0).split(',')) {
    const equals = part.indexOf('=')
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim())
  }
  return fields
}

function keyOfDsn(dsn: string): FoundKey | 'missing' | 'malformed' {
  if (!URL.canParse(dsn)) return 'malformed'
  const { username } = new URL(dsn)
  return username === '' ? 'missing' : foundKey(username, null)
}
