export interface ClientOptions {
  /** Where Mishap is mounted, with or without a slash at the end; `''` for the page's own origin. */
  readonly baseUrl: string
  /** An API token; without one the browser's session cookie is used. */
  readonly token?: string
  readonly fetch?: typeof globalThis.fetch
}

/** By what somebody shows who they are. */
export type ProofName = 'password' | 'totp' | 'recovery_codes' | 'webauthn'

/** An answer other than 2xx, or none at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** The server's word for the reason, such as `second_factor_required`; null where it gave none. */
  readonly code: string | null
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  /** Of `reauthentication_required`: by what somebody signed in can show once more who they are. */
  readonly proofs: readonly ProofName[]
  /** By field name, where the server said which input was wrong. */
  readonly fields: Readonly<Record<string, string>>
  /** What is wrong in a text that somebody wrote, such as `RuleFaultJson`: each has at least these two sentences. */
  readonly faults: readonly ({ readonly message: string; readonly remedy: string } & Readonly<
    Record<string, unknown>
  >)[]

  constructor(
    status: number,
    message: string,
    details: {
      code?: string | null
      requestId?: string | null
      retryAfterSeconds?: number | null
      proofs?: readonly ProofName[]
      fields?: Record<string, string>
      faults?: ApiError['faults']
      cause?: unknown
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.status = status
    this.code = details.code ?? null
    this.requestId = details.requestId ?? null
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
    this.proofs = details.proofs ?? []
    this.fields = details.fields ?? {}
    this.faults = details.faults ?? []
  }
}

export interface ListPage<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly previous: string | null
  /** The whole count where the server gave one; capped at 1,000. */
  readonly hits: number | null
}

export interface SessionJson {
  readonly isAuthenticated: boolean
  readonly user: { readonly id: string; readonly display: string; readonly email: string } | null
  /** The password was right, and one of these is still to be shown: `totp`, `recovery_codes`, `webauthn`. */
  readonly pendingFactors?: readonly string[]
  /** The name of the provider by which they came, which did not tell their address: `finishProviderSignup`. */
  readonly pendingProvider?: string
}

export type Transport = ReturnType<typeof transport>

export type Query = Readonly<Record<string, string | number | readonly string[] | null | undefined>>
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface RequestOptions {
  readonly query?: Query
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly okStatuses?: readonly number[]
  readonly headers?: Readonly<Record<string, string>>
}

/** How every method asks. Rejects with `ApiError`. */
export function transport(options: ClientOptions) {
  const base = options.baseUrl === '' || options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`
  const send = options.fetch ?? globalThis.fetch

  async function raw(method: Method, path: string, request: RequestOptions = {}): Promise<Response> {
    // Browsers take such a name for a step to the path above: deleting it would delete what it is in.
    if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(path))
      throw new ApiError(404, 'Nothing can be found under the name "." or "..".')
    const headers: Record<string, string> = { accept: 'application/json', ...request.headers }
    if (request.body !== undefined) headers['content-type'] = 'application/json'
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`
    const csrf = options.token === undefined && method !== 'GET' ? csrfToken() : null
    if (csrf !== null) headers['x-csrftoken'] = csrf
    let response: Response
    try {
      response = await send(base + path + queryText(request.query), {
        method,
        headers,
        credentials: options.token === undefined ? 'same-origin' : 'omit',
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      })
    } catch (cause) {
      throw new ApiError(0, 'The server could not be reached.', { cause })
    }
    if (response.ok || request.okStatuses?.includes(response.status)) return response
    throw await toApiError(response)
  }

  return {
    raw,
    json: async <T>(method: Method, path: string, request?: RequestOptions): Promise<T> =>
      (await (await raw(method, path, request)).json()) as T,
    empty: async (method: Method, path: string, request?: RequestOptions): Promise<void> => {
      await (await raw(method, path, request)).arrayBuffer()
    },
    page: async <T>(path: string, query: Query): Promise<ListPage<T>> => {
      const response = await raw('GET', path, { query })
      const links = parseLinkHeader(response.headers.get('link') ?? '')
      const hits = response.headers.get('x-hits')
      return { items: (await response.json()) as T[], ...links, hits: hits === null ? null : Number(hits) }
    },
    // The auth API answers 401 with the same envelope to say "not signed in".
    session: async (method: Method, path: string, body?: unknown): Promise<SessionJson> => {
      const response = await raw(method, path, { body, okStatuses: [401] })
      const answer = (await response.json()) as {
        data?: {
          user?: { id: string | number; display: string; email: string }
          flows?: readonly {
            id: string
            types?: readonly string[]
            is_pending?: boolean
            provider?: { name: string }
          }[]
        }
        meta?: { is_authenticated?: boolean }
      }
      const user = answer.data?.user
      const pending = answer.data?.flows?.find((flow) => flow.id === 'mfa_authenticate' && flow.is_pending === true)
      const signup = answer.data?.flows?.find((flow) => flow.id === 'provider_signup' && flow.is_pending === true)
      return {
        isAuthenticated: answer.meta?.is_authenticated === true,
        user: user === undefined ? null : { ...user, id: String(user.id) },
        ...(pending === undefined ? {} : { pendingFactors: pending.types ?? [] }),
        ...(signup?.provider === undefined ? {} : { pendingProvider: signup.provider.name }),
      }
    },
  }
}

