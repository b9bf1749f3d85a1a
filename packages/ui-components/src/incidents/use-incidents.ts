import type {
  IncidentChange,
  IncidentDetailJson,
  IncidentInput,
  IncidentQuery,
  IncidentUpdateInput,
} from '@mishap/core/client'
import { keepPreviousData, queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { MishapUi } from '../provider/context.js'
import { useMishap } from '../provider/context.js'
import { useChange } from '../provider/use-changes.js'

const keys = {
  /** All that incidents of an organization are part of. */
  all: (org: string) => ['mishap', 'organization', org, 'incidents'] as const,
  list: (org: string, query: IncidentQuery) => [...keys.all(org), 'list', query] as const,
  one: (org: string, id: string) => [...keys.all(org), id] as const,
  issues: (org: string, id: string) => [...keys.all(org), id, 'issues'] as const,
}

type Client = MishapUi['client']

/** What is read of incidents, and under which keys it is kept. */
export const incidentQueries = {
  list: (client: Client, org: string, query: IncidentQuery) =>
    queryOptions({ queryKey: keys.list(org, query), queryFn: () => client.listIncidents(org, query) }),
  one: (client: Client, org: string, id: string) =>
    queryOptions({ queryKey: keys.one(org, id), queryFn: () => client.getIncident(org, id) }),
  issues: (client: Client, org: string, id: string) =>
    queryOptions({ queryKey: keys.issues(org, id), queryFn: () => client.incidentIssues(org, id) }),
}

/** Incidents open and close by themselves: an open page asks again every so often. */
const AGAIN_MS = 30_000

/** A page of incidents, open ones first. */
export function useIncidents(org: string, query: IncidentQuery) {
  const { client, queryClient } = useMishap()
  const options = incidentQueries.list(client, org, query)
  return useQuery({ ...options, placeholderData: keepPreviousData, refetchInterval: AGAIN_MS }, queryClient)
}

export function useIncident(org: string, id: string) {
  const { client, queryClient } = useMishap()
  return useQuery({ ...incidentQueries.one(client, org, id), refetchInterval: AGAIN_MS }, queryClient)
}

/** What rose while it went on. */
export function useIncidentIssues(org: string, id: string) {
  const { client, queryClient } = useMishap()
  return useQuery(incidentQueries.issues(client, org, id), queryClient)
}

export function useCreateIncident(org: string) {
  return useChange(
    (client, input: IncidentInput) => client.createIncident(org, input),
    () => [keys.all(org)],
  )
}

export function useUpdateIncident(org: string, id: string) {
  return useIncidentChange(org, id, (client, change: IncidentChange) => client.updateIncident(org, id, change))
}

export function useAddIncidentUpdate(org: string, id: string) {
  return useIncidentChange(org, id, (client, update: IncidentUpdateInput) => client.addIncidentUpdate(org, id, update))
}

/** What is answered is shown at once; lists are read again. */
function useIncidentChange<Input>(
  org: string,
  id: string,
  run: (client: Client, input: Input) => Promise<IncidentDetailJson>,
) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (input: Input) => run(client, input),
      onSuccess: (incident) => {
        queryClient.setQueryData(keys.one(org, id), incident)
        return queryClient.invalidateQueries({ queryKey: [...keys.all(org), 'list'] })
      },
    },
    queryClient,
  )
}
