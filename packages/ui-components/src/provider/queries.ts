import type {
  AuditQuery,
  EventListQuery,
  IssueListQuery,
  MemberQuery,
  MishapClient,
  ReleaseQuery,
  SplitInput,
  StatsQuery,
} from '@mishap/core/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { healthQuery } from './health-query.js'
import { queryKeys } from './query-keys.js'
import { allProjects, ownedOrganizations, ownMutes } from './read-own.js'

export type Queries = ReturnType<typeof createQueries>

/** What can be read, as options for `useQuery` and `prefetchQuery`; the hooks use the same, so a server may fill the cache. */
export function createQueries(client: MishapClient) {
  return {
    settings: () => queryOptions({ queryKey: queryKeys.settings(), queryFn: () => client.getSettings() }),
    session: () => queryOptions({ queryKey: queryKeys.session(), queryFn: () => client.getSession() }),
    me: () => queryOptions({ queryKey: queryKeys.me(), queryFn: () => client.getMe() }),
    emails: () => queryOptions({ queryKey: queryKeys.emails(), queryFn: () => client.listEmails() }),
    notificationMatrix: () =>
      queryOptions({ queryKey: queryKeys.notificationMatrix(), queryFn: () => client.getNotificationMatrix() }),
    /** Of every organization. */
    ownMutes: () => queryOptions({ queryKey: queryKeys.ownMutes(), queryFn: () => ownMutes(client) }),
    /** Of every organization, a thousand at most. */
    allProjects: () => queryOptions({ queryKey: queryKeys.allProjects(), queryFn: () => allProjects(client) }),
    /** Those whose primary owner is the reader, who cannot leave them so. */
    ownedOrganizations: () =>
      queryOptions({ queryKey: queryKeys.ownedOrganizations(), queryFn: () => ownedOrganizations(client) }),
    organizations: () =>
      queryOptions({ queryKey: queryKeys.organizations(), queryFn: () => client.listOrganizations({ limit: 100 }) }),
    organization: (org: string) =>
      queryOptions({ queryKey: queryKeys.organization(org), queryFn: () => client.getOrganization(org) }),
    projects: (org: string) =>
      queryOptions({ queryKey: queryKeys.projects(org), queryFn: () => client.listProjects(org, { limit: 100 }) }),
    project: (org: string, project: string) =>
      queryOptions({ queryKey: queryKeys.project(org, project), queryFn: () => client.getProject(org, project) }),
    keys: (org: string, project: string) =>
      queryOptions({ queryKey: queryKeys.keys(org, project), queryFn: () => client.listKeys(org, project) }),
    environments: (org: string, project: string) =>
      queryOptions({
        queryKey: queryKeys.environments(org, project),
        queryFn: () => client.listProjectEnvironments(org, project, { visibility: 'all' }),
      }),
    ingestSettings: (org: string, project: string) =>
      queryOptions({
        queryKey: queryKeys.ingestSettings(org, project),
        queryFn: () => client.getIngestSettings(org, project),
      }),
    ingestLog: (org: string, project: string) =>
      queryOptions({
        queryKey: queryKeys.ingestLog(org, project),
        queryFn: () => client.getIngestLog(org, project),
      }),
    ingestLimits: (org: string, project: string) =>
      queryOptions({
        queryKey: queryKeys.ingestLimits(org, project),
        queryFn: () => client.getIngestLimits(org, project),
      }),
    retention: (org: string, project: string) =>
      queryOptions({ queryKey: queryKeys.retention(org, project), queryFn: () => client.getRetention(org, project) }),
    grouping: (org: string, project: string) =>
      queryOptions({
        queryKey: queryKeys.grouping(org, project),
        queryFn: () => client.getGroupingSettings(org, project),
      }),
    ownership: (org: string, project: string) =>
      queryOptions({ queryKey: queryKeys.ownership(org, project), queryFn: () => client.getOwnership(org, project) }),
    issueList: (org: string, query: IssueListQuery) =>
      queryOptions({ queryKey: queryKeys.issueList(org, query), queryFn: () => client.listIssues(org, query) }),
    searchKeys: (org: string, query: string, project: readonly string[]) =>
      queryOptions({
        queryKey: queryKeys.searchKeys(org, query, project),
        queryFn: () => client.listSearchKeys(org, { query, project }),
      }),
    searchValues: (org: string, key: string, query: string, project: readonly string[]) =>
      queryOptions({
        queryKey: queryKeys.searchValues(org, key, query, project),
        queryFn: () => client.listSearchValues(org, key, { query, project }),
      }),
    savedViews: (org: string) =>
      queryOptions({ queryKey: queryKeys.savedViews(org), queryFn: () => client.listSavedViews(org) }),
    /** How many issues match, counted no further than the server does for a list; null where it did not say. */
    issueCount: (org: string, query: IssueListQuery) =>
      queryOptions({
        queryKey: queryKeys.issueCount(org, query),
        queryFn: async () => (await client.listIssues(org, { ...query, limit: 1 })).hits,
      }),
    /** At most 100 issues and 10 keys. */
    issuesTopTags: (org: string, ids: readonly string[], keys: readonly string[]) =>
      queryOptions({
        queryKey: queryKeys.issuesTopTags(org, ids, keys),
        queryFn: () => client.getIssuesTopTags(org, ids, keys),
        enabled: ids.length > 0 && keys.length > 0,
      }),
    issueStats: (org: string, ids: readonly string[], period: '24h' | '14d') =>
      queryOptions({
        queryKey: queryKeys.issueStats(org, ids, period),
        queryFn: () => client.getIssueStats(org, ids, period),
        enabled: ids.length > 0,
      }),
    issue: (id: string) => queryOptions({ queryKey: queryKeys.issue(id), queryFn: () => client.getIssue(id) }),
    issueTags: (id: string) =>
      queryOptions({ queryKey: queryKeys.issueTags(id), queryFn: () => client.getIssueTags(id) }),
    issueEvents: (id: string, cursor: string | null = null) =>
      queryOptions({
        queryKey: queryKeys.issueEvents(id, cursor),
        queryFn: () => client.listIssueEvents(id, { limit: 50, cursor }),
      }),
    issueEvent: (id: string, which: string, query = '') =>
      queryOptions({
        queryKey: queryKeys.issueEvent(id, which, query),
        queryFn: () => client.getIssueEvent(id, which, query === '' ? undefined : { query }),
      }),
    eventSearch: (id: string, query: string) =>
      queryOptions({
        queryKey: queryKeys.eventSearch(id, query),
        queryFn: () => client.listIssueEvents(id, { query, limit: 100 }),
        enabled: query !== '',
      }),
    issueActivity: (id: string) =>
      infiniteQueryOptions({
        queryKey: queryKeys.issueActivity(id),
        queryFn: ({ pageParam }) => client.listIssueActivity(id, { limit: 50, cursor: pageParam }),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next,
      }),
    similarIssues: (id: string) =>
      queryOptions({ queryKey: queryKeys.similarIssues(id), queryFn: () => client.listSimilarIssues(id) }),
    suggestedOwners: (id: string) =>
      queryOptions({ queryKey: queryKeys.suggestedOwners(id), queryFn: () => client.listSuggestedOwners(id) }),
    members: (org: string) =>
      queryOptions({ queryKey: queryKeys.members(org), queryFn: () => client.listMembers(org, { limit: 100 }) }),
    memberPage: (org: string, query: MemberQuery) =>
      queryOptions({ queryKey: queryKeys.memberPage(org, query), queryFn: () => client.listMembers(org, query) }),
    teamMembers: (org: string, team: string) =>
      queryOptions({
        queryKey: queryKeys.teamMembers(org, team),
        queryFn: () => client.listTeamMembers(org, team, { limit: 100 }),
      }),
    releaseList: (org: string, query: ReleaseQuery) =>
      queryOptions({ queryKey: queryKeys.releaseList(org, query), queryFn: () => client.listReleases(org, query) }),
    release: (org: string, version: string) =>
      queryOptions({ queryKey: queryKeys.release(org, version), queryFn: () => client.getRelease(org, version) }),
    commits: (org: string, version: string) =>
      queryOptions({ queryKey: queryKeys.commits(org, version), queryFn: () => client.listCommits(org, version) }),
    deploys: (org: string, version: string) =>
      queryOptions({ queryKey: queryKeys.deploys(org, version), queryFn: () => client.listDeploys(org, version) }),
    releaseHealth: (org: string, version: string | null, project: readonly string[]) =>
      queryOptions({
        queryKey: queryKeys.releaseHealth(org, version, project),
        queryFn: () => client.getSessions(org, healthQuery(version, project)),
      }),
    auditLog: (org: string, query: AuditQuery) =>
      queryOptions({ queryKey: queryKeys.auditLog(org, query), queryFn: () => client.listAuditLog(org, query) }),
    usage: (org: string, query: StatsQuery) =>
      queryOptions({ queryKey: queryKeys.usage(org, query), queryFn: () => client.getStats(org, query) }),
    teams: (org: string) =>
      queryOptions({ queryKey: queryKeys.teams(org), queryFn: () => client.listTeams(org, { limit: 100 }) }),
    foundEvents: (id: string, query: EventListQuery) =>
      queryOptions({ queryKey: queryKeys.foundEvents(id, query), queryFn: () => client.listIssueEvents(id, query) }),
    issueTag: (id: string, key: string) =>
      queryOptions({
        queryKey: queryKeys.issueTag(id, key),
        queryFn: async () => (await client.getIssueTags(id, key))[0] ?? null,
      }),
    explanation: (id: string, which: string) =>
      queryOptions({ queryKey: queryKeys.explanation(id, which), queryFn: () => client.explainEvent(id, which) }),
    issueHashes: (org: string, id: string) =>
      queryOptions({ queryKey: queryKeys.issueHashes(id), queryFn: () => client.listIssueHashes(org, id) }),
    mergedIssues: (id: string) =>
      queryOptions({ queryKey: queryKeys.mergedIssues(id), queryFn: () => client.listMergedIssues(id) }),
    splits: (id: string) => queryOptions({ queryKey: queryKeys.splits(id), queryFn: () => client.listSplits(id) }),
    splitPreview: (id: string, input: SplitInput) =>
      queryOptions({ queryKey: queryKeys.splitPreview(id, input), queryFn: () => client.previewSplit(id, input) }),
    discardedIssues: (org: string, project: string) =>
      queryOptions({
        queryKey: queryKeys.discardedIssues(org, project),
        queryFn: () => client.listDiscardedIssues(org, project),
        // Issues are discarded elsewhere, one by one and by the hundred.
        staleTime: 0,
      }),
    issueReports: (id: string) =>
      queryOptions({ queryKey: queryKeys.issueReports(id), queryFn: () => client.listIssueUserReports(id) }),
    attachments: (org: string, project: string, eventId: string) =>
      queryOptions({
        queryKey: queryKeys.attachments(org, project, eventId),
        queryFn: () => client.listEventAttachments(org, project, eventId),
      }),
    tokens: () => queryOptions({ queryKey: queryKeys.tokens(), queryFn: () => client.listTokens({ limit: 100 }) }),
  }
}
