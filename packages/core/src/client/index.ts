export type { ContributionNode, GroupingExplanation, GroupingVariant } from '../grouping/explanation.js'
export type { AccountClient } from './account.js'
/**
 * The JSON of the management API, as GlitchTip and Sentry clients expect it.
 * Dates are ISO 8601 in UTC with a `Z`. Ids of organizations, teams, projects, members, issues and users are strings
 * of digits; ids of tokens, comments and alerts are numbers.
 */
export type * from './account-types.js'
export type { AdminClient, ThrottleInput } from './admin.js'
export type * from './admin-types.js'
export type * from './alert-types.js'
export type { AlertClient, DeliveryQuery } from './alerts.js'
export type * from './answer-types.js'
export type { KeyInput, OrganizationChange, ProjectChange, RetentionChange } from './changes.js'
export type { MishapClient } from './client.js'
export { createClient } from './client.js'
export type * from './event-types.js'
export type { GroupingClient } from './grouping.js'
export type * from './grouping-types.js'
export type * from './incident-types.js'
export type { IncidentClient, IncidentQuery } from './incidents.js'
export type * from './instance-types.js'
export type * from './integration-types.js'
export type { IntegrationClient } from './integrations.js'
export type * from './issue-types.js'
export type { IssueWorkClient } from './issue-work.js'
export type * from './issue-work-types.js'
export type { MaintenanceClient } from './maintenance.js'
export type * from './maintenance-types.js'
export type { ManagementClient } from './management.js'
export type * from './member-types.js'
export type { AuditQuery, MemberClient, MemberQuery } from './members.js'
export type * from './monitor-types.js'
export type {
  MonitorBulkInput,
  MonitorClient,
  MonitorHistoryQuery,
  MonitorQuery,
  MonitorUptimeQuery,
} from './monitors.js'
export type * from './organization-types.js'
export type { OrganizationClient, StatsQuery } from './organizations.js'
export type { PasskeyClient, PasskeyCredentialJson, PasskeyOptionsJson, SecurityClient } from './passkeys.js'
export type * from './project-types.js'
export type { EventListQuery, EventSearchQuery, IssueListQuery, IssueSortName, PageQuery } from './queries.js'
export type * from './release-types.js'
export type { ReleaseClient, ReleaseQuery, SessionsQuery } from './releases.js'
export type {
  IssueTopTagJson,
  SavedViewClient,
  SavedViewInput,
  SavedViewJson,
} from './saved-views.js'
export type { SearchClient, SearchCompletionQuery, SearchKeyJson, SearchValueJson } from './search.js'
export type { SignInClient } from './sign-in.js'
export type {
  ProviderAccountJson,
  ProviderJoiningJson,
  ProviderKindJson,
  SignInProviderInput,
  SignInProviderJson,
  SignInSettingsJson,
  SocialAppJson,
} from './sign-in-types.js'
export type * from './status-page-types.js'
export type { StatusPageClient } from './status-pages.js'
export type { ClientOptions, ListPage, ProofName, SessionJson } from './transport.js'
export { ApiError, parseLinkHeader } from './transport.js'
export type * from './uptime-types.js'
