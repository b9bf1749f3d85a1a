import type { MaintenanceInput } from '@mishap/core/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type MishapUi, useMishap } from '../provider/context.js'
import { useChange } from '../provider/use-changes.js'

const key = (org: string) => ['mishap', 'organization', org, 'maintenance'] as const

/** As many as are shown: the first are those that go on or come. */
const MOST = 100

const maintenanceQuery = (client: MishapUi['client'], org: string) =>
  queryOptions({ queryKey: key(org), queryFn: () => client.listMaintenance(org, { limit: MOST }) })

/** Windows that go on or come, and those that are past. They begin and end by themselves, so it is asked again. */
export function useMaintenance(org: string) {
  const { client, queryClient } = useMishap()
  return useQuery({ ...maintenanceQuery(client, org), refetchInterval: 60_000 }, queryClient)
}

/** Makes one, or replaces the one with the id. */
export function useSaveMaintenance(org: string) {
  return useChange(
    (client, { id, input }: { readonly id: string | null; readonly input: MaintenanceInput }) =>
      id === null ? client.createMaintenance(org, input) : client.updateMaintenance(org, id, input),
    () => [key(org)],
  )
}

export function useDeleteMaintenance(org: string) {
  return useChange(
    (client, id: string) => client.deleteMaintenance(org, id),
    () => [key(org)],
  )
}
