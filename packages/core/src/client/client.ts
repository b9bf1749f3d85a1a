import { readEventStream } from './event-stream.js'
import type {
  ApiTokenJson,
  EventDetailJson,
  EventJson,
  IssueDetailJson,
  IssueJson,
  IssueStatsJson,
  IssueStatusName,
  IssueTagJson,
  LiveJson,
  OrganizationDetailJson,
  OrganizationJson,
  ProjectJson,
  ProjectKeyJson,
  ProjectOrganizationJson,
  ProjectTeamJson,
  SettingsJson,
  SetupInput,
  TeamProjectJson,
  UserJson,
} from './types.js'

export interface ClientOptions {
  /** Where Mishap is mounted, with or without a slash at the end; `''` for the page's own origin. */
  readonly baseUrl: string
  /** An API token; without one the browser's session cookie is used. */
  readonly token?: string
  readonly fetch?: typeof globalThis.fetch
}

/** An answer other than 2xx, or none at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  /** By field name, where the server said which input was wrong. */
  readonly fields: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    details: {
      requestId?: string | null
      retryAfterSeconds?: number | null
      fields?: Record<string, string>
      cause?: unknown
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.status = status
    this.requestId = details.requestId ?? null
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
    this.fields = details.fields ?? {}
  }
}

export interface ListPage<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly previous: string | null
  /** The whole count where the server gave one; capped at 1,000. */
  readonly hits: number | null
}

export interface PageQuery {
  readonly limit?: number
  readonly cursor?: string | null
}

export interface IssueListQuery extends PageQuery {
  /** The search language: `is:unresolved level:error some words`. */
  readonly query?: string
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  readonly id?: readonly string[]
  /** With a leading `-` for descending. */
  readonly sort?: 'last_seen' | '-last_seen' | 'first_seen' | '-first_seen' | 'count' | '-count' | 'users' | '-users'
}

export interface SessionJson {
  readonly isAuthenticated: boolean
  readonly user: { readonly id: string; readonly display: string; readonly email: string } | null
}

/**
 * The management API, one method an operation. Rejects with `ApiError`.
 * Runs in browsers and in Node; keeps no state but what the options hold.
 */
export interface MishapClient {
  getSettings(): Promise<SettingsJson>
  /** Makes the first user and signs in. Only while no user exists. */
  setup(input: SetupInput): Promise<UserJson>
  getSession(): Promise<SessionJson>
  login(input: { email: string; password: string }): Promise<SessionJson>
  logout(): Promise<void>
  getMe(): Promise<UserJson>
  listOrganizations(page?: PageQuery): Promise<ListPage<OrganizationJson>>
  createOrganization(input: { name: string }): Promise<OrganizationDetailJson>
  getOrganization(org: string): Promise<OrganizationDetailJson>
  listTeams(org: string, page?: PageQuery): Promise<ListPage<TeamProjectJson>>
  createTeam(org: string, input: { slug: string }): Promise<TeamProjectJson>
  listProjects(org: string, page?: PageQuery): Promise<ListPage<ProjectTeamJson>>
  createProject(org: string, team: string, input: { name: string; platform?: string | null }): Promise<ProjectJson>
  getProject(org: string, project: string): Promise<ProjectOrganizationJson>
  updateProject(
    org: string,
    project: string,
    change: { name?: string; slug?: string; platform?: string | null; eventThrottleRate?: number },
  ): Promise<ProjectOrganizationJson>
  deleteProject(org: string, project: string): Promise<void>
  listKeys(org: string, project: string, page?: PageQuery): Promise<ListPage<ProjectKeyJson>>
  listIssues(org: string, query?: IssueListQuery): Promise<ListPage<IssueJson>>
  getIssue(id: string): Promise<IssueDetailJson>
  updateIssue(id: string, change: { status: IssueStatusName }): Promise<IssueDetailJson>
  /** Changes every issue that matches, not only a page of them. */
  updateIssues(org: string, query: IssueListQuery, change: { status: IssueStatusName }): Promise<void>
  deleteIssue(id: string): Promise<void>
  getIssueStats(org: string, ids: readonly string[], period: '24h' | '14d'): Promise<readonly IssueStatsJson[]>
  getIssueTags(id: string, key?: string): Promise<readonly IssueTagJson[]>
  listIssueEvents(id: string, page?: PageQuery): Promise<ListPage<EventJson>>
  /** `which`: an event's id, `latest` or `oldest`. */
  getIssueEvent(id: string, which: string): Promise<EventDetailJson>
  /** The event as it is stored. */
  getEventJson(org: string, issueId: string, eventId: string): Promise<unknown>
  listTokens(page?: PageQuery): Promise<ListPage<ApiTokenJson>>
  createToken(input: { label: string; scopes: readonly string[] }): Promise<ApiTokenJson>
  deleteToken(id: number): Promise<void>
  /**
   * What happens in the organization, as it happens. Reconnects by itself with growing pauses until `signal` is aborted;
   * `onState` tells whether it hears anything at the moment.
   */
  live(
    org: string,
    onMessage: (message: LiveJson) => void,
    options: { signal: AbortSignal; onState?: (state: 'open' | 'waiting') => void },
  ): Promise<void>
}

