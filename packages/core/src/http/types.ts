import type { Actor } from '../auth/actor.js'
import type { Scope } from '../auth/scopes.js'
import type { Context } from '../context.js'
import type { Role } from '../ports/model.js'

/**
 * The least that a request must be: a native `Request` and a Node `IncomingMessage` both satisfy it as they are.
 * A host that has read the body leaves it in `body`, as its parser does.
 */
export interface HttpRequest {
  readonly method?: string | undefined
  /** Path and query, or an absolute URL. A mount prefix that the host has cut off stays cut off. */
  readonly url?: string | undefined
  readonly headers: HeadersLike
  /** `ReadableStream` of a native request, or what a host's body parser made: bytes, text or a value. */
  readonly body?: unknown
  /** Set on Node streams; the only proof that somebody else has read the body. */
  readonly readableEnded?: boolean
  readonly socket?: { readonly remoteAddress?: string | undefined } | null
  /** Path and query as the client sent them, where the host keeps them: tells whether `url` has lost its mount prefix. */
  readonly originalUrl?: string | undefined
  /** What the host's framework knows of the request beside it, for `hostAuth`: Koa's context. */
  readonly ctx?: unknown
  /** Of a native request: aborted when the client goes away. */
  readonly signal?: AbortSignal | undefined
}

export type HeadersLike =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null }

export interface HttpResponse {
  readonly status: number
  /** Lower-case names; an array is sent as several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** An iterable is a stream that the adapter flushes chunk by chunk (server-sent events). */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array> | null
}

/** What a route needs of its caller. */
export type AuthRule =
  | { readonly kind: 'public' }
  /** A signed-in browser; no token does. */
  | { readonly kind: 'session' }
  /** Any session or token: the route shows only the caller's own account. */
  | { readonly kind: 'account' }
  /**
   * A token must hold one of `scopes`. Sessions and tokens alike need the membership of the organization in the path, with
   * at least this role; without an organization in the path the role says nothing.
   */
  | { readonly kind: 'user'; readonly scopes: readonly Scope[]; readonly role: Role }
  /** The signed-in browser of somebody who runs the instance. */
  | { readonly kind: 'superuser' }

/** One row of the route table. `path` is a pattern: `/api/0/organizations/:org/issues/`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly path: string
  /** Name of the operation in the typed client; null where it is not a management route. */
  readonly operation: string | null
  readonly auth: AuthRule
  /** Its token against forged requests stands in the form, where the handler looks for it. */
  readonly isForm?: true
  /**
   * Of pages for everybody: nobody is asked who they are before the handler, which may ask `actorNow`, so that it answers
   * while sessions cannot be read. The description of the API leaves it out.
   */
  readonly isPublicPage?: true
  readonly handle: (call: Call) => Promise<HttpResponse>
}

/** One request on its way through a route. */
export interface Call {
  readonly context: Context
  readonly actor: Actor
  /** Who it is by now: a session may have ended meanwhile, for what lasts long. */
  readonly actorNow: () => Promise<Actor>
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly url: URL
  readonly requestId: string
  readonly ip: string | null
  readonly header: (name: string) => string | null
  /**
   * The body as JSON; `{}` for an empty one. At most as long as bodies of the API may be, unless a length is given. Rejects
   * with `too_large` or `invalid_body`.
   */
  readonly json: (maxBytes?: number) => Promise<unknown>
  /** The body as it came, for what is signed; bounded like `json`. */
  readonly bytes: (maxBytes?: number) => Promise<Uint8Array>
  /** The fields of a form; JSON does as well. */
  readonly form: () => Promise<unknown>
  /** Aborted when the client goes away, where the host can tell. */
  readonly signal: AbortSignal
}
