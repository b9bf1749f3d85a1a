import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import css from './settings.module.css'

export interface SettingsTabsProps {
  /** What the pages are parts of, for screen readers. */
  readonly label: string
  readonly tabs: readonly { readonly label: string; readonly to: string }[]
}

/** The way from one page of settings to the others. */
export function SettingsTabs({ label, tabs }: SettingsTabsProps) {
  const { path } = useNavigation().useLocation()
  return (
    <nav aria-label={label} className={css.tabs}>
      {tabs.map((tab) => (
        <AppLink key={tab.to} to={tab.to} className={css.tab} aria-current={path === tab.to ? 'page' : undefined}>
          {tab.label}
        </AppLink>
      ))}
    </nav>
  )
}
