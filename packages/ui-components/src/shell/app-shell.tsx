import { type MouseEvent, type ReactNode, useRef, useState } from 'react'
import { cx, Icon, IconButton, type IconName, Menu } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { bindKeys, EVERYWHERE_KEYS } from '../provider/keys.js'
import { paths } from '../provider/paths.js'
import { useLogout } from '../provider/use-changes.js'
import { useLive, useLiveState } from '../provider/use-live.js'
import { useMe, useOrganizations, useSettings } from '../provider/use-queries.js'
import { useShortcuts } from '../provider/use-shortcuts.js'
import css from './app-shell.module.css'
import { ImpersonationBanner } from './impersonation-banner.js'
import { KeyboardHelp } from './keyboard-help.js'
import { LiveIndicator } from './live-indicator.js'
import { Logo } from './logo.js'
import { OrgSwitcher } from './org-switcher.js'
import { OwnClock } from './own-clock.js'
import { nextTheme, ThemeToggle } from './theme-toggle.js'

export interface AppShellProps {
  /** Slug of the organization that the page belongs to. */
  readonly org: string
  readonly children: ReactNode
}

interface Place {
  readonly label: string
  readonly icon: IconName
  readonly to: string
  /** Whether a path belongs to the place. */
  readonly isAt: (path: string) => boolean
}

/** The frame of every page but those for signing in: where one is, where one can go, and who one is. */
export function AppShell({ org, children }: AppShellProps) {
  const { navigation, theme, setTheme, timeStyle, setTimeStyle, shortcuts } = useMishap()
  const { path } = navigation.useLocation()
  const [live, setPaused] = useLiveState()
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const [areKeysOn, setAreKeysOn] = useState(shortcuts.isEnabled())
  const main = useRef<HTMLElement>(null)
  // Keeps the one connection open from page to page.
  useLive(org, [], ignore)

  const places: readonly Place[] = [
    { label: 'Issues', icon: 'bug', to: paths.issues(org), isAt: (at) => at.startsWith(paths.issues(org)) },
    { label: 'Uptime', icon: 'pulse', to: paths.uptime(org), isAt: (at) => UPTIME.test(at) },
    { label: 'Releases', icon: 'package', to: paths.releases(org), isAt: (at) => at.startsWith(paths.releases(org)) },
    { label: 'Alerts', icon: 'bell', to: paths.alerts(org), isAt: (at) => at.startsWith(paths.alerts(org)) },
    {
      label: 'Projects',
      icon: 'folder',
      to: paths.projects(org),
      isAt: (at) => /^\/[^/]+\/(settings\/projects\/[^/]|projects(\/|$))/.test(at),
    },
    {
      label: 'Organization',
      icon: 'users',
      to: paths.organizationSettings(org),
      isAt: (at) => /^\/[^/]+\/settings\/(?!projects\/[^/])/.test(at),
    },
    { label: 'Settings', icon: 'settings', to: paths.account(), isAt: (at) => at.startsWith('/profile') },
  ]

  useShortcuts(
    bindKeys(EVERYWHERE_KEYS, {
      issues: () => navigation.navigate(paths.issues(org)),
      projects: () => navigation.navigate(paths.projects(org)),
      uptime: () => navigation.navigate(paths.uptime(org)),
      alerts: () => navigation.navigate(paths.alerts(org)),
      times: () => setTimeStyle(timeStyle === 'relative' ? 'absolute' : 'relative'),
      theme: () => setTheme(nextTheme(theme)),
      help: () => setIsHelpOpen(true),
    }),
  )

  const skip = (event: MouseEvent) => {
    // With `<base href>` a fragment alone would lead away from the page.
    event.preventDefault()
    main.current?.focus()
  }
  return (
    <div className={css.shell}>
      <a href={`${navigation.href(path)}#main`} className={css.skip} onClick={skip}>
        Skip to the page
      </a>
      <header className={css.rail}>
        <AppLink to={paths.issues(org)} className={css.logo}>
          <Logo />
        </AppLink>
        <Organizations org={org} />
        <nav aria-label="Main" className={css.nav}>
          <ul className={css.places}>
            {places.map(({ label, icon, to, isAt }) => (
              <li key={label}>
                <AppLink to={to} className={css.place} aria-current={isAt(path) ? 'page' : undefined} title={label}>
                  <Icon name={icon} size={16} />
                  <span className={css.placeName}>{label}</span>
                </AppLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className={css.foot}>
          <LiveIndicator state={live} onPause={setPaused} />
          <ThemeToggle value={theme} onChange={setTheme} className={css.theme} />
          <IconButton
            icon="info"
            size="sm"
            label="Keyboard"
            className={cx(css.help)}
            onClick={() => setIsHelpOpen(true)}
          />
          <UserMenu />
        </div>
      </header>
      <main ref={main} id="main" tabIndex={-1} className={css.main}>
        <ImpersonationBanner />
        <OwnClock>{children}</OwnClock>
      </main>
      <KeyboardHelp
        isOpen={isHelpOpen}
        onClose={() => setIsHelpOpen(false)}
        shortcuts={isHelpOpen ? shortcuts.list() : []}
        isEnabled={areKeysOn}
        onEnabledChange={(isEnabled) => {
          shortcuts.setEnabled(isEnabled)
          setAreKeysOn(isEnabled)
        }}
      />
    </div>
  )
}

function Organizations({ org }: { readonly org: string }) {
  const { navigation } = useMishap()
  const organizations = useOrganizations()
  const settings = useSettings()
  const me = useMe()
  const mayCreate = settings.data?.enableOrganizationCreation === true || me.data?.isSuperuser === true
  return (
    <OrgSwitcher
      current={org}
      organizations={organizations.data?.items ?? []}
      onSwitch={(slug) => navigation.navigate(paths.issues(slug))}
      onCreate={mayCreate ? () => navigation.navigate(paths.newOrganization()) : undefined}
      className={css.org}
    />
  )
}

/** The account, what is the reader's own, and the way out. */
export function UserMenu() {
  const { navigation } = useMishap()
  const me = useMe()
  const logout = useLogout()
  const name = me.data?.name || me.data?.email || 'Account'
  const host = useSettings().data?.hostAuth ?? null
  const signOut = () => {
    if (host?.logoutUrl) location.assign(host.logoutUrl)
    else logout.mutate(undefined, { onSuccess: () => navigation.navigate(paths.login()) })
  }
  return (
    <Menu
      label={name}
      isIconOnly
      icon="user"
      size="sm"
      variant="ghost"
      align="end"
      items={[
        { id: 'account', label: name, icon: 'user', onSelect: () => navigation.navigate(paths.account()) },
        { id: 'tokens', label: 'API tokens', icon: 'key', onSelect: () => navigation.navigate(paths.tokens()) },
        ...(me.data?.isSuperuser === true
          ? [
              {
                ...({ id: 'admin', label: 'Administration', icon: 'settings', startsGroup: true } as const),
                onSelect: () => navigation.navigate(paths.admin('overview')),
              },
            ]
          : []),
        // Where the host signs people in it may have no way out to lead to.
        ...(host !== null && host.logoutUrl === null
          ? []
          : [{ id: 'out', label: 'Sign out', icon: 'logout', startsGroup: true, onSelect: signOut } as const]),
      ]}
    />
  )
}

const UPTIME = /^\/[^/]+\/(uptime|incidents|maintenance|status-pages)(\/|$)/

const ignore = () => undefined
