import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useProject } from '../provider/use-queries.js'
import { ProjectSetup } from '../setup/project-setup.js'
import { Page, usePageTitle } from './page.js'

export interface ProjectScreenProps {
  readonly org: string
  /** Its slug. */
  readonly project: string
}

/** How to report to a project, with every request to it as it comes. */
export function ProjectSetupScreen({ org, project: slug }: ProjectScreenProps) {
  const project = useProject(org, slug)
  const name = project.data?.name ?? slug
  usePageTitle(`Set up ${name}`, org)
  return (
    <Page
      title={`Set up ${name}`}
      actions={
        <AppLinkButton to={paths.projectSettings(org, slug)} icon="settings">
          Project settings
        </AppLinkButton>
      }
    >
      <ProjectSetup org={org} project={slug} />
    </Page>
  )
}
