import type { MishapClient } from '@mishap/core/client'
import { type QueryKey, useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { askPasskey, makePasskey } from './browser-credentials.js'
import { useProof } from './prove.js'

/** What the reader has beside the password. */
export function useAuthenticators() {
  const { client, queryClient } = useMishap()
  return useQuery({ queryKey: queryKeys.authenticators(), queryFn: () => client.listAuthenticators() }, queryClient)
}

/** Where the reader is signed in. */
export function useBrowserSessions() {
  const { client, queryClient } = useMishap()
  return useQuery({ queryKey: queryKeys.browserSessions(), queryFn: () => client.listBrowserSessions() }, queryClient)
}

/** Other browsers are signed out by it. */
export function useChangePassword() {
  return useProvenChange(
    (client, change: { current?: string; password: string }) => client.changePassword(change),
    [queryKeys.me(), queryKeys.browserSessions()],
  )
}

/** The secret for an app. */
export function useBeginTotp() {
  return useProvenChange(async (client) => {
    const totp = await client.getTotp()
    if (totp.isActive) throw new Error('There is an authenticator app already. Reload the page to see it.')
    return totp
  }, [])
}

/** Keeps the app, and gives the recovery codes that belong to it. */
export function useActivateTotp() {
  return useProvenChange(async (client, code: string) => {
    await client.activateTotp(code)
    return client.getRecoveryCodes()
  }, FACTORS)
}

export function useDeactivateTotp() {
  return useProvenChange((client) => client.deactivateTotp(), FACTORS)
}

export function useRecoveryCodes() {
  return useProvenChange((client) => client.getRecoveryCodes(), [])
}

/** Those of before are worth nothing then. */
export function useReplaceRecoveryCodes() {
  return useProvenChange((client) => client.replaceRecoveryCodes(), FACTORS)
}

/** Has the browser make a passkey; gives the recovery codes where they are new. */
export function useAddPasskey() {
  return useProvenChange(async (client, { name, isPasswordless }: { name: string; isPasswordless: boolean }) => {
    const credential = await makePasskey(await client.beginPasskey({ isPasswordless }))
    const { areCodesNew } = await client.addPasskey({ name, credential })
    return areCodesNew ? client.getRecoveryCodes() : null
  }, FACTORS)
}

export function useRenamePasskey() {
  return useProvenChange(
    (client, { id, name }: { id: number; name: string }) => client.renamePasskey(id, name),
    FACTORS,
  )
}

export function useRemovePasskey() {
  return useProvenChange((client, id: number) => client.removePasskeys([id]), FACTORS)
}

/** Signs browsers out. */
export function useEndBrowserSessions() {
  return useProvenChange(
    (client, ids: readonly string[]) => client.endBrowserSessions(ids),
    [queryKeys.browserSessions()],
  )
}

/** Signs in by a passkey, with nothing else or after the password. */
export function usePasskeySignIn(after: 'nothing' | 'password') {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: async () => {
        if (after === 'nothing') return client.loginByPasskey(await askPasskey(await client.beginPasskeyLogin()))
        return client.authenticateByPasskey(await askPasskey(await client.beginPasskeyFactor()))
      },
      onSuccess: (session) => {
        queryClient.setQueryData(queryKeys.session(), session)
        if (!session.isAuthenticated) return
        void queryClient.invalidateQueries({ queryKey: queryKeys.me() })
        void queryClient.invalidateQueries({ queryKey: queryKeys.organizations() })
      },
    },
    queryClient,
  )
}

const FACTORS: readonly QueryKey[] = [queryKeys.authenticators()]

/** A change for which the server may want to know once more who asks. */
function useProvenChange<Input = void, Output = void>(
  change: (client: MishapClient, input: Input) => Promise<Output>,
  stale: readonly QueryKey[],
) {
  const { client, queryClient } = useMishap()
  const prove = useProof()
  return useMutation(
    {
      mutationFn: (input: Input) => prove(() => change(client, input)),
      onSuccess: () => {
        for (const queryKey of stale) void queryClient.invalidateQueries({ queryKey })
      },
    },
    queryClient,
  )
}
