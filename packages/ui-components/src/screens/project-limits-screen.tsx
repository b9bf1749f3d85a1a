import type { IngestLimitsJson, ProjectOrganizationJson } from '@mishap/core/client'
import { exactNumber } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Checkbox, ErrorState, Skeleton, useToast } from '../primitives/index.js'
import { useUpdateProject } from '../provider/use-changes.js'
import { useIngestLimits, useProject } from '../provider/use-queries.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { DropsTable } from './drops-table.js'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import { RateField, readRate, typedRate } from './rate-field.js'
import { RetentionSettings } from './retention-settings.js'
import settings from './settings.module.css'
import { SpikeNotice } from './spike-notice.js'
import { ThrottleField } from './throttle-field.js'

/** How much a project may send and hold, whether a spike of it is sampled, and what was refused of late. */
export function ProjectLimitsScreen({ org, project: slug }: ProjectScreenProps) {
  const project = useProject(org, slug)
  const limits = useIngestLimits(org, slug)
  const failed = [project, limits].find(({ data, error }) => data === undefined && error !== null)
  return (
    <ProjectSettingsPage org={org} project={slug}>
      {failed === undefined ? null : <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {failed === undefined && (project.data === undefined || limits.data === undefined) ? (
        <Skeleton lines={8} height={22} />
      ) : null}
      {project.data === undefined || limits.data === undefined ? null : (
        <>
          <SpikeNotice org={org} project={slug} limits={limits.data} />
          <Limits key={project.data.id} org={org} saved={project.data} normal={limits.data.normal} />
          <DropsTable drops={limits.data.refused} />
          <RetentionSettings org={org} project={slug} />
        </>
      )}
    </ProjectSettingsPage>
  )
}

interface LimitsProps {
  readonly org: string
  readonly saved: ProjectOrganizationJson
  readonly normal: IngestLimitsJson['normal']
}

function Limits({ org, saved, normal }: LimitsProps) {
  const [spikeGuard, setSpikeGuard] = useState(saved.spikeGuard)
  const [rate, setRate] = useState(typedRate(saved.rateLimit))
  const [throttle, setThrottle] = useState(String(saved.eventThrottleRate))
  const update = useUpdateProject(org, saved.slug)
  const toast = useToast()
  const submit = () =>
    update.mutate(
      { spikeGuard, rateLimit: readRate(rate), eventThrottleRate: Number(throttle) },
      { onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }) },
    )
  return (
    <Card title="Limits">
      <Form onSubmit={submit} error={update.error} fields={['rateLimit', 'eventThrottleRate']}>
        <p className={settings.note}>
          What is over a limit is refused with the time to come again, counted, and never stored. Changes take effect
          within ten seconds.
        </p>
        <Checkbox
          className={settings.switch}
          label={
            <>
              <span className={settings.switchLabel}>Spike guard</span>{' '}
              <span className={settings.note}>{aboutSpikes(normal)}</span>
            </>
          }
          checked={spikeGuard}
          onChange={(event) => setSpikeGuard(event.target.checked)}
        />
        <RateField
          label="Rate of the project"
          hint="Of all its keys together. Leave it empty for no limit."
          error={fieldError(update.error, 'rateLimit')}
          value={rate}
          onChange={setRate}
        />
        <ThrottleField error={fieldError(update.error, 'eventThrottleRate')} value={throttle} onChange={setThrottle} />
        <FormActions>
          <Button type="submit" variant="primary" busy={update.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
    </Card>
  )
}

function aboutSpikes(normal: IngestLimitsJson['normal']): string {
  if (normal === null) return 'Samples a project far over its own normal. This one is still being learned, for a day.'
  return (
    `Samples what is far over its own normal. The busiest hours of this project see ${exactNumber(normal.perHour)} ` +
    `requests; more than ${exactNumber(normal.limitPerHour)} an hour are sampled.`
  )
}
