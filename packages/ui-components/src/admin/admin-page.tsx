import type { ReactNode } from 'react'
import { EmptyState, Skeleton } from '../primitives/index.js'
import { paths } from '../provider/paths.js'
import { useMe } from '../provider/use-queries.js'
import { Page, usePageTitle } from '../screens/page.js'
import { SettingsTabs } from '../screens/settings-tabs.js'
import { ProofProvider } from '../security/proof.js'

/** The pages of who runs the instance, in the order in which they are shown. */
const PLACES = [
  { label: 'Overview', to: paths.admin('overview') },
  { label: 'Users', to: paths.admin('users') },
  { label: 'Organizations', to: paths.admin('organizations') },
  { label: 'Ingest', to: paths.admin('ingest') },
  { label: 'Storage', to: paths.admin('storage') },
  { label: 'Sign-in', to: paths.admin('sign-in') },
  { label: 'Settings', to: paths.admin('settings') },
  { label: 'Audit log', to: paths.admin('audit-log') },
] as const

export interface AdminPageProps {
  readonly title: string
  readonly actions?: ReactNode
  /** For forms. */
  readonly isNarrow?: boolean
  readonly children: ReactNode
}

/** The frame of the pages for superusers; tells everybody else whom to ask, and shows them nothing. */
export function AdminPage({ title, actions, isNarrow = false, children }: AdminPageProps) {
  const me = useMe()
  usePageTitle(title, 'Administration')
  if (me.data === undefined) return <Skeleton lines={6} height={24} />
  if (!me.data.isSuperuser) return <NotForYou />
  return (
    <Page title="Administration" isNarrow={isNarrow} {...(actions === undefined ? {} : { actions })}>
      <SettingsTabs label="Administration" tabs={PLACES} />
      <ProofProvider>{children}</ProofProvider>
    </Page>
  )
}

function NotForYou() {
  return (
    <Page title="Administration">
      <EmptyState icon="key" title="This is for superusers">
        Whoever runs this server can make you one: under Administration, Users, or with{' '}
        <code>mishap user promote --email …</code> on the server.
      </EmptyState>
    </Page>
  )
}
