import type {
  AuditQuery,
  EventListQuery,
  IssueListQuery,
  MemberQuery,
  ReleaseQuery,
  SplitInput,
  StatsQuery,
} from '@mishap/core/client'

/** Every key under which something is cached. Shorter keys are prefixes of longer ones, for invalidation. */
export const queryKeys = {
  settings: () => ['mishap', 'settings'] as const,
  session: () => ['mishap', 'session'] as const,
  invitation: (id: string, token: string) => ['mishap', 'invitation', id, token] as const,
  passwordReset: (key: string) => ['mishap', 'password-reset', key] as const,
  me: () => ['mishap', 'me'] as const,
  emails: () => ['mishap', 'emails'] as const,
  authenticators: () => ['mishap', 'authenticators'] as const,
  browserSessions: () => ['mishap', 'browser-sessions'] as const,
  providerAccounts: () => ['mishap', 'provider-accounts'] as const,
  signInSettings: () => ['mishap', 'sign-in-settings'] as const,
  notificationMatrix: () => ['mishap', 'notifications', 'matrix'] as const,
  /** The reader's own, of every organization. */
  ownMutes: () => ['mishap', 'mutes', 'own'] as const,
  allMutes: () => ['mishap', 'mutes'] as const,
  mutes: (org: string) => ['mishap', 'mutes', org] as const,
  integrations: (org: string) => ['mishap', 'organization', org, 'integrations'] as const,
  integrationTargets: (org: string, id: string) => ['mishap', 'organization', org, 'integration-targets', id] as const,
  codeMappings: (org: string) => ['mishap', 'organization', org, 'code-mappings'] as const,
  issueLinks: (id: string) => ['mishap', 'issue', id, 'links'] as const,
  issueDraft: (id: string, integration: string) => ['mishap', 'issue', id, 'link-draft', integration] as const,
  sourceLinks: (id: string, event: string) => ['mishap', 'issue', id, 'source-links', event] as const,
  /** Of every organization. */
  allProjects: () => ['mishap', 'all-projects'] as const,
  ownedOrganizations: () => ['mishap', 'organizations', 'owned'] as const,
  organizations: () => ['mishap', 'organizations'] as const,
  organization: (org: string) => ['mishap', 'organization', org] as const,
  projects: (org: string) => ['mishap', 'organization', org, 'projects'] as const,
  project: (org: string, project: string) => ['mishap', 'organization', org, 'projects', project] as const,
  keys: (org: string, project: string) => ['mishap', 'organization', org, 'projects', project, 'keys'] as const,
  environments: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'environments'] as const,
  ingestSettings: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'ingest-settings'] as const,
  ingestLog: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'ingest-log'] as const,
  ingestLimits: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'ingest-limits'] as const,
  retention: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'retention'] as const,
  grouping: (org: string, project: string) => ['mishap', 'organization', org, 'projects', project, 'grouping'] as const,
  ownership: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'ownership'] as const,
  issueLists: (org: string) => ['mishap', 'issues', org] as const,
  issueList: (org: string, query: IssueListQuery) => ['mishap', 'issues', org, query] as const,
  searchKeys: (org: string, query: string, project: readonly string[]) =>
    ['mishap', 'search-keys', org, query, project] as const,
  searchValues: (org: string, key: string, query: string, project: readonly string[]) =>
    ['mishap', 'search-values', org, key, query, project] as const,
  savedViews: (org: string) => ['mishap', 'saved-views', org] as const,
  issueCount: (org: string, query: IssueListQuery) => ['mishap', 'issue-count', org, query] as const,
  issuesTopTags: (org: string, ids: readonly string[], keys: readonly string[]) =>
    ['mishap', 'issues-top-tags', org, keys, ids] as const,
  issueStats: (org: string, ids: readonly string[], period: string) =>
    ['mishap', 'issue-stats', org, period, ids] as const,
  allIssues: () => ['mishap', 'issue'] as const,
  issue: (id: string) => ['mishap', 'issue', id] as const,
  issueTags: (id: string) => ['mishap', 'issue', id, 'tags'] as const,
  issueEvents: (id: string, cursor: string | null) => ['mishap', 'issue', id, 'events', cursor] as const,
  /** Of a search, its neighbours are others. */
  issueEvent: (id: string, which: string, query = '') =>
    query === ''
      ? (['mishap', 'issue', id, 'event', which] as const)
      : (['mishap', 'issue', id, 'event', which, query] as const),
  eventSearch: (id: string, query: string) => ['mishap', 'issue', id, 'event-search', query] as const,
  issueActivity: (id: string) => ['mishap', 'issue', id, 'activity'] as const,
  similarIssues: (id: string) => ['mishap', 'issue', id, 'similar'] as const,
  suggestedOwners: (id: string) => ['mishap', 'issue', id, 'owners'] as const,
  members: (org: string) => ['mishap', 'organization', org, 'members'] as const,
  memberPage: (org: string, query: MemberQuery) => ['mishap', 'organization', org, 'members', query] as const,
  teamMembers: (org: string, team: string) => ['mishap', 'organization', org, 'members', 'team', team] as const,
  auditLog: (org: string, query: AuditQuery) => ['mishap', 'organization', org, 'audit-log', query] as const,
  usage: (org: string, query: StatsQuery) => ['mishap', 'organization', org, 'usage', query] as const,
  releaseList: (org: string, query: ReleaseQuery) => ['mishap', 'organization', org, 'releases', query] as const,
  release: (org: string, version: string) => ['mishap', 'organization', org, 'release', version] as const,
  commits: (org: string, version: string) => ['mishap', 'organization', org, 'release', version, 'commits'] as const,
  deploys: (org: string, version: string) => ['mishap', 'organization', org, 'release', version, 'deploys'] as const,
  releaseHealth: (org: string, version: string | null, project: readonly string[]) =>
    ['mishap', 'organization', org, 'release-health', version, project] as const,
  /** All that alerts of an organization are part of. */
  alerts: (org: string) => ['mishap', 'organization', org, 'alerts'] as const,
  alertPart: (org: string, part: string, query: unknown = null) =>
    ['mishap', 'organization', org, 'alerts', part, query] as const,
  /** Not below `alerts`: it is the same whatever is saved. */
  backTest: (org: string, tried: unknown) => ['mishap', 'organization', org, 'back-test', tried] as const,
  /** All that is watched, and what was seen. */
  uptime: (org: string) => ['mishap', 'organization', org, 'uptime'] as const,
  uptimePart: (org: string, part: string, query: unknown = null) =>
    ['mishap', 'organization', org, 'uptime', part, query] as const,
  monitor: (org: string, id: number) => ['mishap', 'organization', org, 'uptime', 'monitor', id] as const,
  monitorPart: (org: string, id: number, part: string, query: unknown = null) =>
    ['mishap', 'organization', org, 'uptime', 'monitor', id, part, query] as const,
  teams: (org: string) => ['mishap', 'organization', org, 'teams'] as const,
  foundEvents: (id: string, query: EventListQuery) => ['mishap', 'issue', id, 'found', query] as const,
  issueTag: (id: string, key: string) => ['mishap', 'issue', id, 'tags', key] as const,
  explanation: (id: string, which: string) => ['mishap', 'issue', id, 'explanation', which] as const,
  issueHashes: (id: string) => ['mishap', 'issue', id, 'hashes'] as const,
  mergedIssues: (id: string) => ['mishap', 'issue', id, 'merged'] as const,
  splits: (id: string) => ['mishap', 'issue', id, 'splits'] as const,
  splitPreview: (id: string, input: SplitInput) => ['mishap', 'issue', id, 'split-preview', input] as const,
  discardedIssues: (org: string, project: string) =>
    ['mishap', 'organization', org, 'projects', project, 'discarded'] as const,
  issueReports: (id: string) => ['mishap', 'issue', id, 'reports'] as const,
  attachments: (org: string, project: string, eventId: string) =>
    ['mishap', 'organization', org, 'projects', project, 'attachments', eventId] as const,
  tokens: () => ['mishap', 'tokens'] as const,
  /** All that superusers read. */
  instance: () => ['mishap', 'instance'] as const,
  instanceUsers: (query: object) => ['mishap', 'instance', 'users', query] as const,
  instanceUser: (id: string) => ['mishap', 'instance', 'user', id] as const,
  instanceOrganizations: (query: object) => ['mishap', 'instance', 'organizations', query] as const,
  instanceAuditLog: (query: object) => ['mishap', 'instance', 'audit-log', query] as const,
  instancePart: (name: string) => ['mishap', 'instance', name] as const,
}
