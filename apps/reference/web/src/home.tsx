import { ErrorState, paths, useOrganizations, useSession, useSettings } from '@mishap/ui-components'
import { Redirect } from 'wouter'
import { preferences } from './preferences.js'

/** The organization to show where the address names none; null where there is none, undefined while it is not known. */
export function useOwnOrg(isWanted = true): string | null | undefined {
  const organizations = useOrganizations(isWanted)
  if (organizations.data === undefined) return undefined
  const slugs = organizations.data.items.map(({ slug }) => slug)
  const last = preferences.lastOrg()
  return slugs.find((slug) => slug === last) ?? slugs[0] ?? null
}

/** `/`: goes to where the reader has something to do. */
export function Home() {
  const settings = useSettings()
  const session = useSession(settings.data?.needsSetup === false)
  const isSignedIn = session.data?.isAuthenticated
  const org = useOwnOrg(isSignedIn === true)
  if (settings.error !== null) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
  if (settings.data?.needsSetup) return <Redirect to={paths.setup()} replace />
  if (settings.data === undefined || isSignedIn === undefined) return null
  if (!isSignedIn) return <Redirect to={paths.login()} replace />
  if (org === undefined) return null
  return <Redirect to={org === null ? paths.newOrganization() : paths.issues(org)} replace />
}
