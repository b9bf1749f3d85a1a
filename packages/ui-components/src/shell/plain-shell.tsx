import type { ReactNode } from 'react'
import { AppLink } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { UserMenu } from './app-shell.js'
import { ImpersonationBanner } from './impersonation-banner.js'
import { Logo } from './logo.js'
import css from './plain-shell.module.css'
import { ThemeToggle } from './theme-toggle.js'

/** The frame of pages of one's own for whoever is in no organization: who one is, and the way out. */
export function PlainShell({ children }: { readonly children: ReactNode }) {
  const { theme, setTheme } = useMishap()
  return (
    <>
      <header className={css.bar}>
        <AppLink to={paths.home()} className={css.logo}>
          <Logo />
        </AppLink>
        <ThemeToggle value={theme} onChange={setTheme} />
        <UserMenu />
      </header>
      <main id="main" tabIndex={-1}>
        <ImpersonationBanner />
        {children}
      </main>
    </>
  )
}
