import type { MishapClient, SessionJson } from '@mishap/core/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'
import { queryKeys } from './query-keys.js'

/** Signs in, or gets as far as the second factor. */
export function useLogin() {
  return useEntering((client, input: { email: string; password: string }) => client.login(input))
}

/** Finishes a sign-in with a second factor. Who comes too late is not signed in, and nothing waits for them any more. */
export function useLoginByCode() {
  return useEntering((client, code: string) => client.authenticateByCode(code))
}

/** Has a link sent to an address. */
export function useRequestPasswordReset() {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: (email: string) => client.requestPasswordReset(email) }, queryClient)
}

/** Whose password the link of a mail sets. */
export function usePasswordReset(key: string) {
  const { client, queryClient } = useMishap()
  const queryKey = queryKeys.passwordReset(key)
  return useQuery({ queryKey, queryFn: () => client.checkPasswordReset(key), staleTime: Infinity }, queryClient)
}

/** Sets a password by the link of a mail. Nobody is signed in after it, here neither. */
export function useResetPassword() {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (input: { key: string; password: string }) => client.resetPassword(input),
      onSuccess: () => {
        queryClient.removeQueries({ queryKey: queryKeys.session() })
        queryClient.removeQueries({ queryKey: queryKeys.me() })
      },
    },
    queryClient,
  )
}

/** Confirms an address by the link of a mail, whoever is signed in. */
export function useConfirmEmail() {
  const { client, queryClient } = useMishap()
  return useMutation({ mutationFn: (token: string) => client.confirmEmail(token) }, queryClient)
}

/** The two ends of an invitation's link. */
export interface InvitationLink {
  readonly id: string
  readonly token: string
}

/** Who is invited, to what. */
export function useInvitation({ id, token }: InvitationLink) {
  const { client, queryClient } = useMishap()
  const queryKey = queryKeys.invitation(id, token)
  return useQuery({ queryKey, queryFn: () => client.getInvitation(id, token), staleTime: Infinity }, queryClient)
}

/** Joins with the account that is signed in. */
export function useAcceptInvitation({ id, token }: InvitationLink) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: () => client.acceptInvitation(id, token),
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: queryKeys.organizations() }),
    },
    queryClient,
  )
}

/** Makes an account on one's own behalf. */
export function useSignup() {
  return useEntering((client, input: { email: string; password: string }) => client.signup(input))
}

/** Makes an account that is a member at once. */
export function useSignupByInvitation(invitation: InvitationLink) {
  return useEntering((client, input: { email: string; password: string }) => client.signup({ ...input, invitation }))
}

// Whoever asks next knows of it: a page that still saw nobody would lead back to the sign-in.
function useEntering<Input>(enter: (client: MishapClient, input: Input) => Promise<SessionJson>) {
  const { client, queryClient } = useMishap()
  return useMutation(
    {
      mutationFn: (input: Input) => enter(client, input),
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
