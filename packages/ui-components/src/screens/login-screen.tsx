import type { SessionJson } from '@mishap/core/client'
import { useEffect, useState } from 'react'
import { useNavigation } from '../provider/context.js'
import { paths, safeNext } from '../provider/paths.js'
import { useSettings } from '../provider/use-queries.js'
import { WaysIn } from '../sign-in/ways-in.js'
import { HostSignIn } from './host-sign-in.js'
import { LoginCodeForm } from './login-code-form.js'
import { LoginForm } from './login-form.js'
import { NarrowPage } from './narrow-page.js'

/** Signs in, by a second factor where there is one, and goes on to `?next=`. A server without users is set up first. */
export function LoginScreen() {
  const { navigate, useLocation } = useNavigation()
  const { search } = useLocation()
  const [factors, setFactors] = useState<readonly string[] | null>(null)
  const [isLate, setIsLate] = useState(false)
  const settings = useSettings()
  const needsSetup = settings.data?.needsSetup === true
  useEffect(() => {
    if (needsSetup) navigate(paths.setup(), { replace: true })
  }, [needsSetup, navigate])
  const goOn = ({ isAuthenticated, pendingFactors }: SessionJson) => {
    if (isAuthenticated) return navigate(safeNext(search), { replace: true })
    setIsLate(pendingFactors === undefined)
    setFactors(pendingFactors ?? null)
  }
  const goBack = () => {
    setIsLate(false)
    setFactors(null)
  }
  const host = settings.data?.hostAuth ?? null
  if (host !== null) return <HostSignIn loginUrl={host.loginUrl} />
  return (
    <NarrowPage title={factors === null ? 'Sign in' : titleFor(factors)}>
      {factors === null ? (
        <WaysIn next={safeNext(search)} search={search} onSignedIn={goOn}>
          <LoginForm isLate={isLate} onDone={goOn} />
        </WaysIn>
      ) : (
        <LoginCodeForm factors={factors} onDone={goOn} onBack={goBack} />
      )}
    </NarrowPage>
  )
}

function titleFor(factors: readonly string[]): string {
  return factors.includes('webauthn') ? 'One more step' : 'Enter your code'
}
