import type { StatusPageInput } from '@mishap/core/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type MishapUi, useMishap } from '../provider/context.js'
import { useChange } from '../provider/use-changes.js'

const keys = {
  all: (org: string) => ['mishap', 'organization', org, 'status-pages'] as const,
  one: (org: string, slug: string) => [...keys.all(org), slug] as const,
  subscribers: (org: string, slug: string) => [...keys.all(org), slug, 'subscribers'] as const,
}

type Client = MishapUi['client']

/** What is read of status pages, and under which keys it is kept. */
const statusPageQueries = {
  list: (client: Client, org: string) =>
    queryOptions({ queryKey: keys.all(org), queryFn: () => client.listStatusPages(org, { limit: 100 }) }),
  one: (client: Client, org: string, slug: string) =>
    queryOptions({ queryKey: keys.one(org, slug), queryFn: () => client.getStatusPage(org, slug) }),
}

/** By name. */
export function useStatusPages(org: string) {
  const { client, queryClient } = useMishap()
  return useQuery(statusPageQueries.list(client, org), queryClient)
}

export function useStatusPage(org: string, slug: string) {
  const { client, queryClient } = useMishap()
  return useQuery(statusPageQueries.one(client, org, slug), queryClient)
}

/** The newest hundred. */
export function useSubscribers(org: string, slug: string) {
  const { client, queryClient } = useMishap()
  const queryFn = () => client.listStatusPageSubscribers(org, slug, { limit: 100 })
  return useQuery({ queryKey: keys.subscribers(org, slug), queryFn }, queryClient)
}

export function useCreateStatusPage(org: string) {
  return useChange(
    (client, input: StatusPageInput) => client.createStatusPage(org, input),
    () => [keys.all(org)],
  )
}

export function useUpdateStatusPage(org: string, slug: string) {
  return useChange(
    (client, input: StatusPageInput) => client.updateStatusPage(org, slug, input),
    () => [keys.all(org)],
  )
}

export function useDeleteStatusPage(org: string) {
  const { client, queryClient } = useMishap()
  return useChange(
    async (_, slug: string) => {
      await client.deleteStatusPage(org, slug)
      queryClient.removeQueries({ queryKey: keys.one(org, slug) })
    },
    () => [keys.all(org)],
  )
}

/** Sets the logo, an image in Base64; null takes it away. */
export function useSetLogo(org: string, slug: string) {
  return useChange(
    async (client, image: string | null) => {
      if (image === null) await client.deleteStatusPageLogo(org, slug)
      else await client.putStatusPageLogo(org, slug, { image })
    },
    () => [keys.one(org, slug)],
  )
}

export function useRemoveSubscriber(org: string, slug: string) {
  return useChange(
    (client, id: string) => client.deleteStatusPageSubscriber(org, slug, id),
    () => [keys.one(org, slug)],
  )
}
