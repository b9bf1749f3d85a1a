import type { GroupingChangeInput, OwnershipJson } from '@mishap/core/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'

/** How a project groups. */
export function useGroupingSettings(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.grouping(org, project), queryClient)
}

export function useUpdateGrouping(org: string, project: string) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (change: GroupingChangeInput) => client.updateGroupingSettings(org, project, change),
      onSuccess: (saved) => queryClient.setQueryData(queryKeys.grouping(org, project), saved),
    },
    queryClient,
  )
}

/** What a change would do; its result is kept until the next try. */
export function usePreviewGrouping(org: string, project: string) {
  const { client, queryClient } = useMishap()
  return useMutation(
    { mutationFn: (change: GroupingChangeInput) => client.previewGrouping(org, project, change) },
    queryClient,
  )
}

/** Who owns what, as it was typed. */
export function useOwnership(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.ownership(org, project), queryClient)
}

export function useUpdateOwnership(org: string, project: string) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (raw: string) => client.updateOwnership(org, project, raw),
      onSuccess: (saved: OwnershipJson) => queryClient.setQueryData(queryKeys.ownership(org, project), saved),
    },
    queryClient,
  )
}

export function usePreviewOwnership(org: string, project: string) {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: (raw: string) => client.previewOwnership(org, project, raw) }, queryClient)
}
