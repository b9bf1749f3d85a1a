import { timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.js'

export const SESSION_COOKIE = 'sessionid'
/** Of a sign-in that waits for a second factor. */
export const PENDING_COOKIE = 'pendingsignin'
export const CSRF_COOKIE = 'csrftoken'
export const CSRF_HEADER = 'x-csrftoken'

/** The value of the first cookie with that name; null where there is none. */
export function readCookie(header: string | null, name: string): string | null {
  if (header === null) return null
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals !== -1 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}

/** The session's cookie: not for scripts, sent along on links from elsewhere but not on foreign posts. */
export function sessionCookie(config: Config, secret: string): string {
  return `${SESSION_COOKIE}=${secret}; ${common(config)}; Max-Age=${seconds(config)}; HttpOnly`
}

/** The cookie that came with the request, to be kept longer; null where none came. */
export function extendedSessionCookie(config: Config, header: string | null): string | null {
  const secret = readCookie(header, SESSION_COOKIE)
  return secret === null ? null : sessionCookie(config, secret)
}

export function endedSessionCookie(config: Config): string {
  return `${SESSION_COOKIE}=; ${common(config)}; Max-Age=0; HttpOnly`
}

/** Something that a script has no business with, for a short time. */
export function shortCookie(
  config: Config,
  { name, value, seconds: maxAge }: { readonly name: string; readonly value: string; readonly seconds: number },
): string {
  return `${name}=${value}; ${common(config)}; Max-Age=${maxAge}; HttpOnly`
}

export function endedShortCookie(config: Config, name: string): string {
  return shortCookie(config, { name, value: '', seconds: 0 })
}

/** Readable by the page, which sends it back in `X-CSRFToken`. */
export function csrfCookie(config: Config, token: string): string {
  return `${CSRF_COOKIE}=${token}; ${common(config)}; Max-Age=${seconds(config)}`
}

/** Compares secrets without telling by time where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function common(config: Config): string {
  const secure = config.url.protocol === 'https:' ? '; Secure' : ''
  return `Path=${config.basePath === '' ? '/' : config.basePath}; SameSite=Lax${secure}`
}

function seconds(config: Config): number {
  return Math.floor(config.sessionTtlMs / 1000)
}
