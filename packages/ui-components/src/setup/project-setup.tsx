import { useState } from 'react'
import { Card, ErrorState, Field, Select, Skeleton } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useKeys, useProject } from '../provider/use-queries.js'
import { FirstEventWatcher } from './first-event-watcher.js'
import { PLATFORMS, platformOf } from './platforms.js'
import css from './project-setup.module.css'
import { Dsn, SdkSnippet } from './sdk-snippet.js'

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
  const [chosen, setChosen] = useState<string | null>(null)
  const dsn = (keys.data?.items.find((key) => key.isActive) ?? keys.data?.items[0])?.dsn.public
  const error = project.error ?? keys.error
  if (error !== null)
    return <ErrorState error={error} onRetry={() => void Promise.all([project.refetch(), keys.refetch()])} />
  if (project.data === undefined || keys.data === undefined) return <Skeleton lines={10} />
  if (dsn === undefined) {
    return <ErrorState error={new Error('The project has no key, and so no DSN. An API token can make one.')} />
  }
  const platform = chosen ?? project.data.platform
  return (
    <div className={css.setup}>
      <Card
        title="Report from your app"
        actions={
          <Field label="Platform" isLabelHidden className={css.platform}>
            <Select value={platformOf(platform)?.id ?? 'other'} onChange={(event) => setChosen(event.target.value)}>
              {PLATFORMS.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        }
      >
        <div className={css.steps}>
          <div>
            <p className={css.label}>The DSN of {project.data.name}, where reports go:</p>
            <Dsn dsn={dsn} />
          </div>
          <SdkSnippet dsn={dsn} platform={platform} />
        </div>
      </Card>
      <FirstEventWatcher
        org={org}
        project={project.data}
        dsn={dsn}
        onEvent={({ issueId }) => navigate(paths.issue(org, issueId))}
      />
    </div>
  )
}
