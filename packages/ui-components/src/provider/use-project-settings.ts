import type { KeyInput } from '@mishap/core/client'
import { useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'
import { useChange } from './use-changes.js'
import { useOrganization } from './use-queries.js'

export function useCreateKey(org: string, project: string) {
  return useChange(
    (client, input: KeyInput) => client.createKey(org, project, input),
    () => [queryKeys.keys(org, project)],
  )
}

export function useDeleteKey(org: string, project: string) {
  return useChange(
    (client, key: string) => client.deleteKey(org, project, key),
    () => [queryKeys.keys(org, project)],
  )
}

/** The environments of a project, hidden ones as well. */
export function useEnvironments(org: string, project: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.environments(org, project), queryClient)
}

export function useUpdateEnvironment(org: string, project: string) {
  return useChange(
    (client, { name, isHidden }: { name: string; isHidden: boolean }) =>
      client.updateProjectEnvironment(org, project, name, { isHidden }),
    () => [queryKeys.environments(org, project)],
  )
}

/** Gives a project to a team, or takes it away. */
export function useMoveTeam(org: string, project: string) {
  return useChange(
    (client, { team, isIn }: { team: string; isIn: boolean }) =>
      isIn ? client.addProjectTeam(org, project, team) : client.removeProjectTeam(org, project, team),
    () => [queryKeys.projects(org), queryKeys.teams(org)],
  )
}

/** What the reader's role may do in an organization; everything while it is not known, for the server knows. */
export function useMay(org: string, scope: string): boolean {
  const { data } = useOrganization(org)
  return data === undefined || data.access.includes(scope)
}
