import type { MonitorUptimeJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Card, EmptyState, ErrorState, Skeleton } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { MonitorBulk } from './monitor-bulk.js'
import { MonitorFilters } from './monitor-filters.js'
import {
  decodeMonitors,
  encodeMonitors,
  findMonitors,
  hasFilters,
  type MonitorParams,
  NO_FILTERS,
} from './monitor-params.js'
import { MonitorTable } from './monitor-table.js'
import { MonitorWall } from './monitor-wall.js'
import { NoMonitors } from './no-monitors.js'
import { StatusTiles } from './status-tiles.js'
import { UptimePage } from './uptime-page.js'
import css from './uptime-screen.module.css'
import { MOST_MONITORS, useMonitors, useUptime } from './use-monitors.js'

const LAST_DAY = { span: '24h', bars: 48 } as const
const UNREAD: ReadonlyMap<number, MonitorUptimeJson> = new Map()

/** What an organization watches: as a list with all that can be done, or for a screen on the wall. */
export function UptimeScreen({ org }: { readonly org: string }) {
  const navigation = useNavigation()
  const params = decodeMonitors(navigation.useLocation().search)
  const monitors = useMonitors(org)
  const uptime = useUptime(org, LAST_DAY)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const all = monitors.data
  const to = (change: Partial<MonitorParams>) => paths.uptime(org, encodeMonitors({ ...params, ...change }))
  const change = (next: Partial<MonitorParams>, isTyping = false) =>
    navigation.navigate(to(next), isTyping ? { replace: true } : {})
  const found = all === undefined ? [] : findMonitors(all, params)
  const shown = found.filter(({ id }) => chosen.has(id))
  const choose = (ids: readonly number[], isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, ...ids] : [...chosen].filter((id) => !ids.includes(id))))

  return (
    <UptimePage
      org={org}
      title="Uptime"
      actions={
        <>
          {params.view === 'wall' ? null : (
            <AppLinkButton to={to({ view: 'wall' })} icon="wall">
              Wall
            </AppLinkButton>
          )}
          <AppLinkButton to={paths.newMonitor(org)} variant="primary" icon="plus">
            New monitor
          </AppLinkButton>
        </>
      }
    >
      {all === undefined && monitors.error === null ? (
        <Skeleton lines={8} height={48} label="Loading monitors" />
      ) : null}
      {all === undefined && monitors.error !== null ? (
        <ErrorState error={monitors.error} onRetry={() => void monitors.refetch()} />
      ) : null}
      {all?.length === 0 ? (
        <Card>
          <NoMonitors org={org} />
        </Card>
      ) : null}
      {all === undefined || all.length === 0 || params.view !== 'wall' ? null : (
        <MonitorWall
          org={org}
          monitors={found}
          uptime={uptime.data ?? UNREAD}
          readAt={monitors.dataUpdatedAt}
          isStale={monitors.isRefetchError}
          listTo={to({ view: 'list' })}
        />
      )}
      {all === undefined || all.length === 0 || params.view === 'wall' ? null : (
        <>
          <StatusTiles monitors={all} chosen={params.status} onChoose={(status) => change({ status })} />
          <Card isFlush className={css.card}>
            <MonitorFilters monitors={all} params={params} onChange={change} />
            {shown.length === 0 ? null : <MonitorBulk org={org} chosen={shown} onClear={() => setChosen(new Set())} />}
            {found.length === 0 ? (
              <EmptyState
                icon="search"
                title="No monitor like that"
                action={<Button onClick={() => change(NO_FILTERS)}>Show all {all.length}</Button>}
              />
            ) : (
              <MonitorTable
                org={org}
                monitors={found}
                uptime={uptime.data ?? UNREAD}
                chosen={chosen}
                onChoose={choose}
                isOpen={hasFilters(params)}
              />
            )}
            {uptime.error === null ? null : <ErrorState error={uptime.error} onRetry={() => void uptime.refetch()} />}
            {all.length < MOST_MONITORS ? null : (
              <p className={css.footnote}>The first {MOST_MONITORS} by name. There may be more.</p>
            )}
          </Card>
        </>
      )}
    </UptimePage>
  )
}
