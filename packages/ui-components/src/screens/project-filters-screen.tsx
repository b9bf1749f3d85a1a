import { useProject } from '../provider/use-queries.js'
import { IngestSettings } from './ingest-settings.js'
import { Loaded } from './loaded.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'

/** What a project does not want to hear, and what is removed from what it does hear. */
export function ProjectFiltersScreen({ org, project: slug }: ProjectScreenProps) {
  const project = useProject(org, slug)
  return (
    <ProjectSettingsPage org={org} project={slug}>
      <Loaded query={project} lines={8}>
        {({ id, scrubIPAddresses }) => (
          <IngestSettings key={id} org={org} project={slug} scrubIPAddresses={scrubIPAddresses} />
        )}
      </Loaded>
    </ProjectSettingsPage>
  )
}
