import { AppError, type ErrorCode } from '../errors.js'
import type { FetchAnswer } from '../ports/fetcher.js'

/** What a token has to be allowed for all that an import reads, in the words of both servers. */
const SCOPES_TO_READ = ['org:read', 'project:read', 'team:read', 'member:read', 'event:read'] as const

/** Somebody has ended it, and may go on. */
export function interrupted(): AppError {
  return new AppError('unavailable', 'Interrupted. Run the same command again: it goes on where it was.')
}

/** Why a server did not answer with what was asked for, and what to do about it. */
export function refusalOf(url: URL, answer: FetchAnswer): AppError {
  const { code, message } = explain(url, answer)
  return new AppError(code, message, { cause: { status: answer.status } })
}

/** Whether the server has said that this token may not see it, or that there is no such thing. */
export function isClosed(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly status?: unknown } }
  return [403, 404, 410].some((status) => cause?.status === status)
}

function explain(url: URL, answer: FetchAnswer): { readonly code: ErrorCode; readonly message: string } {
  const { status } = answer
  if (status === 0)
    return {
      code: 'unavailable',
      message: `${answer.headers.reason ?? `${url.host} does not answer`}. Is the address right, and can this machine reach it?`,
    }
  const said = `${url.host} answered ${status} for ${url.pathname}`
  if (status >= 300 && status < 400) return { code: 'invalid_input', message: `${said}: ${redirection(answer, url)}` }
  if (status === 401)
    return {
      code: 'invalid_input',
      message: `${said}: it does not know this token. Make one there, under your own account, with ${scopes()}.`,
    }
  if (status === 403)
    return {
      code: 'invalid_input',
      message: `${said}: the token may not read that. It needs ${scopeOf(url.pathname)}, and its owner a role that may see it; or that kind is left out. Tokens of an organization (sntrys_…) are for CI alone: take one of a user or of an internal integration.`,
    }
  if (status === 404)
    return {
      code: 'invalid_input',
      message: `${said}: there is no such thing, or the owner of the token is no member. Is it the address of the server itself, and the slug as it stands in the address bar?`,
    }
  if (status === 429)
    return {
      code: 'unavailable',
      message: `${said} again and again: too many questions. Run it again later: it goes on where it was.`,
    }
  if (status >= 500)
    return {
      code: 'unavailable',
      message: `${said} again and again. Run it again later: it goes on where it was.`,
    }
  return { code: 'invalid_input', message: said }
}

function redirection({ headers }: FetchAnswer, url: URL): string {
  const location = headers.location ?? ''
  const target = URL.canParse(location, url.href) ? new URL(location, url.href) : null
  if (target === null || target.host + target.protocol === url.host + url.protocol)
    return 'it wants to lead somewhere else. Is it the address of the server itself?'
  return `it has moved. Give ${target.origin} as its address if you trust that.`
}

const SCOPE_OF: readonly (readonly [RegExp, string])[] = [
  [/\/(?:members)\//, 'member:read'],
  [/\/teams\//, 'team:read'],
  [/\/(?:issues|events)\//, 'event:read'],
  [/\/(?:alerts|rules|alert-rules)\//, 'project:read and alerts:read'],
  [/\/releases\//, 'project:releases'],
  [/\/projects\//, 'project:read'],
]

function scopeOf(path: string): string {
  return SCOPE_OF.find(([pattern]) => pattern.test(path))?.[1] ?? 'org:read'
}

function scopes(): string {
  return `the scopes ${SCOPES_TO_READ.join(', ')}`
}
