import { cx } from '../primitives/index.js'
import line from '../primitives/tabs.module.css'
import { useFadingEdges } from '../primitives/use-fading-edges.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Page, type PageProps, usePageTitle } from '../screens/page.js'
import css from './uptime-page.module.css'

const PLACES = [
  { label: 'Monitors', to: paths.uptime },
  { label: 'Incidents', to: paths.incidents },
  { label: 'Maintenance', to: paths.maintenance },
  { label: 'Status pages', to: paths.statusPages },
] as const

export interface UptimePageProps extends Omit<PageProps, 'title'> {
  readonly org: string
  /** The heading, and the title of the tab. */
  readonly title: string
}

/** One of the lists that belong to uptime, with the way to the others. */
export function UptimePage({ org, title, children, ...rest }: UptimePageProps) {
  usePageTitle(title, org)
  return (
    <Page title={title} {...rest}>
      <UptimeTabs org={org} />
      {children}
    </Page>
  )
}

/** From one of the lists of uptime to the others. Links and not tabs: each has an address. */
function UptimeTabs({ org }: { readonly org: string }) {
  const { path } = useNavigation().useLocation()
  const list = useFadingEdges<HTMLUListElement>()
  return (
    <nav aria-label="Uptime" className={css.tabs}>
      <ul ref={list} className={line.list}>
        {PLACES.map(({ label, to }) => (
          <li key={label}>
            <AppLink
              to={to(org)}
              className={cx(line.tab, css.tab)}
              aria-current={path === to(org) || path.startsWith(`${to(org)}/`) ? 'page' : undefined}
            >
              {label}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
