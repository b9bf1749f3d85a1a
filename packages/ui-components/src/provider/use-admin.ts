import type { AuditQuery, InstanceSettingsInput, MishapClient, ThrottleInput } from '@mishap/core/client'
import { keepPreviousData, type QueryKey, useMutation, useQuery } from '@tanstack/react-query'
import { useProof } from '../security/prove.js'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'
import { useChange } from './use-changes.js'

interface SearchQuery {
  readonly query: string
  readonly cursor: string | null
}

const PAGE = 50

/** Accounts of the instance, for superusers, as all that follows. */
export function useInstanceUsers(query: SearchQuery) {
  return useInstance(queryKeys.instanceUsers(query), (client) => client.listUsers({ limit: PAGE, ...query }))
}

export function useInstanceUser(id: string) {
  return useInstance(queryKeys.instanceUser(id), (client) => client.getUser(id))
}

export function useInstanceOrganizations(query: SearchQuery) {
  return useInstance(queryKeys.instanceOrganizations(query), (client) =>
    client.listAllOrganizations({ limit: PAGE, ...query }),
  )
}

export function useInstanceAuditLog(query: AuditQuery & { readonly organization?: string }) {
  return useInstance(queryKeys.instanceAuditLog(query), (client) => client.listInstanceAuditLog(query))
}

export function useInstanceSettings() {
  return useInstance(queryKeys.instancePart('settings'), (client) => client.getInstanceSettings())
}

const LOOK_EVERY_MS = 15_000

/** Read again while somebody looks at it. */
export function useInstanceHealth() {
  return useInstance(queryKeys.instancePart('health'), (client) => client.getInstanceHealth(), LOOK_EVERY_MS)
}

export function useInstanceIngest() {
  return useInstance(queryKeys.instancePart('ingest'), (client) => client.getInstanceIngest(), LOOK_EVERY_MS)
}

export function useInstanceStorage() {
  return useInstance(queryKeys.instancePart('storage'), (client) => client.getInstanceStorage())
}

/** What can be done with an account, and what is made stale by it. */
export function useUserChange<Input, Output>(run: (client: MishapClient, input: Input) => Promise<Output>) {
  return useChange(run, () => [queryKeys.instance()])
}

export function useThrottle(org: string) {
  return useChange(
    (client, change: ThrottleInput) => client.throttleOrganization(org, change),
    () => [queryKeys.instance(), queryKeys.organization(org)],
  )
}

export function useDeleteAnyOrganization() {
  return useChange(
    (client, org: string) => client.deleteAnyOrganization(org),
    () => [queryKeys.instance(), queryKeys.organizations()],
  )
}

export function useUpdateInstanceSettings() {
  return useChange(
    (client, change: InstanceSettingsInput) => client.updateInstanceSettings(change),
    () => [queryKeys.instance(), queryKeys.settings()],
  )
}

/** From now on everything is another's: what was read is forgotten. */
export function useImpersonate() {
  const { client, queryClient } = useMishap()
  const prove = useProof()
  const mutationFn = (id: string) => prove(() => client.impersonate(id))
  return useMutation({ mutationFn, onSuccess: () => queryClient.clear() }, queryClient)
}

export function useStopImpersonation() {
  const { client, queryClient } = useMishap()
  return useMutation(
    { mutationFn: () => client.stopImpersonation(), onSuccess: () => queryClient.clear() },
    queryClient,
  )
}

function useInstance<T>(queryKey: QueryKey, read: (client: MishapClient) => Promise<T>, refetchInterval?: number) {
  const { client, queryClient } = useMishap()
  const often = refetchInterval === undefined ? {} : { refetchInterval }
  const options = { queryKey, queryFn: () => read(client), placeholderData: keepPreviousData, ...often }
  return useQuery<T>(options as Parameters<typeof useQuery<T>>[0], queryClient)
}
