import type {
  CodeMappingInput,
  IntegrationInput,
  IntegrationJson,
  IssueLinkInput,
  MuteInput,
} from '@mishap/core/client'
import { useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { everyPage } from './every-page.js'
import { queryKeys } from './query-keys.js'
import { useChange } from './use-changes.js'

/** What Mishap works with, by age. */
export function useIntegrations(org: string, isWanted = true) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.integrations(org),
      queryFn: () => everyPage((page) => client.listIntegrations(org, page)),
      enabled: isWanted,
      staleTime: 60_000,
    },
    queryClient,
  )
}

/** Makes one, or changes the one that is given. */
export function useSaveIntegration(org: string, integration: IntegrationJson | null) {
  return useChange(
    async (client, { kind, ...input }: IntegrationInput) =>
      integration === null
        ? client.createIntegration(org, { kind, ...input })
        : { ...(await client.updateIntegration(org, integration.id, input)), webhookSecret: null },
    () => [queryKeys.integrations(org)],
  )
}

export function useDeleteIntegration(org: string) {
  return useChange(
    (client, id: string) => client.deleteIntegration(org, id),
    () => [queryKeys.integrations(org), queryKeys.codeMappings(org), queryKeys.allIssues()],
  )
}

export function useTestIntegration(org: string) {
  return useChange(
    (client, id: string) => client.testIntegration(org, id),
    () => [queryKeys.integrations(org)],
  )
}

/** Repositories or projects of the other side; nothing is asked while `id` is empty. */
export function useIntegrationTargets(org: string, id: string) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.integrationTargets(org, id),
      queryFn: () => client.listIntegrationTargets(org, id),
      enabled: id !== '',
      staleTime: 60_000,
      retry: false,
    },
    queryClient,
  )
}

export function useCodeMappings(org: string) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.codeMappings(org),
      queryFn: () => everyPage((page) => client.listCodeMappings(org, page)),
      staleTime: 300_000,
    },
    queryClient,
  )
}

/** Makes a mapping where `id` is null. */
export function useSaveCodeMapping(org: string) {
  return useChange(
    (client, { id, input }: { readonly id: string | null; readonly input: CodeMappingInput }) =>
      id === null ? client.createCodeMapping(org, input) : client.updateCodeMapping(org, id, input),
    () => [queryKeys.codeMappings(org)],
  )
}

export function useDeleteCodeMapping(org: string) {
  return useChange(
    (client, id: string) => client.deleteCodeMapping(org, id),
    () => [queryKeys.codeMappings(org)],
  )
}

/** What the issue is linked to in trackers. */
export function useIssueLinks(issueId: string) {
  const { client, queryClient } = useMishap()
  return useQuery(
    { queryKey: queryKeys.issueLinks(issueId), queryFn: () => client.listIssueLinks(issueId) },
    queryClient,
  )
}

export function useCreateIssueLink(issueId: string) {
  return useChange(
    (client, input: IssueLinkInput) => client.createIssueLink(issueId, input),
    () => [queryKeys.issueLinks(issueId)],
  )
}

export function useDeleteIssueLink(issueId: string) {
  return useChange(
    (client, id: string) => client.deleteIssueLink(issueId, id),
    () => [queryKeys.issueLinks(issueId)],
  )
}

/** What the integration's template makes of the issue; nothing is asked while `integration` is empty. */
export function useIssueDraft(issueId: string, integration: string) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.issueDraft(issueId, integration),
      queryFn: () => client.draftIssueLink(issueId, integration),
      enabled: integration !== '',
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    },
    queryClient,
  )
}

/** What keeps alerts silent: for everybody, and for the reader. */
export function useMutes(org: string) {
  const { client, queryClient } = useMishap()
  return useQuery(
    {
      queryKey: queryKeys.mutes(org),
      queryFn: () => everyPage((page) => client.listMutes(org, page)),
      staleTime: 60_000,
    },
    queryClient,
  )
}

export function useMute(org: string) {
  return useChange(
    (client, mute: MuteInput) => client.createMute(org, mute),
    () => [queryKeys.allMutes()],
  )
}

export function useUnmute(org: string) {
  return useChange(
    async (client, ids: readonly string[]) => {
      for (const id of ids) await client.deleteMute(org, id)
    },
    () => [queryKeys.allMutes()],
  )
}
