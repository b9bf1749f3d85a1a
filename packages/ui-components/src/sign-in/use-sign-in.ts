import type { SignInProviderInput } from '@mishap/core/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { useChange } from '../provider/use-changes.js'
import { useProof } from '../security/prove.js'

/** Leaves for a provider. The browser comes back to `next`, a path of the app. */
export function useProviderSignIn() {
  const { client, queryClient, navigation } = useMishap()
  const prove = useProof()
  return useMutation(
    {
      mutationFn: ({ next, ...request }: { provider: string; next: string; process: 'login' | 'connect' }) =>
        prove(() => client.beginSignIn({ ...request, next: navigation.href(next) })),
      onSuccess: ({ location }) => {
        // Only where there is no provider: in stories and demonstrations.
        if (location.startsWith('/')) return navigation.navigate(location)
        globalThis.location.assign(location)
      },
    },
    queryClient,
  )
}

/** Gives the address that the provider did not tell. */
export function useFinishProviderSignup() {
  return useChange(
    (client, email: string) => client.finishProviderSignup(email),
    () => [queryKeys.session(), queryKeys.me(), queryKeys.organizations()],
  )
}

export function useProviderAccounts() {
  const { client, queryClient } = useMishap()
  const queryKey = queryKeys.providerAccounts()
  return useQuery({ queryKey, queryFn: () => client.listProviderAccounts() }, queryClient)
}

export function useDisconnectProvider() {
  const prove = useProof()
  return useChange(
    (client, account: { provider: string; account: string }) => prove(() => client.disconnectProvider(account)),
    () => [queryKeys.providerAccounts(), queryKeys.me()],
  )
}

/** How people sign in, for superusers. */
export function useSignInSettings() {
  const { client, queryClient } = useMishap()
  const queryKey = queryKeys.signInSettings()
  return useQuery({ queryKey, queryFn: () => client.getSignInSettings() }, queryClient)
}

const changed = () => [queryKeys.signInSettings(), queryKeys.settings()]

export function useAllowPasswords() {
  return useChange((client, allowsPasswords: boolean) => client.updateSignInSettings({ allowsPasswords }), changed)
}

export function useSaveProvider() {
  return useChange(
    (client, { id, provider }: { id: string; provider: SignInProviderInput }) =>
      client.saveSignInProvider(id, provider),
    changed,
  )
}

export function useDeleteProvider() {
  return useChange((client, id: string) => client.deleteSignInProvider(id), changed)
}

/** Asks the provider as a sign-in would. */
export function useCheckProvider() {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: (id: string) => client.checkSignInProvider(id) }, queryClient)
}
