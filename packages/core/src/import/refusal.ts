import { AppError } from '../errors.js'
import type { FetchAnswer } from '../ports/fetcher.js'

/** What a token has to be allowed for all that an import reads, in the words of both servers. */
export const SCOPES_TO_READ = ['org:read', 'project:read', 'team:read', 'member:read', 'event:read'] as const

/** Why a server did not answer with what was asked for, and what to do about it. */
export function refusalOf(url: URL, answer: FetchAnswer): AppError {
  const { status } = answer
  if (status === 0)
    return new AppError(
      'unavailable',
      `${answer.headers.reason ?? `${url.host} does not answer`}. Is --url right, and can this machine reach it?`,
    )
  const said = `${url.host} answered ${status} for ${url.pathname}`
  if (status >= 300 && status < 400) return new AppError('invalid_input', `${said}: ${redirection(answer, url)}`)
  if (status === 401)
    return new AppError(
      'invalid_input',
      `${said}: it does not know this token. Make one there, under your own account, with ${scopes()}.`,
    )
  if (status === 403)
    return new AppError(
      'invalid_input',
      `${said}: the token may not read that. It needs ${scopeOf(url.pathname)}, and its owner a role that may see it. Tokens of an organization (sntrys_…) are for CI alone: take one of a user or of an internal integration.`,
    )
  if (status === 404)
    return new AppError(
      'invalid_input',
      `${said}: there is no such thing, or the owner of the token is no member. Is --url the address of the server, and --org a slug as it stands in the address bar?`,
    )
  if (status === 429)
    return new AppError(
      'unavailable',
      `${said} again and again: too many questions. Run the same command later; it goes on where it was.`,
    )
  if (status >= 500)
    return new AppError('unavailable', `${said} again and again. Run the same command later; it goes on where it was.`)
  return new AppError('invalid_input', said)
}

function redirection({ headers }: FetchAnswer, url: URL): string {
  const location = headers.location ?? ''
  const target = URL.canParse(location, url.href) ? new URL(location, url.href) : null
  if (target === null || target.host + target.protocol === url.host + url.protocol)
    return 'it wants to lead somewhere else. Is --url the address of the server itself?'
  return `it has moved. Give --url ${target.origin} if you trust that address.`
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
