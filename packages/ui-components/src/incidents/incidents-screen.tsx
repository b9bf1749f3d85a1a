import type { IncidentJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import {
  Button,
  Card,
  EmptyState,
  ErrorState,
  Field,
  ProgressBar,
  Select,
  Skeleton,
  Time,
} from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Pager } from '../screens/pager.js'
import { useMayWatch } from '../uptime/may-watch.js'
import { useMonitorNames } from '../uptime/monitor-names.js'
import { UptimePage } from '../uptime/uptime-page.js'
import { decodeIncidents, encodeIncidents, type IncidentParams, incidentQuery } from './incident-params.js'
import { Length, monitorNames, SeverityBadge, StatusBadge } from './incident-parts.js'
import css from './incidents.module.css'
import { NewIncidentDialog } from './new-incident-dialog.js'
import { useIncidents } from './use-incidents.js'

/** What went wrong in an organization, and what goes wrong now: that first. */
export function IncidentsScreen({ org }: { readonly org: string }) {
  const navigation = useNavigation()
  const params = decodeIncidents(navigation.useLocation().search)
  const incidents = useIncidents(org, incidentQuery(params))
  const [isOpening, setIsOpening] = useState(false)
  const mayWrite = useMayWatch(org)
  const to = (change: Partial<IncidentParams>) =>
    paths.incidents(org, encodeIncidents({ ...params, cursor: null, ...change }))
  const items = incidents.data?.items
  const isFiltered = params.status !== 'all' || params.monitor !== ''
  const openButton = (
    <Button variant="primary" icon="plus" onClick={() => setIsOpening(true)}>
      Open an incident
    </Button>
  )
  return (
    <UptimePage org={org} title="Incidents" actions={mayWrite ? openButton : undefined}>
      <Card isFlush>
        <Filters org={org} params={params} onChange={(change) => navigation.navigate(to(change))} />
        {incidents.isPlaceholderData ? <ProgressBar label="Loading other incidents" /> : null}
        {items === undefined && incidents.error === null ? (
          <Skeleton lines={6} height={48} label="Loading incidents" className={css.loading} />
        ) : null}
        {items === undefined && incidents.error !== null ? (
          <ErrorState error={incidents.error} onRetry={() => void incidents.refetch()} />
        ) : null}
        {items?.length === 0 && isFiltered ? (
          <EmptyState
            icon="check"
            title={params.status === 'open' ? 'Nothing is wrong at the moment' : 'No incident like that'}
            action={
              <Button onClick={() => navigation.navigate(to({ status: 'all', monitor: '' }))}>
                Show all incidents
              </Button>
            }
          />
        ) : null}
        {items?.length === 0 && !isFiltered ? (
          <EmptyState
            icon="check"
            title="Nothing went wrong yet"
            action={<AppLink to={paths.uptime(org)}>Look at the monitors</AppLink>}
          >
            An incident opens by itself when a monitor goes down, and resolves when it is up again. What no monitor
            notices somebody can open by hand. Updates written here are shown on status pages.
          </EmptyState>
        ) : null}
        {items === undefined || items.length === 0 ? null : (
          <ul>
            {items.map((incident) => (
              <IncidentRow key={incident.id} org={org} incident={incident} />
            ))}
          </ul>
        )}
        <Pager
          label="Pages of incidents"
          previous={incidents.data?.previous ?? null}
          next={incidents.data?.next ?? null}
          to={(cursor) => to({ cursor })}
        />
      </Card>
      {isOpening ? <NewIncidentDialog org={org} onClose={() => setIsOpening(false)} /> : null}
    </UptimePage>
  )
}

interface FiltersProps {
  readonly org: string
  readonly params: IncidentParams
  readonly onChange: (change: Partial<IncidentParams>) => void
}

function Filters({ org, params, onChange }: FiltersProps) {
  const monitors = useMonitorNames(org).data ?? []
  return (
    <div className={css.filters}>
      <Field label="Status" className={css.filter}>
        <Select
          value={params.status}
          onChange={(event) => onChange({ status: event.target.value as IncidentParams['status'] })}
        >
          <option value="all">Open and resolved</option>
          <option value="open">Open</option>
          <option value="resolved">Resolved</option>
        </Select>
      </Field>
      <Field label="Monitor" className={css.filter}>
        <Select value={params.monitor} onChange={(event) => onChange({ monitor: event.target.value })}>
          <option value="">All monitors</option>
          {monitors.map(({ id, name }) => (
            <option key={id} value={id}>
              {visibleText(clip(name, 60))}
            </option>
          ))}
          {params.monitor === '' || monitors.some(({ id }) => String(id) === params.monitor) ? null : (
            <option value={params.monitor}>Another monitor</option>
          )}
        </Select>
      </Field>
    </div>
  )
}

function IncidentRow({ org, incident }: { readonly org: string; readonly incident: IncidentJson }) {
  const { id, number, title, severity, status, cause, startedAt, resolvedAt, acknowledgedBy, monitors } = incident
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={rows.title}>
          <AppLink to={paths.incident(org, id)} className={rows.link}>
            <span className={css.number}>#{number}</span> <bdi>{visibleText(clip(title, 200))}</bdi>
          </AppLink>
          <StatusBadge status={status} />
          <SeverityBadge severity={severity} />
        </p>
        <p className={rows.facts}>
          {cause === '' ? null : <bdi>{visibleText(clip(cause, 200))}</bdi>}
          {monitors.length === 0 ? null : <span>{monitorNames(monitors)}</span>}
          {acknowledgedBy === null || resolvedAt !== null ? null : (
            <span>
              <bdi>{visibleText(clip(acknowledgedBy.name, 60))}</bdi> is on it
            </span>
          )}
        </p>
      </div>
      <dl className={rows.figures}>
        <div>
          <dt>Began</dt>
          <dd>
            <Time value={startedAt} isFocusable={false} />
          </dd>
        </div>
        <div>
          <dt>{resolvedAt === null ? 'For' : 'Took'}</dt>
          <dd>
            <Length incident={incident} />
          </dd>
        </div>
      </dl>
    </li>
  )
}
