import { ErrorState, Skeleton } from '../primitives/index.js'
import { useGroupingSettings } from '../provider/use-grouping.js'
import { GroupingEngine } from './grouping-engine.js'
import { GroupingRules } from './grouping-rules.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'

/** How a project groups its events into issues: by which engine, and by which rules of its own. */
export function ProjectGroupingScreen({ org, project }: ProjectScreenProps) {
  const grouping = useGroupingSettings(org, project)
  return (
    <ProjectSettingsPage org={org} project={project}>
      {grouping.data === undefined && grouping.error === null ? <Skeleton lines={10} height={22} /> : null}
      {grouping.data === undefined && grouping.error !== null ? (
        <ErrorState error={grouping.error} onRetry={() => void grouping.refetch()} />
      ) : null}
      {grouping.data === undefined ? null : (
        <>
          <GroupingRules org={org} project={project} saved={grouping.data} />
          <GroupingEngine org={org} project={project} saved={grouping.data} />
        </>
      )}
    </ProjectSettingsPage>
  )
}
