import type { EventListQuery, MishapClient, SplitInput } from '@mishap/core/client'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'

/** One page of the events of an issue that a search finds, the newest first. */
export function useFoundEvents(id: string, query: EventListQuery) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.foundEvents(id, query), placeholderData: keepPreviousData }, queryClient)
}

/** The values of one tag, more of them than the list of all tags holds. */
export function useIssueTag(id: string, key: string | null) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.issueTag(id, key ?? ''), enabled: key !== null }, queryClient)
}

/** Why an event is in its issue. `which`: an event's id, `latest` or `oldest`; null asks for none. */
export function useExplanation(id: string, which: string | null) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.explanation(id, which ?? ''), enabled: which !== null }, queryClient)
}

/** The hashes of an issue, each with its newest event. */
export function useIssueHashes(org: string, id: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.issueHashes(org, id), queryClient)
}

/** What is part of the issue and can be taken out again. */
export function useMergedIssues(id: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.mergedIssues(id), queryClient)
}

/** What was split off the issue and can go home. */
export function useSplits(id: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.splits(id), queryClient)
}

/** What a split would do; null asks for nothing. */
export function useSplitPreview(id: string, input: SplitInput | null) {
  const { queries, queryClient } = useMishap()
  return useQuery(
    {
      ...queries.splitPreview(id, input ?? { hashes: [] }),
      enabled: input !== null,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
}

export function useDiscardedIssues(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.discardedIssues(org, project), queryClient)
}

/** Merges, splits and what takes them back: afterwards the issue, its parts and every list are read again. */
export function usePartChange<Input, Output>(
  org: string,
  run: (client: MishapClient, input: Input) => Promise<Output>,
) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (input: Input) => run(client, input),
      onSuccess: async () => {
        void queryClient.invalidateQueries({ queryKey: queryKeys.issueLists(org) })
        await queryClient.invalidateQueries({ queryKey: queryKeys.allIssues() })
      },
    },
    queryClient,
  )
}

/** Events like those of the issue are taken again. */
export function useUndiscard(org: string, project: string) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (id: string) => client.undiscardIssue(org, project, id),
      onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.discardedIssues(org, project) }),
    },
    queryClient,
  )
}