function queryText(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    if (Array.isArray(value)) for (const one of value as readonly string[]) params.append(name, one)
    else params.append(name, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

function csrfToken(): string | null {
  const cookies = (globalThis as { document?: { cookie?: string } }).document?.cookie ?? ''
  const match = /(?:^|;\s*)csrftoken=([^;]*)/.exec(cookies)
  return match?.[1] === undefined ? null : decodeURIComponent(match[1])
}

/** `Link: <url>; rel="previous"; results="false", <url>; rel="next"; results="true"; cursor="…"`. */
export function parseLinkHeader(header: string): { next: string | null; previous: string | null } {
  const found: { next: string | null; previous: string | null } = { next: null, previous: null }
  for (const part of header.split(/,\s*(?=<)/)) {
    const rel = /rel="(next|previous)"/.exec(part)?.[1] as 'next' | 'previous' | undefined
    const cursor = /cursor="([^"]*)"/.exec(part)?.[1]
    if (rel !== undefined && cursor !== undefined && /results="true"/.test(part)) found[rel] = cursor
  }
  return found
}

async function toApiError(response: Response): Promise<ApiError> {
  const fields: Record<string, string> = {}
  let faults: ApiError['faults'] = []
  let code: string | null = null
  let proofs: ApiError['proofs'] = []
  let message = `The server answered ${response.status}.`
  try {
    const body = (await response.json()) as {
      detail?: string | { loc?: (string | number)[]; msg?: string }[]
      errors?: { message?: string; param?: string }[]
      faults?: ApiError['faults']
      code?: unknown
      data?: { flows?: readonly Flow[] }
      meta?: { is_authenticated?: boolean }
    }
    // The auth API has no other word for it: 401 to somebody who is signed in.
    if (response.status === 401 && body.meta?.is_authenticated === true) {
      code = 'reauthentication_required'
      proofs = proofsOf(body.data?.flows ?? [])
      message = 'Show once more who you are.'
    }
    if (typeof body.code === 'string') code = body.code
    if (code === 'reauthentication_required') proofs = proofsOf(body.data?.flows ?? [])
    if (Array.isArray(body.faults)) faults = body.faults
    if (typeof body.detail === 'string') message = body.detail
    if (Array.isArray(body.detail)) {
      for (const { loc = [], msg } of body.detail) if (msg !== undefined) fields[fieldOf(loc)] = entryOf(loc) + msg
    }
    for (const fault of body.errors ?? []) if (fault.message !== undefined) fields[fault.param ?? ''] = fault.message
    const first = Object.values(fields)[0]
    if (first !== undefined && typeof body.detail !== 'string') message = first
  } catch {
    // Not JSON: a proxy's page. The status alone has to do.
  }
  const retryAfter = Number(response.headers.get('retry-after'))
  return new ApiError(response.status, message, {
    code,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    proofs,
    fields,
    faults,
  })
}

interface Flow {
  readonly id: string
  readonly types?: readonly ProofName[]
}

function proofsOf(flows: readonly Flow[]): readonly ProofName[] {
  return flows.flatMap(({ id, types = [] }) => {
    if (id === 'reauthenticate') return ['password' as const]
    return id === 'mfa_reauthenticate' ? types : []
  })
}

/** The field of a form; of a list the list itself. */
function fieldOf(loc: readonly (string | number)[]): string {
  return String(loc.findLast((step) => typeof step === 'string') ?? '')
}

function entryOf(loc: readonly (string | number)[]): string {
  const last = loc.at(-1)
  return typeof last === 'number' ? `Entry ${last + 1}: ` : ''
}
