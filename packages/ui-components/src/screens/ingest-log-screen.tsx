import { useState } from 'react'
import { Card, Checkbox, EmptyState, ErrorState, Skeleton } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useProject } from '../provider/use-queries.js'
import { IngestFeed } from '../setup/ingest-feed.js'
import { foldRequests } from './fold-requests.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import css from './settings.module.css'
import { LoadedSpikeNotice } from './spike-notice.js'
import { useIngestLog } from './use-ingest-log.js'

/** The last requests that reached the DSN of a project, as they come, and what to do about those that were refused. */
export function IngestLogScreen({ org, project: slug }: ProjectScreenProps) {
  const project = useProject(org, slug)
  return (
    <ProjectSettingsPage org={org} project={slug}>
      <LoadedSpikeNotice org={org} project={slug} />
      {project.data === undefined && project.error === null ? <Skeleton lines={8} height={40} /> : null}
      {project.data === undefined && project.error !== null ? (
        <ErrorState error={project.error} onRetry={() => void project.refetch()} />
      ) : null}
      {project.data === undefined ? null : <Log org={org} project={slug} projectId={project.data.id} />}
    </ProjectSettingsPage>
  )
}

function Log({ org, project, projectId }: ProjectScreenProps & { readonly projectId: string }) {
  const [isOnlyRefused, setIsOnlyRefused] = useState(false)
  const { requests, error, isLoading, refetch } = useIngestLog(org, project, projectId)
  const shown = isOnlyRefused ? requests.filter(({ outcome }) => outcome !== 'accepted') : requests
  return (
    <Card
      title="Last requests"
      isFlush
      actions={
        <Checkbox
          label="Only what was refused"
          checked={isOnlyRefused}
          onChange={(event) => setIsOnlyRefused(event.target.checked)}
        />
      }
    >
      {isLoading ? <Skeleton lines={6} height={40} /> : null}
      {error === null ? null : <ErrorState error={error} onRetry={refetch} />}
      {isLoading || error !== null || shown.length > 0 ? null : (
        <EmptyState
          icon="terminal"
          title={isOnlyRefused && requests.length > 0 ? 'Nothing was refused' : 'No request has come yet'}
          action={
            requests.length > 0 ? undefined : (
              <AppLinkButton to={paths.projectSetup(org, project)} icon="code">
                How to report
              </AppLinkButton>
            )
          }
        >
          {requests.length > 0
            ? 'All of the last requests were taken.'
            : 'Requests to the DSN of this project appear here as they come, also those that are refused.'}
        </EmptyState>
      )}
      <IngestFeed outcomes={foldRequests(shown)} isWhole />
      {shown.length === 0 ? null : (
        <p className={css.footnote}>
          The last 200 are kept. Of many at once only some are shown; the counts under Limits are complete.
        </p>
      )}
    </Card>
  )
}
