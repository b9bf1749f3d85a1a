import { parseLinkHeader } from '../client/transport.js'
import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'
import type { FetchAnswer } from '../ports/fetcher.js'
import { type Allowance, allowanceOf, type RemoteBounds, UNHURRIED } from './bounds.js'
import { entriesOf, isEntry, type RemoteEntry } from './entry.js'
import { interrupted, isClosed, refusalOf } from './refusal.js'
import { isPassing, waitOf } from './waiting.js'

const MAX_BYTES = 20 * 1024 * 1024
/** Of a hundred entries each; a list that never ends is one that gives the same page again. */
const MOST_PAGES = 10_000
const TRIES_OF_ONE = 2
/** Until a server has answered for the first time: it may be a mistaken address rather than one that is busy. */
const TRIES_TO_MEET = 3

/** Whose API it speaks. Where they differ is in `dialect.ts`. */
export type SourceKind = 'glitchtip' | 'sentry'

/** Where an organization comes from: another Mishap, GlitchTip or Sentry. */
export interface RemoteAddress {
  /** With or without a path: `https://sentry.io`. */
  readonly url: string
  readonly token: string
}

export interface RemotePatience {
  /** How often a question is asked at most, while the answer is that it may be answered later. */
  readonly tries: number
  /** Told before each wait. */
  readonly onWait?: (wait: { readonly ms: number; readonly reason: string }) => void
  /** Ends waiting, and asks nothing more. */
  readonly signal?: AbortSignal
  /** Without them it takes what there is. */
  readonly bounds?: RemoteBounds
}

type Query = Readonly<Record<string, string>>

/**
 * Reads another server. Rejects with `invalid_input`, and a sentence for who named it, for all that does not pass by
 * waiting; with `unavailable` where waiting did not help.
 */
export interface Remote {
  readonly host: string
  /** Without a slash at the end. */
  readonly url: string
  /** A list to its last page, page by page. `next` is asked for only when the page before was taken. */
  pages(path: string, query?: Query): AsyncIterable<readonly RemoteEntry[]>
  list(path: string, query?: Query): Promise<readonly RemoteEntry[]>
  /** Null where there is no such thing, or no such route. */
  get(path: string): Promise<RemoteEntry | null>
  /** One thing of thousands: null likewise, and for whatever is wrong with this one alone. */
  getIfPossible(path: string): Promise<RemoteEntry | null>
  /** What is at an address beside the API, such as a picture; null likewise. */
  bytesIfPossible(path: string): Promise<Uint8Array | null>
  /** Null likewise, and where the token may not see it. */
  listIfAllowed(path: string, query?: Query): Promise<readonly RemoteEntry[] | null>
  /** The same with another base, which the server itself has named; null where the token has no business there. */
  at(url: string): Remote | null
}

