import type {
  IngestSettingsJson,
  KeyInput,
  MishapClient,
  OrganizationChange,
  ProjectChange,
  RetentionChange,
  SetupInput,
} from '@mishap/core/client'
import { notifyManager, type QueryKey, useMutation } from '@tanstack/react-query'
import { useProof } from '../security/prove.js'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'

/** Makes the first user and signs in. */
export function useSetUp() {
  const { client, queryClient, queries } = useMishap()
  return useMutation(
    {
      mutationFn: (input: SetupInput) => client.setup(input),
      onSuccess: async () => {
        // In this order: a server that is set up with nobody signed in would mean that somebody else did it.
        await queryClient.fetchQuery({ ...queries.session(), staleTime: 0 })
        await queryClient.invalidateQueries({ queryKey: queryKeys.settings() })
      },
    },
    queryClient,
  )
}

/** Signs out and forgets everything that was read. */
export function useLogout() {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: () => client.logout(), onSuccess: () => queryClient.clear() }, queryClient)
}

export function useCreateOrganization() {
  return useChange(
    (client, input: { name: string }) => client.createOrganization(input),
    () => [queryKeys.organizations()],
  )
}

/** Without a team it goes to the first, which is made where the organization has none. */
export function useCreateProject(org: string) {
  return useChange(
    async (client, { team, ...input }: { name: string; platform: string | null; team?: string }) => {
      const first = async () =>
        (await client.listTeams(org, { limit: 1 })).items[0] ?? (await client.createTeam(org, { slug: org }))
      return client.createProject(org, team ?? (await first()).slug, input)
    },
    () => [queryKeys.projects(org), queryKeys.allProjects()],
  )
}

export function useUpdateProject(org: string, project: string) {
  return useChange(
    (client, change: ProjectChange) => client.updateProject(org, project, change),
    () => [queryKeys.projects(org)],
  )
}

export function useUpdateKey(org: string, project: string) {
  return useChange(
    (client, { key, change }: { key: string; change: KeyInput }) => client.updateKey(org, project, key, change),
    () => [queryKeys.keys(org, project)],
  )
}

export function useUpdateOrganization(org: string) {
  return useChange(
    (client, change: OrganizationChange) => client.updateOrganization(org, change),
    () => [queryKeys.organizations(), queryKeys.organization(org)],
  )
}

export function useUpdateIngestSettings(org: string, project: string) {
  return useChange(
    (client, change: Partial<IngestSettingsJson>) => client.updateIngestSettings(org, project, change),
    () => [queryKeys.ingestSettings(org, project)],
  )
}

export function useUpdateRetention(org: string, project: string) {
  return useChange(
    (client, change: RetentionChange) => client.updateRetention(org, project, change),
    () => [queryKeys.retention(org, project)],
  )
}

export function useDeleteProject(org: string) {
  return useChange(
    (client, project: string) => client.deleteProject(org, project),
    () => [queryKeys.projects(org), queryKeys.issueLists(org)],
  )
}

export function useCreateToken() {
  return useChange(
    (client, input: { label: string; scopes: readonly string[]; expires: string | null }) => client.createToken(input),
    () => [queryKeys.tokens()],
  )
}

export function useDeleteToken() {
  return useChange(
    (client, id: number) => client.deleteToken(id),
    () => [queryKeys.tokens()],
  )
}

interface ChangeOptions {
  /**
   * It counts as done when what was read is shown, for what shows the input until then. Not where that takes the asker off
   * the page, whose own `onSuccess` nobody would call.
   */
  readonly isShownFirst?: boolean
}

/** A mutation that lets what it made stale be read again before it counts as done. */
export function useChange<Input, Output>(
  run: (client: MishapClient, input: Input) => Promise<Output>,
  stale: () => readonly QueryKey[],
  { isShownFirst = false }: ChangeOptions = {},
) {
  const { client, queryClient } = useMishap()
  const prove = useProof()
  return useMutation(
    {
      mutationFn: (input: Input) => prove(() => run(client, input)),
      onSuccess: async () => {
        await Promise.all(stale().map((queryKey) => queryClient.invalidateQueries({ queryKey })))
        // Who shows it is told in a task of its own, which is ahead of this one.
        if (isShownFirst) await new Promise<void>((resolve) => notifyManager.schedule(resolve))
      },
    },
    queryClient,
  )
}
