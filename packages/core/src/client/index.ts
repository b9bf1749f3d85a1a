export type { ContributionNode, GroupingExplanation, GroupingVariant } from '../grouping/explanation.js'
export type { AccountClient } from './account.js'
export type * from './account-types.js'
export type {
  EventListQuery,
  EventSearchQuery,
  IssueListQuery,
  IssueSortName,
  KeyInput,
  MishapClient,
  OrganizationChange,
  PageQuery,
  ProjectChange,
  RetentionChange,
} from './client.js'
export { createClient } from './client.js'
export type { GroupingClient } from './grouping.js'
export type * from './grouping-types.js'
export type * from './issue-types.js'
export type { IssueWorkClient } from './issue-work.js'
export type { ManagementClient, SessionsQuery, StatsQuery } from './management.js'
export type * from './member-types.js'
export type { AuditQuery, MemberClient } from './members.js'
export type {
  IssueTopTagJson,
  SavedViewClient,
  SavedViewInput,
  SavedViewJson,
} from './saved-views.js'
export type { SearchClient, SearchCompletionQuery, SearchKeyJson, SearchValueJson } from './search.js'
export type { ClientOptions, ListPage, SessionJson } from './transport.js'
export { ApiError, parseLinkHeader } from './transport.js'
export type * from './types.js'
