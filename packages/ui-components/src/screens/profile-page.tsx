import type { ReactNode } from 'react'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Page, usePageTitle } from './page.js'
import css from './settings.module.css'

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
  const { path } = useNavigation().useLocation()
  usePageTitle(title, 'Settings')
  return (
    <Page title="Settings" isNarrow>
      <nav aria-label="Settings" className={css.tabs}>
        {TABS.map(({ label, to }) => (
          <AppLink key={to} to={to} className={css.tab} aria-current={path === to ? 'page' : undefined}>
            {label}
          </AppLink>
        ))}
      </nav>
      {children}
    </Page>
  )
}
