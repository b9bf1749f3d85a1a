import { paths } from '../provider/paths.js'
import { Page, type PageProps, usePageTitle } from '../screens/page.js'
import { PageTabs } from '../screens/page-tabs.js'

export interface AlertsPageProps extends Omit<PageProps, 'title'> {
  readonly org: string
  /** The heading, and the title of the tab. */
  readonly title: string
}

/** One of the lists that belong to alerts, with the way to the others. */
export function AlertsPage({ org, title, children, ...rest }: AlertsPageProps) {
  usePageTitle(title, org)
  return (
    <Page title={title} {...rest}>
      <PageTabs
        label="Alerts"
        places={[
          { label: 'Rules', to: paths.alerts(org) },
          { label: 'Log', to: paths.alertLog(org) },
        ]}
      />
      {children}
    </Page>
  )
}
