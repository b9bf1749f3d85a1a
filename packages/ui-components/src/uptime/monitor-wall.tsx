import type { MonitorJson, MonitorUptimeJson } from '@mishap/core/client'
import { clip, counted, relativeTime, visibleText } from '@mishap/core/format'
import { useEffect, useState } from 'react'
import { Button, Time, useClock, useNow } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { sharePercent } from './figures.js'
import { worstFirst } from './monitor-params.js'
import css from './monitor-wall.module.css'
import { STATUSES, shownStatus } from './status.js'
import { StatusShape } from './status-shape.js'
import { UptimeBar } from './uptime-bar.js'

export interface MonitorWallProps {
  readonly org: string
  readonly monitors: readonly MonitorJson[]
  readonly uptime: ReadonlyMap<number, MonitorUptimeJson>
  /** When it was read last, in milliseconds. */
  readonly readAt: number
  /** Reading again failed. */
  readonly isStale: boolean
  /** Where the list is. */
  readonly listTo: string
}

/** Everything at a glance for a screen on a wall, the worst first; Escape leaves the whole screen. */
export function MonitorWall({ org, monitors, uptime, readAt, isStale, listTo }: MonitorWallProps) {
  const [isWhole, setIsWhole] = useState(false)
  const now = useNow(5000)
  const { locale } = useClock()
  useEffect(() => {
    const mark = () => setIsWhole(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', mark)
    return () => document.removeEventListener('fullscreenchange', mark)
  }, [])
  const bad = monitors.filter((monitor) => ['down', 'degraded'].includes(shownStatus(monitor))).length
  return (
    <div className={css.wall} data-wall="">
      <header className={css.header}>
        <p role="status" className={css.verdict}>
          <StatusShape
            status={STATUSES.find((one) => monitors.some((monitor) => shownStatus(monitor) === one)) ?? 'unknown'}
            isCompact
            size={20}
          />
          {bad === 0 ? 'Nothing is down' : `${counted(bad, 'monitor')} not well`}
        </p>
        <p className={css.read} data-stale={isStale}>
          {isStale ? 'Could not be read again; as of ' : 'Read '}
          {relativeTime(readAt, Math.max(now, readAt), locale)}
        </p>
        <div className={css.actions}>
          <Button
            size="sm"
            onClick={(event) => {
              if (isWhole) void document.exitFullscreen()
              else void event.currentTarget.closest('[data-wall]')?.requestFullscreen()
            }}
          >
            {isWhole ? 'Leave the whole screen' : 'Whole screen'}
          </Button>
          <AppLinkButton to={listTo} size="sm" icon="menu">
            List
          </AppLinkButton>
        </div>
      </header>
      <ul className={css.tiles}>
        {worstFirst(monitors).map((monitor) => (
          <Tile key={monitor.id} org={org} monitor={monitor} uptime={uptime.get(monitor.id) ?? null} />
        ))}
      </ul>
    </div>
  )
}

interface TileProps {
  readonly org: string
  readonly monitor: MonitorJson
  readonly uptime: MonitorUptimeJson | null
}

function Tile({ org, monitor, uptime }: TileProps) {
  const { locale } = useClock()
  const status = shownStatus(monitor)
  return (
    <li className={css.tile} data-status={status}>
      <p className={css.status}>
        <StatusShape status={status} size={14} />
        {monitor.lastChange === null || status === 'paused' ? null : (
          <Time value={monitor.lastChange} isFocusable={false} className={css.since} />
        )}
      </p>
      <AppLink to={paths.monitor(org, monitor.id)} className={css.name}>
        <bdi>{visibleText(clip(monitor.name, 80))}</bdi>
      </AppLink>
      {uptime === null ? null : (
        <>
          <UptimeBar bars={uptime.bars} label="Last 24 hours" height={26} minBarWidth={4} isFocusable={false} />
          <p className={css.share}>{sharePercent(uptime.uptime.day, locale)} in 24 hours</p>
        </>
      )}
    </li>
  )
}
