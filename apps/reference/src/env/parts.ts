import { lookUp, type Source } from './look-up.js'
import { anyText, hostName, wholeNumber } from './readers.js'

/** `DATABASE_HOST` and its siblings, which GlitchTip takes in place of a URL. */
export function databaseParts(source: Source): string | null {
  const host = lookUp(source, ['DATABASE_HOST'], hostName)
  if (host === null) return null
  const port = lookUp(source, ['DATABASE_PORT'], wholeNumber(1, 65_535)) ?? 5432
  const user = lookUp(source, ['DATABASE_USER'], anyText) ?? 'postgres'
  const password = lookUp(source, ['DATABASE_PASSWORD'], anyText)
  const name = lookUp(source, ['DATABASE_NAME'], anyText) ?? 'postgres'
  return `postgres://${account(user, password)}${bracketed(host)}:${port}/${encodeURIComponent(name)}`
}

/** Likewise `VALKEY_HOST` or `REDIS_HOST`. */
export function redisParts(source: Source): string | null {
  const both = (name: string) => [`VALKEY_${name}`, `REDIS_${name}`]
  const host = lookUp(source, both('HOST'), hostName)
  if (host === null) return null
  const port = lookUp(source, both('PORT'), wholeNumber(1, 65_535)) ?? 6379
  const database = lookUp(source, both('DATABASE'), wholeNumber(0)) ?? 0
  return `redis://${account('', lookUp(source, both('PASSWORD'), anyText))}${bracketed(host)}:${port}/${database}`
}

function account(user: string, password: string | null): string {
  if (user === '' && password === null) return ''
  return `${encodeURIComponent(user)}${password === null ? '' : `:${encodeURIComponent(password)}`}@`
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
