import { paths } from '../provider/paths.js'
import { Page, type PageProps, usePageTitle } from '../screens/page.js'
import { PageTabs } from '../screens/page-tabs.js'

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
  const places = PLACES.map(({ label, to }) => ({
    label,
    to: to(org),
    isAt: (path: string) => path === to(org) || path.startsWith(`${to(org)}/`),
  }))
  return (
    <Page title={title} {...rest}>
      <PageTabs label="Uptime" places={places} />
      {children}
    </Page>
  )
}