/** A client of the management API at `baseUrl`. */
export function createClient(options: ClientOptions): MishapClient {
  const http = transport(options)
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const projectPath = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/`
  const issuePath = (id: string) => `api/0/issues/${seg(id)}/`
  return {
    getSettings: () => http.json('GET', 'api/settings/'),
    setup: (input) => http.json('POST', 'api/0/setup/', { body: input }),
    getSession: () => http.session('GET', '_allauth/browser/v1/auth/session'),
    login: (input) => http.session('POST', '_allauth/browser/v1/auth/login', input),
    logout: async () => {
      await http.session('DELETE', '_allauth/browser/v1/auth/session')
    },
    getMe: () => http.json('GET', 'api/0/users/me/'),
    listOrganizations: (page) => http.page('api/0/organizations/', { ...page }),
    createOrganization: (input) => http.json('POST', 'api/0/organizations/', { body: input }),
    getOrganization: (org) => http.json('GET', orgPath(org)),
    listTeams: (org, page) => http.page(`${orgPath(org)}teams/`, { ...page }),
    createTeam: (org, input) => http.json('POST', `${orgPath(org)}teams/`, { body: input }),
    listProjects: (org, page) => http.page(`${orgPath(org)}projects/`, { ...page }),
    createProject: (org, team, input) =>
      http.json('POST', `api/0/teams/${seg(org)}/${seg(team)}/projects/`, { body: input }),
    getProject: (org, project) => http.json('GET', projectPath(org, project)),
    updateProject: (org, project, change) => http.json('PUT', projectPath(org, project), { body: change }),
    deleteProject: (org, project) => http.empty('DELETE', projectPath(org, project)),
    listKeys: (org, project, page) => http.page(`${projectPath(org, project)}keys/`, { ...page }),
    listIssues: (org, query) => http.page(`${orgPath(org)}issues/`, { ...query }),
    getIssue: (id) => http.json('GET', issuePath(id)),
    updateIssue: (id, change) => http.json('PUT', issuePath(id), { body: change }),
    updateIssues: (org, query, change) =>
      http.empty('PUT', `${orgPath(org)}issues/`, { query: { ...query }, body: change }),
    deleteIssue: (id) => http.empty('DELETE', issuePath(id)),
    getIssueStats: (org, ids, period) =>
      http.json('GET', `${orgPath(org)}issues-stats/`, { query: { groups: ids, statsPeriod: period } }),
    getIssueTags: (id, key) => http.json('GET', `${issuePath(id)}tags/`, { query: { key } }),
    listIssueEvents: (id, page) => http.page(`${issuePath(id)}events/`, { ...page }),
    getIssueEvent: (id, which) => http.json('GET', `${issuePath(id)}events/${seg(which)}/`),
    getEventJson: (org, issueId, eventId) =>
      http.json('GET', `${orgPath(org)}issues/${seg(issueId)}/events/${seg(eventId)}/json/`),
    listTokens: (page) => http.page('api/0/api-tokens/', { ...page }),
    createToken: (input) => http.json('POST', 'api/0/api-tokens/', { body: input }),
    deleteToken: (id) => http.empty('DELETE', `api/0/api-tokens/${id}/`),
    live: (org, onMessage, live) =>
      readEventStream(() => http.raw('GET', `${orgPath(org)}live/`, { signal: live.signal }), onMessage, live),
  }
}

type Query = Readonly<Record<string, string | number | readonly string[] | null | undefined>>
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

interface RequestOptions {
  readonly query?: Query
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly okStatuses?: readonly number[]
}

function transport(options: ClientOptions) {
  const base = options.baseUrl === '' || options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`
  const send = options.fetch ?? globalThis.fetch

  async function raw(method: Method, path: string, request: RequestOptions = {}): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' }
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
      const isProbe = method !== 'POST'
      const response = await raw(method, path, { body, okStatuses: isProbe ? [401] : [] })
      const answer = (await response.json()) as {
        data?: { user?: { id: string | number; display: string; email: string } }
        meta?: { is_authenticated?: boolean }
      }
      const user = answer.data?.user
      return {
        isAuthenticated: answer.meta?.is_authenticated === true,
        user: user === undefined ? null : { ...user, id: String(user.id) },
      }
    },
  }
}

function queryText(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
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
  let message = `The server answered ${response.status}.`
  try {
    const body = (await response.json()) as {
      detail?: string | { loc?: (string | number)[]; msg?: string }[]
      errors?: { message?: string; param?: string }[]
    }
    if (typeof body.detail === 'string') message = body.detail
    if (Array.isArray(body.detail)) {
      for (const fault of body.detail) if (fault.msg !== undefined) fields[String(fault.loc?.at(-1) ?? '')] = fault.msg
    }
    for (const fault of body.errors ?? []) if (fault.message !== undefined) fields[fault.param ?? ''] = fault.message
    const first = Object.values(fields)[0]
    if (first !== undefined && typeof body.detail !== 'string') message = first
  } catch {
    // Not JSON: a proxy's page. The status alone has to do.
  }
  const retryAfter = Number(response.headers.get('retry-after'))
  return new ApiError(response.status, message, {
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    fields,
  })
}
