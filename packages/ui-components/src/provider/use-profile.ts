import type { NotificationMatrixInput, UserJson } from '@mishap/core/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { paths } from './paths.js'
import { queryKeys } from './query-keys.js'
import { useChange } from './use-changes.js'

export function useUpdateMe() {
  return useChange(
    (client, change: { name?: string; options?: Partial<UserJson['options']> }) => client.updateMe(change),
    () => [queryKeys.me(), queryKeys.session()],
  )
}

/** Deletes the reader's account, leads to the sign-in and forgets everything that was read. */
export function useDeleteMe() {
  const { client, queryClient, navigation } = useMishap()
  return useMutation(
    {
      mutationFn: () => client.deleteMe(),
      onSuccess: () => {
        // First: a page that read again would be refused, and would ask to be shown after the next sign-in.
        navigation.navigate(paths.login(), { replace: true })
        queryClient.clear()
      },
    },
    queryClient,
  )
}

/** The addresses of the reader, the primary one first. */
export function useEmails() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.emails(), queryClient)
}

export function useAddEmail() {
  return useChange(
    (client, email: string) => client.addEmail(email),
    () => [queryKeys.emails()],
  )
}

/** What is done with an address that is there. */
export function useChangeEmail() {
  return useChange(
    async (client, { email, action }: { email: string; action: 'primary' | 'remove' | 'resend' }) => {
      if (action === 'primary') await client.setPrimaryEmail(email)
      if (action === 'remove') await client.removeEmail(email)
      if (action === 'resend') await client.sendConfirmation(email)
    },
    () => [queryKeys.emails(), queryKeys.me()],
  )
}

/** Organizations that the reader cannot leave without handing them on. */
export function useOwnedOrganizations() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.ownedOrganizations(), queryClient)
}

/** What mails the reader wants, and when. */
export function useNotificationMatrix() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.notificationMatrix(), queryClient)
}

export function useUpdateNotificationMatrix() {
  return useChange(
    (client, change: NotificationMatrixInput) => client.updateNotificationMatrix(change),
    () => [queryKeys.notificationMatrix()],
    { isShownFirst: true },
  )
}

/** What the reader has muted for themselves, in every organization. */
export function useOwnMutes() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.ownMutes(), queryClient)
}

export function useDeleteOwnMute() {
  return useChange(
    (client, { org, id }: { org: string; id: string }) => client.deleteMute(org, id),
    () => [queryKeys.allMutes()],
  )
}

/** The projects of every organization of the reader. */
export function useAllProjects() {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.allProjects(), queryClient)
}

/** Says yes to a set-up program that waits. */
export function useGrantWizard() {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: (hash: string) => client.grantWizard(hash) }, queryClient)
}
