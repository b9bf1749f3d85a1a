import { clip, visibleText } from '@mishap/core/format'
import { encodeIncidents } from '../incidents/incident-params.js'
import { Length, StatusBadge } from '../incidents/incident-parts.js'
import { useIncidents } from '../incidents/use-incidents.js'
import { Card, Time } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Loaded } from '../screens/loaded.js'
import css from './monitor-checks.module.css'

const SHOWN = 5

/** The last times that something was wrong with it. */
export function MonitorIncidents({ org, id }: { readonly org: string; readonly id: number }) {
  const incidents = useIncidents(org, { monitor: id, limit: SHOWN })
  const all = paths.incidents(org, encodeIncidents({ status: 'all', monitor: String(id), cursor: null }))
  return (
    <Card title="Incidents" isFlush actions={<AppLink to={all}>All of them</AppLink>}>
      <Loaded query={incidents}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.none}>Nothing went wrong with it yet.</p>
          ) : (
            <ul>
              {items.map((incident) => (
                <li key={incident.id} className={rows.row}>
                  <div className={rows.about}>
                    <p>
                      <AppLink to={paths.incident(org, incident.id)}>
                        #{incident.number} <bdi>{visibleText(clip(incident.title, 160))}</bdi>
                      </AppLink>
                    </p>
                    <p className={css.cause}>
                      <bdi>{visibleText(clip(incident.cause, 300))}</bdi>
                    </p>
                  </div>
                  <StatusBadge status={incident.status} />
                  <p className={css.cause}>
                    <Time value={incident.startedAt} isFocusable={false} />,{' '}
                    {incident.resolvedAt === null ? 'for' : 'took'} <Length incident={incident} />
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
