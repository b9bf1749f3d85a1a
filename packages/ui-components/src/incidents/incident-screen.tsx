import type { IncidentDetailJson, IncidentJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, ErrorState, Skeleton, Time, useToast } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Page, usePageTitle } from '../screens/page.js'
import { useMayWatch } from '../uptime/may-watch.js'
import { EditIncidentDialog } from './edit-incident-dialog.js'
import { IncidentIssues } from './incident-issues.js'
import { Length, SeverityBadge, StatusBadge } from './incident-parts.js'
import { IncidentTimeline } from './incident-timeline.js'
import css from './incidents.module.css'
import { UpdateForm } from './update-form.js'
import { useIncident, useUpdateIncident } from './use-incidents.js'

export interface IncidentScreenProps {
  readonly org: string
  readonly id: string
}

/** One incident: what is wrong, who is on it, what happened when, and which issues rose with it. */
export function IncidentScreen({ org, id }: IncidentScreenProps) {
  const incident = useIncident(org, id)
  const mayWrite = useMayWatch(org)
  const { data, error } = incident
  const name = data === undefined ? 'Incident' : `#${data.number} ${visibleText(clip(data.title, 200))}`
  usePageTitle(clip(name, 60), 'Incidents', org)
  return (
    <Page
      title={
        <span className={css.heading}>
          <bdi>{name}</bdi>
          {data === undefined ? null : <StatusBadge status={data.status} />}
        </span>
      }
      actions={
        <>
          <AppLinkButton to={paths.incidents(org)} icon="arrow-left">
            All incidents
          </AppLinkButton>
          {data !== undefined && mayWrite ? <Actions org={org} incident={data} /> : null}
        </>
      }
    >
      {data === undefined && error === null ? <Skeleton lines={8} height={28} label="Loading the incident" /> : null}
      {data === undefined && error !== null ? (
        <ErrorState error={error} onRetry={() => void incident.refetch()} />
      ) : null}
      {data === undefined ? null : (
        <div className={css.columns}>
          <div className={css.column}>
            {mayWrite ? <UpdateForm org={org} incident={data} /> : null}
            <Card title="What happened">
              <IncidentTimeline incident={data} />
            </Card>
          </div>
          <div className={css.column}>
            <Facts org={org} incident={data} mayWrite={mayWrite} />
            <IncidentIssues org={org} id={id} />
          </div>
        </div>
      )}
    </Page>
  )
}

const DONE = { open: 'Reopened', acknowledged: 'Acknowledged: you are on it', resolved: 'Resolved' } as const

function Actions({ org, incident: { id, number, status } }: { readonly org: string; readonly incident: IncidentJson }) {
  const update = useUpdateIncident(org, id)
  const toast = useToast()
  const failed = (error: Error) => toast.show({ message: `That did not work: ${error.message}`, tone: 'danger' })
  const become = (next: IncidentJson['status']) =>
    update.mutate(
      { status: next },
      {
        onSuccess: () =>
          toast.show({
            message: `${DONE[next]}: incident #${number}`,
            onUndo: () => update.mutate({ status }, { onError: failed }),
          }),
        onError: failed,
      },
    )
  const isBusy = (next: IncidentJson['status']) => update.isPending && update.variables.status === next
  if (status === 'resolved') {
    return (
      <Button icon="refresh" busy={isBusy('open')} onClick={() => become('open')}>
        Reopen
      </Button>
    )
  }
  return (
    <>
      {status === 'open' ? (
        <Button icon="eye" busy={isBusy('acknowledged')} onClick={() => become('acknowledged')}>
          Acknowledge
        </Button>
      ) : null}
      <Button variant="primary" icon="check" busy={isBusy('resolved')} onClick={() => become('resolved')}>
        Resolve
      </Button>
    </>
  )
}

interface FactsProps {
  readonly org: string
  readonly incident: IncidentDetailJson
  readonly mayWrite: boolean
}

function Facts({ org, incident, mayWrite }: FactsProps) {
  const [isEditing, setIsEditing] = useState(false)
  const { severity, cause, startedAt, resolvedAt, resolvedBy, acknowledgedAt, acknowledgedBy, monitors } = incident
  return (
    <Card
      title="About"
      actions={
        mayWrite ? (
          <Button size="sm" icon="settings" onClick={() => setIsEditing(true)}>
            Edit
          </Button>
        ) : undefined
      }
    >
      {isEditing ? <EditIncidentDialog org={org} incident={incident} onClose={() => setIsEditing(false)} /> : null}
      <dl className={css.facts}>
        <div>
          <dt>Severity</dt>
          <dd>
            <SeverityBadge severity={severity} />
          </dd>
        </div>
        {cause === '' ? null : (
          <div>
            <dt>Cause</dt>
            <dd>
              <bdi>{visibleText(clip(cause, 2000))}</bdi>
            </dd>
          </div>
        )}
        <div>
          <dt>{resolvedAt === null ? 'Goes on for' : 'Took'}</dt>
          <dd>
            <Length incident={incident} />, since <Time value={startedAt} mode="absolute" />
          </dd>
        </div>
        {acknowledgedAt === null ? null : (
          <div>
            <dt>Acknowledged</dt>
            <dd>
              <Time value={acknowledgedAt} />
              {acknowledgedBy === null ? null : <> by {visibleText(clip(acknowledgedBy.name, 80))}</>}
            </dd>
          </div>
        )}
        {resolvedAt === null ? null : (
          <div>
            <dt>Resolved</dt>
            <dd>
              <Time value={resolvedAt} />
              {resolvedBy === null ? ', by itself' : <> by {visibleText(clip(resolvedBy.name, 80))}</>}
            </dd>
          </div>
        )}
        <div>
          <dt>Monitors</dt>
          <dd>
            {monitors.length === 0 ? (
              'None: somebody noticed it'
            ) : (
              <ul className={css.monitors}>
                {monitors.map(({ id, name }) => (
                  <li key={id}>
                    <AppLink to={`${paths.uptime(org)}/${id}`}>
                      <bdi>{visibleText(clip(name, 120))}</bdi>
                    </AppLink>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      </dl>
    </Card>
  )
}
