import type { OrganizationDetailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { type OrganizationPlace, paths } from '../provider/paths.js'
import { useOrganization } from '../provider/use-queries.js'
import { Loaded } from './loaded.js'
import { Page, usePageTitle } from './page.js'
import { SettingsTabs } from './settings-tabs.js'

const PLACES: readonly { readonly place: OrganizationPlace; readonly label: string }[] = [
  { place: 'general', label: 'General' },
  { place: 'members', label: 'Members' },
  { place: 'teams', label: 'Teams' },
  { place: 'projects', label: 'Projects' },
  { place: 'integrations', label: 'Integrations' },
  { place: 'usage', label: 'Usage' },
  { place: 'audit-log', label: 'Audit log' },
]

export interface OrganizationScreenProps {
  readonly org: string
}

export interface OrganizationPageProps extends OrganizationScreenProps {
  readonly title: string
  /** With the organization, once it is read. */
  readonly children: (organization: OrganizationDetailJson) => ReactNode
}

/** The frame of the settings of an organization: its name, and the way from one part to the others. */
export function OrganizationPage({ org, title, children }: OrganizationPageProps) {
  const organization = useOrganization(org)
  const name = visibleText(organization.data?.name ?? org)
  usePageTitle(title, name)
  return (
    <Page title={<bdi>{name}</bdi>} isNarrow>
      <SettingsTabs
        label="Settings of the organization"
        tabs={PLACES.map(({ place, label }) => ({ label, to: paths.organizationSettings(org, place) }))}
      />
      <Loaded query={organization} lines={8}>
        {children}
      </Loaded>
    </Page>
  )
}
