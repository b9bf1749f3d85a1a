import type { IssueListQuery } from '@mishap/core/client'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'

export function useSettings() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.settings(), queryClient)
}

/** Whether somebody is signed in; never refused. */
export function useSession(isWanted = true) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.session(), enabled: isWanted }, queryClient)
}

export function useMe() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.me(), queryClient)
}

export function useOrganizations(isWanted = true) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.organizations(), enabled: isWanted }, queryClient)
}

export function useProjects(org: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.projects(org), queryClient)
}

export function useProject(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.project(org, project), queryClient)
}

/** The keys of a project; each holds a DSN. */
export function useKeys(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.keys(org, project), queryClient)
}

/** What a project filters and removes. */
export function useIngestSettings(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.ingestSettings(org, project), queryClient)
}

/** The last requests to the DSN of a project, as they were when asked. */
export function useIngestLogEntries(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.ingestLog(org, project), queryClient)
}

/** What is normal for a project, and what stood against its requests. */
export function useIngestLimits(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.ingestLimits(org, project), queryClient)
}

/** What a project holds and may hold. */
export function useRetention(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.retention(org, project), queryClient)
}

/** An organization with its settings. */
export function useOrganization(org: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.organization(org), queryClient)
}

/** One page of issues as it was when asked; `useIssueStream` hears of changes as well. */
export function useIssues(org: string, query: IssueListQuery) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.issueList(org, query), placeholderData: keepPreviousData }, queryClient)
}

export function useIssue(id: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.issue(id), queryClient)
}

/** Events by hour or day of each issue. Keeps the bars of the issues before while it reads those of others. */
export function useIssueStats(org: string, ids: readonly string[], period: '24h' | '14d') {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.issueStats(org, ids, period), placeholderData: keepPreviousData }, queryClient)
}

export function useIssueTags(id: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.issueTags(id), queryClient)
}

export function useIssueEvents(id: string, cursor: string | null = null) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.issueEvents(id, cursor), placeholderData: keepPreviousData }, queryClient)
}

/** `which`: an event's id, `latest`, `oldest` or `recommended`. With a search its neighbours are those found. */
export function useIssueEvent(
  id: string,
  which: string,
  { isWanted = true, query = '' }: { readonly isWanted?: boolean; readonly query?: string } = {},
) {
  const { queries, queryClient } = useMishap()
  const options = { ...queries.issueEvent(id, which, query), enabled: isWanted, placeholderData: keepPreviousData }
  return useQuery(options, queryClient)
}

/** The newest hundred events of an issue that a search finds; asks for nothing while it is empty. */
export function useEventSearch(id: string, query: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.eventSearch(id, query), queryClient)
}

/** The log of an issue, the newest entries first, a page more with every `fetchNextPage`. */
export function useIssueActivity(id: string) {
  const { queries, queryClient } = useMishap()
  return useInfiniteQuery(queries.issueActivity(id), queryClient)
}

/** Whom the ownership rules name for the newest event. */
export function useSuggestedOwners(id: string, isWanted = true) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.suggestedOwners(id), enabled: isWanted }, queryClient)
}

/** Issues of the project that may have the same cause. */
export function useSimilarIssues(id: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.similarIssues(id), queryClient)
}

/** Those of an organization who have an account or are invited. */
export function useMembers(org: string, isWanted = true) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.members(org), enabled: isWanted }, queryClient)
}

/** What people wrote about the issue; `isWanted` is false where its count says that nobody did. */
export function useIssueReports(id: string, isWanted = true) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.issueReports(id), enabled: isWanted }, queryClient)
}

/** Files of an event; asks once project and event are known. */
export function useEventAttachments(org: string, project: string | undefined, eventId: string | undefined) {
  const { queries, queryClient } = useMishap()
  const isKnown = project !== undefined && eventId !== undefined
  return useQuery({ ...queries.attachments(org, project ?? '', eventId ?? ''), enabled: isKnown }, queryClient)
}

export function useTokens() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.tokens(), queryClient)
}
