import type { OrganizationDetailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { type OrganizationPlace, paths } from '../provider/paths.js'
import { useOrganization } from '../provider/use-queries.js'
import { Loaded } from './loaded.js'
import { Page, usePageTitle } from './page.js'
import css from './settings.module.css'

const PLACES: readonly { readonly place: OrganizationPlace; readonly label: string }[] = [
  { place: 'general', label: 'General' },
  { place: 'members', label: 'Members' },
  { place: 'teams', label: 'Teams' },
  { place: 'projects', label: 'Projects' },
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
  const { path } = useNavigation().useLocation()
  const organization = useOrganization(org)
  const name = visibleText(organization.data?.name ?? org)
  usePageTitle(title, name)
  return (
    <Page title={<bdi>{name}</bdi>} isNarrow>
      <nav aria-label="Settings of the organization" className={css.tabs}>
        {PLACES.map(({ place, label }) => {
          const to = paths.organizationSettings(org, place)
          return (
            <AppLink key={place} to={to} className={css.tab} aria-current={path === to ? 'page' : undefined}>
              {label}
            </AppLink>
          )
        })}
      </nav>
      <Loaded query={organization} lines={8}>
        {children}
      </Loaded>
    </Page>
  )
}
