import type { SessionJson } from '@mishap/core/client'
import { useEffect } from 'react'
import { ErrorState, Skeleton } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths, safeNext } from '../provider/paths.js'
import { useSession } from '../provider/use-queries.js'
import { ProviderSignupForm } from '../sign-in/provider-signup-form.js'
import { LoginCodeForm } from './login-code-form.js'
import { NarrowPage } from './narrow-page.js'

/** Where a provider leads back to: on to `?next=`, or to what is still missing, a second factor or an address. */
export function FinishSignInScreen() {
  const { navigate, useLocation } = useNavigation()
  const { search } = useLocation()
  const session = useSession()
  const next = safeNext(search)
  const { isAuthenticated, pendingFactors, pendingProvider } = session.data ?? {}
  const isNothingMissing = session.data !== undefined && pendingFactors === undefined && pendingProvider === undefined
  useEffect(() => {
    if (isNothingMissing) navigate(isAuthenticated ? next : paths.login(next), { replace: true })
  }, [isNothingMissing, isAuthenticated, navigate, next])
  const goOn = (entered: SessionJson) => navigate(entered.isAuthenticated ? next : paths.login(next), { replace: true })
  if (pendingFactors !== undefined)
    return (
      <NarrowPage title="Enter your code">
        <LoginCodeForm factors={pendingFactors} onDone={goOn} onBack={() => navigate(paths.login(next))} />
      </NarrowPage>
    )
  if (pendingProvider !== undefined)
    return (
      <NarrowPage title="Your address">
        <ProviderSignupForm name={pendingProvider} onDone={goOn} />
      </NarrowPage>
    )
  return (
    <NarrowPage title="Sign in">
      {session.error === null ? (
        <Skeleton lines={3} height={24} />
      ) : (
        <ErrorState error={session.error} onRetry={() => void session.refetch()} />
      )}
    </NarrowPage>
  )
}
