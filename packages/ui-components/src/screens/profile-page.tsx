import type { ReactNode } from 'react'
import { paths } from '../provider/paths.js'
import { useSettings } from '../provider/use-queries.js'
import { ProofProvider } from '../security/proof.js'
import { Page, usePageTitle } from './page.js'
import { SettingsTabs } from './settings-tabs.js'

const TABS = [
  { label: 'Account', to: paths.account() },
  { label: 'Security', to: paths.security() },
  { label: 'Notifications', to: paths.notifications() },
  { label: 'API tokens', to: paths.tokens() },
  { label: 'Appearance', to: paths.appearance() },
  { label: 'Shortcuts', to: paths.shortcuts() },
] as const

/** The frame of the reader's own settings. */
export function ProfilePage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  // Passwords and second factors are the host’s then.
  const isOfHost = useSettings().data?.hostAuth != null
  usePageTitle(title, 'Settings')
  return (
    <Page title="Settings" isNarrow>
      <SettingsTabs label="Settings" tabs={isOfHost ? TABS.filter(({ to }) => to !== paths.security()) : TABS} />
      <ProofProvider>{children}</ProofProvider>
    </Page>
  )
}
