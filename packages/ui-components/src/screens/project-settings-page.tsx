import { visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useProject } from '../provider/use-queries.js'
import { Page, usePageTitle } from './page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import { SettingsTabs } from './settings-tabs.js'

export interface ProjectSettingsPageProps extends ProjectScreenProps {
  readonly children: ReactNode
}

/** The frame of the settings of a project: its name, and the way from one part to the others. */
export function ProjectSettingsPage({ org, project: slug, children }: ProjectSettingsPageProps) {
  const project = useProject(org, slug)
  const name = visibleText(project.data?.name ?? slug)
  usePageTitle(name, org)
  const tabs = [
    { label: 'General', to: paths.projectSettings(org, slug) },
    { label: 'Keys', to: paths.projectKeys(org, slug) },
    { label: 'Environments', to: paths.projectEnvironments(org, slug) },
    { label: 'Filters', to: paths.projectFilters(org, slug) },
    { label: 'Limits', to: paths.projectLimits(org, slug) },
    { label: 'Alerts', to: paths.projectAlerts(org, slug) },
    { label: 'Grouping', to: paths.projectGrouping(org, slug) },
    { label: 'Ownership', to: paths.projectOwnership(org, slug) },
    { label: 'Discarded', to: paths.discardedIssues(org, slug) },
    { label: 'Ingest log', to: paths.ingestLog(org, slug) },
  ]
  return (
    <Page
      title={<bdi>{name}</bdi>}
      isNarrow
      actions={
        <AppLinkButton to={paths.projectSetup(org, slug)} icon="code">
          How to report
        </AppLinkButton>
      }
    >
      <SettingsTabs label="Settings of the project" tabs={tabs} />
      {children}
    </Page>
  )
}