export function openRemote(
  context: Pick<Context, 'fetcher' | 'clock'>,
  { url, token }: RemoteAddress,
  patience: RemotePatience,
  allowance: Allowance = allowanceOf(patience.bounds ?? UNHURRIED, baseOf(url).host),
): Remote {
  const base = baseOf(url)
  const { timeoutMs, waitMs } = patience.bounds ?? UNHURRIED

  let hasAnswered = false

  const ask = async (asked: URL, mayFail = false): Promise<FetchAnswer> => {
    for (let tried = 1; ; tried += 1) {
      if (patience.signal?.aborted === true) throw interrupted()
      const maxBytes = allowance.ask(MAX_BYTES)
      const answer = await attempt(context, { url: asked, token, timeoutMs, maxBytes })
      allowance.take({ bytes: answer.body.length })
      hasAnswered ||= answer.status !== 0
      if (!isPassing(answer)) return readable(answer, asked)
      // A server that cannot answer one question has a fault there; one that answers none is away.
      if (mayFail && answer.status === 500 && tried >= TRIES_OF_ONE) return answer
      if (tried >= patience.tries || (!hasAnswered && tried >= TRIES_TO_MEET)) throw refusalOf(asked, answer)
      const wait = waitOf(answer, { tried, now: context.clock.now(), mostMs: waitMs })
      patience.onWait?.(wait)
      await context.clock.sleep(wait.ms, patience.signal)
    }
  }

  const pages = async function* (path: string, query: Query = {}) {
    let cursor: string | null = null
    for (let count = 0; count < MOST_PAGES; count += 1) {
      const asked = urlOf(base, path, { limit: '100', per_page: '100', ...query })
      if (cursor !== null) asked.searchParams.set('cursor', cursor)
      const answer = await ask(asked)
      if (answer.status !== 200) throw refusalOf(asked, answer)
      const entries = entriesOf(jsonOf(answer, asked))
      allowance.take({ entries: entries.length })
      yield entries
      const next: string | null = parseLinkHeader(answer.headers.link ?? '').next
      // A cursor alone is taken of what the server says: the token goes to no other address.
      if (next === null || next === cursor) return
      cursor = next
    }
  }

  const list = async (path: string, query?: Query) => {
    const entries: RemoteEntry[] = []
    for await (const page of pages(path, query)) for (const entry of page) entries.push(entry)
    return entries
  }

  const listIfAllowed = async (path: string, query?: Query) => {
    try {
      return await list(path, query)
    } catch (error) {
      if (!isClosed(error)) throw error
      return null
    }
  }

  return {
    host: base.host,
    url: base.href.replace(/\/$/, ''),
    pages,
    list,
    async get(path) {
      const asked = urlOf(base, path, {})
      const answer = await ask(asked)
      if (answer.status === 404) return null
      if (answer.status !== 200) throw refusalOf(asked, answer)
      const value = jsonOf(answer, asked)
      return isEntry(value) ? value : null
    },
    async getIfPossible(path) {
      const asked = urlOf(base, path, {})
      try {
        const { status, body } = await ask(asked, true)
        const value: unknown = status === 200 ? JSON.parse(new TextDecoder().decode(body)) : null
        return isEntry(value) ? value : null
      } catch (error) {
        if (error instanceof SyntaxError || errorCode((error as Error).cause) === 'too_large') return null
        throw error
      }
    },
    async bytesIfPossible(path) {
      try {
        const { status, body } = await ask(new URL(`${base.href.replace(/\/+$/, '')}/${path}`), true)
        return status === 200 ? body : null
      } catch (error) {
        // It leads elsewhere, asks who we are, or is too large.
        if (errorCode(error) === 'invalid_input') return null
        throw error
      }
    },
    listIfAllowed,
    at: (other) => (isTrusted(base, other) ? openRemote(context, { url: other, token }, patience, allowance) : null),
  }
}

/** Rejects with `invalid_input` what is no address of a server. */
function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new AppError(
      'invalid_input',
      `url: wanted the address of the server, such as https://sentry.io, found ${JSON.stringify(text.slice(0, 100))}`,
    )
  url.search = ''
  url.hash = ''
  // What people copy from the address bar of an API, or from a DSN's host.
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/api\/0$/, '')
  return url
}

function urlOf(base: URL, path: string, query: Query): URL {
  const url = new URL(`${base.href.replace(/\/+$/, '')}/api/0/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

/** A region of the same service: the same host, one below it, or another one of sentry.io. Never less safe than the base. */
function isTrusted(base: URL, text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== base.protocol)) return false
  if (url.hostname === base.hostname || url.hostname.endsWith(`.${base.hostname}`)) return true
  return isOfSentry(url.hostname) && isOfSentry(base.hostname)
}

function isOfSentry(hostname: string): boolean {
  return hostname === 'sentry.io' || hostname.endsWith('.sentry.io')
}

/** An answer of any status; one that cannot be had is status 0. */
async function attempt(
  { fetcher }: Pick<Context, 'fetcher'>,
  question: { readonly url: URL; readonly token: string; readonly timeoutMs: number; readonly maxBytes: number },
): Promise<FetchAnswer> {
  const { url, token, timeoutMs, maxBytes } = question
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  try {
    return await fetcher.fetch({ url: url.href, headers, timeoutMs, maxBytes })
  } catch (error) {
    const code = errorCode(error)
    if (code === null || !(error instanceof Error)) throw error
    // Whatever is wrong is with what the caller named, not with us.
    if (code !== 'unavailable') throw new AppError('invalid_input', error.message, { cause: error })
    return { status: 0, headers: { reason: error.message }, body: new Uint8Array(0) }
  }
}

function readable(answer: FetchAnswer, url: URL): FetchAnswer {
  if (answer.status === 401 || (answer.status >= 300 && answer.status < 400)) throw refusalOf(url, answer)
  return answer
}

function jsonOf(answer: FetchAnswer, url: URL): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.body))
  } catch (cause) {
    throw new AppError(
      'invalid_input',
      `${url.host} answered something else than JSON for ${url.pathname}. Is it the address of the server itself?`,
      { cause },
    )
  }
}
