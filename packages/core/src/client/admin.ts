import type { UserJson } from './account-types.js'
import type {
  DiagnosticsJson,
  ImpersonationJson,
  InstanceHealthJson,
  InstanceIngestJson,
  InstanceOrganizationJson,
  InstanceSettingsInput,
  InstanceSettingsJson,
  InstanceStorageJson,
  InstanceUserJson,
  PasswordLinkJson,
} from './admin-types.js'
import type { AuditEntryJson } from './member-types.js'
import type { AuditQuery } from './members.js'
import type { RateJson } from './project-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

/** What is not given stays. */
export interface ThrottleInput {
  readonly isAcceptingEvents?: boolean
  /** Share of requests to refuse, 0 to 100. */
  readonly eventThrottleRate?: number
  readonly rateLimit?: RateJson | null
}

/** For superusers, in a browser. */
export interface AdminClient {
  /** `query` is part of an address or name. */
  listUsers(query?: PageQuery & { readonly query?: string }): Promise<ListPage<UserJson>>
  getUser(id: string): Promise<InstanceUserJson>
  /** Who is not active is signed out everywhere, and so are their tokens. Not for the own account. */
  updateUser(id: string, change: { isActive?: boolean; isSuperuser?: boolean; name?: string }): Promise<UserJson>
  /** Rejects with 400 while the user is the primary owner of an organization. Not for the own account. */
  deleteUser(id: string): Promise<void>
  /** A link by which the user sets a new password: sent, or answered where that is asked for or no mail is sent. */
  createPasswordLink(id: string, input?: { send?: boolean }): Promise<PasswordLinkJson>
  removeSecondFactors(id: string): Promise<void>
  /** Signs the user out everywhere. */
  endUserSessions(id: string): Promise<void>
  /** From now on this browser shows what the user sees, for an hour. Not for superusers. */
  impersonate(id: string): Promise<ImpersonationJson>
  /** The caller is themselves again. */
  stopImpersonation(): Promise<void>
  listAllOrganizations(query?: PageQuery & { readonly query?: string }): Promise<ListPage<InstanceOrganizationJson>>
  throttleOrganization(org: string, change: ThrottleInput): Promise<InstanceOrganizationJson>
  /** With everything in it. */
  deleteAnyOrganization(org: string): Promise<void>
  /** Of every organization and of the instance; `organization` narrows it to one, by its slug. */
  listInstanceAuditLog(query?: AuditQuery & { readonly organization?: string }): Promise<ListPage<AuditEntryJson>>
  getInstanceSettings(): Promise<InstanceSettingsJson>
  /** Other processes know within five seconds. */
  updateInstanceSettings(change: InstanceSettingsInput): Promise<InstanceSettingsJson>
  getInstanceHealth(): Promise<InstanceHealthJson>
  /** Of the last 24 hours. */
  getInstanceIngest(): Promise<InstanceIngestJson>
  getInstanceStorage(): Promise<InstanceStorageJson>
  getDiagnostics(): Promise<DiagnosticsJson>
}

export function adminMethods(http: Transport): AdminClient {
  const root = 'api/0/instance/'
  const userPath = (id: string) => `${root}users/${encodeURIComponent(id)}/`
  const orgPath = (org: string) => `${root}organizations/${encodeURIComponent(org)}/`
  return {
    listUsers: (query) => http.page(`${root}users/`, { ...query }),
    getUser: (id) => http.json('GET', userPath(id)),
    updateUser: (id, change) => http.json('PUT', userPath(id), { body: change }),
    deleteUser: (id) => http.empty('DELETE', userPath(id)),
    createPasswordLink: (id, input = {}) => http.json('POST', `${userPath(id)}password-link/`, { body: input }),
    removeSecondFactors: (id) => http.empty('DELETE', `${userPath(id)}second-factors/`),
    endUserSessions: (id) => http.empty('DELETE', `${userPath(id)}sessions/`),
    impersonate: (id) => http.json('POST', `${userPath(id)}impersonation/`),
    stopImpersonation: () => http.empty('DELETE', 'api/0/impersonation/'),
    listAllOrganizations: (query) => http.page(`${root}organizations/`, { ...query }),
    throttleOrganization: (org, change) => http.json('PUT', orgPath(org), { body: change }),
    deleteAnyOrganization: (org) => http.empty('DELETE', orgPath(org)),
    listInstanceAuditLog: (query) => http.page('api/0/audit-logs/', { ...query }),
    getInstanceSettings: () => http.json('GET', `${root}settings/`),
    updateInstanceSettings: (change) => http.json('PUT', `${root}settings/`, { body: change }),
    getInstanceHealth: () => http.json('GET', `${root}health/`),
    getInstanceIngest: () => http.json('GET', `${root}ingest/`),
    getInstanceStorage: () => http.json('GET', `${root}storage/`),
    getDiagnostics: () => http.json('GET', `${root}diagnostics/`),
  }
}
