import { Card } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useMay } from '../provider/use-project-settings.js'
import { Loaded } from '../screens/loaded.js'
import { ProjectSettingsPage } from '../screens/project-settings-page.js'
import { AlertList } from './alert-list.js'
import { ProjectLint } from './coverage-lint.js'
import { NoAlerts } from './no-alerts.js'
import { Silenced } from './silenced.js'
import { useAlertCoverage, useRules } from './use-alerts.js'

export interface ProjectAlertsScreenProps {
  readonly org: string
  /** Its slug. */
  readonly project: string
}

/** The rules of a project, among its settings. */
export function ProjectAlertsScreen({ org, project }: ProjectAlertsScreenProps) {
  const rules = useRules(org)
  const coverage = useAlertCoverage(org)
  const mayWrite = useMay(org, 'project:write')
  const own = coverage.data?.find((one) => one.project.slug === project)
  return (
    <ProjectSettingsPage org={org} project={project}>
      <Silenced org={org} project={project} />
      {own === undefined ? null : <ProjectLint org={org} coverage={own} />}
      <Card
        title="Alerts"
        isFlush
        actions={
          mayWrite ? (
            <AppLinkButton size="sm" icon="plus" to={paths.newAlert(org, `?project=${encodeURIComponent(project)}`)}>
              New rule
            </AppLinkButton>
          ) : undefined
        }
      >
        <Loaded query={rules} lines={4} height={56}>
          {(all) => {
            const found = all.filter((rule) => rule.project.slug === project)
            return found.length === 0 ? (
              <NoAlerts org={org} project={project} />
            ) : (
              <AlertList org={org} rules={found} hasProjects={false} />
            )
          }}
        </Loaded>
      </Card>
    </ProjectSettingsPage>
  )
}
