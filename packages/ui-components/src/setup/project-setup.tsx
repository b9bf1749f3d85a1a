import { ErrorState, Skeleton } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useKeys, useProject } from '../provider/use-queries.js'
import { FirstEventWatcher } from './first-event-watcher.js'
import css from './project-setup.module.css'
import { SdkCard } from './sdk-card.js'

export interface ProjectSetupProps {
  readonly org: string
  /** Its slug. */
  readonly project: string
}

/** How to make an app report to a project, and what comes of it. Opens the issue of the first event by itself. */
export function ProjectSetup({ org, project: slug }: ProjectSetupProps) {
  const { navigate } = useNavigation()
  const project = useProject(org, slug)
  const keys = useKeys(org, slug)
  const dsn = (keys.data?.items.find((key) => key.isActive) ?? keys.data?.items[0])?.dsn.public
  const error = project.error ?? keys.error
  if (error !== null)
    return <ErrorState error={error} onRetry={() => void Promise.all([project.refetch(), keys.refetch()])} />
  if (project.data === undefined || keys.data === undefined) return <Skeleton lines={10} />
  if (dsn === undefined) {
    return (
      <ErrorState error={new Error('The project has no key, and so no DSN. Make one in its settings, under Keys.')} />
    )
  }
  return (
    <div className={css.setup}>
      <SdkCard name={project.data.name} dsn={dsn} platform={project.data.platform} />
      <FirstEventWatcher
        org={org}
        project={project.data}
        dsn={dsn}
        onEvent={({ issueId }) => navigate(paths.issue(org, issueId))}
      />
    </div>
  )
}
