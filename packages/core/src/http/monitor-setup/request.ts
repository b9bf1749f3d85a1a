import type { HttpRequestJson } from '../../client/monitor-types.js'
import { invalidField } from '../../errors.js'
import {
  HTTP_METHODS,
  type HttpAuth,
  type HttpMethod,
  type HttpRequestSetup,
  type SealedText,
} from '../../ports/monitor-request.js'
import type { MonitorSetup } from '../../ports/monitors.js'
import { holdsSecret } from '../../uptime/secrets.js'
import { usualRequest } from '../../uptime/types/http.js'
import { MONITOR_KINDS } from '../../uptime/types/index.js'
import { boolean, integer, lines, listOf, nullable, object, oneOf, optional, readFields, text } from '../input.js'
import { within } from './within.js'

const MAX_HEADERS = 32
const MAX_VALUE = 4_096
const MAX_BODY = 16_384
const MAX_REDIRECTS = 20

/** What kept secrets are of, and who seals new ones. */
export interface Secrets {
  /** The set-up that is replaced; null for a new one. */
  readonly before: Pick<MonitorSetup, 'request' | 'url'> | null
  readonly seal: (text: string) => SealedText
}

/**
 * How something is asked, as a client gives it: null for the usual way, and for types that do not speak HTTP. A secret that
 * is given as null stays what it is, as long as the address leads to the same server: who may not read it must not have it
 * sent to themselves.
 */
export function readRequest(
  value: unknown,
  { type, url }: Pick<MonitorSetup, 'type' | 'url'>,
  secrets: Secrets,
): HttpRequestSetup | null {
  const { http } = MONITOR_KINDS[type]
  if (http === undefined || value === undefined || value === null) return null
  return within(['request'], () => readGiven(value, http, { url, secrets }))
}

/** Null for what does not speak HTTP. */
export function requestJson({ type, request }: Pick<MonitorSetup, 'type' | 'request'>): HttpRequestJson | null {
  const { http } = MONITOR_KINDS[type]
  if (http === undefined) return null
  const { headers, auth, ...rest } = request ?? usualRequest(http)
  return {
    ...rest,
    headers: headers.map(({ name, value }) => ({ name, value: typeof value === 'string' ? value : null })),
    auth: authJson(auth),
  }
}

function authJson(auth: HttpAuth): HttpRequestJson['auth'] {
  if (auth.kind === 'basic') return { ...auth, password: null }
  return auth.kind === 'bearer' ? { ...auth, token: null } : auth
}

function readGiven(
  value: unknown,
  http: HttpMethod | 'any',
  { url, secrets }: { readonly url: string; readonly secrets: Secrets },
): HttpRequestSetup {
  const given = readFields(value, {
    method: optional(oneOf(...HTTP_METHODS)),
    headers: optional(listOf(object, MAX_HEADERS)),
    body: optional(lines(MAX_BODY)),
    auth: optional(object),
    redirects: optional(integer(0, MAX_REDIRECTS)),
    verifyTls: optional(boolean),
  })
  const usual = usualRequest(http)
  const kept = keptSecrets(url, secrets)
  return {
    method: http === 'any' ? (given.method ?? usual.method) : usual.method,
    headers: (given.headers ?? []).map((header, index) =>
      within(['headers', index], () => readHeader(header, kept, secrets)),
    ),
    body: given.body ?? '',
    auth: given.auth === undefined ? usual.auth : readAuth(given.auth, kept, secrets),
    redirects: given.redirects ?? usual.redirects,
    verifyTls: given.verifyTls ?? usual.verifyTls,
  }
}

// A token as RFC 9110 has it, and values that cannot end a line.
const NAME = { regex: /^[!#$%&'*+.^_`|~\w-]{1,100}$/, wanted: 'the name of a header' }
const VALUE = { regex: /^[\t\x20-\x7e\x80-\xff]*$/, wanted: 'one line of letters that a header may have' }
/** These are the connection's, and of the length of the body. */
const NOT_OURS = /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.{0,90})$/i

function readHeader(header: object, kept: HttpRequestSetup | null, { seal }: Secrets) {
  const { name, value } = readFields(header, {
    name: text({ max: 100, pattern: NAME }),
    value: nullable(text({ max: MAX_VALUE, pattern: VALUE })),
  })
  if (NOT_OURS.test(name)) throw invalidField('name', 'header', `The header ${name} cannot be set`)
  if (value !== null) return { name, value: holdsSecret(name) ? seal(value) : value }
  const before = kept?.headers.find((one) => one.name.toLowerCase() === name.toLowerCase())
  return { name, value: before?.value ?? missing('value', `the value of the header ${name}`) }
}

function readAuth(auth: Readonly<Record<string, unknown>>, kept: HttpRequestSetup | null, { seal }: Secrets): HttpAuth {
  const given = readFields(auth, {
    kind: oneOf('none', 'basic', 'bearer'),
    username: optional(text({ max: 200, pattern: { regex: /^[^:\r\n]*$/, wanted: 'a name without a colon' } })),
    password: optional(nullable(text({ max: MAX_VALUE }))),
    token: optional(nullable(text({ max: MAX_VALUE, pattern: VALUE }))),
  })
  if (given.kind === 'none') return { kind: 'none' }
  if (given.kind === 'basic') {
    const before = kept?.auth.kind === 'basic' ? kept.auth.password : null
    const password = given.password == null ? (before ?? missing('auth', 'the password')) : seal(given.password)
    return { kind: 'basic', username: given.username ?? '', password }
  }
  const before = kept?.auth.kind === 'bearer' ? kept.auth.token : null
  return { kind: 'bearer', token: given.token == null ? (before ?? missing('auth', 'the token')) : seal(given.token) }
}

function keptSecrets(url: string, { before }: Secrets): HttpRequestSetup | null {
  return before !== null && originOf(before.url) === originOf(url) ? before.request : null
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}

function missing(field: string, what: string): never {
  throw invalidField(field, 'missing', `Wanted ${what}: it is kept only while the address leads to the same server`)
}
