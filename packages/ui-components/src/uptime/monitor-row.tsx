import type { MonitorJson, MonitorUptimeJson } from '@mishap/core/client'
import { clip, counted, humanDuration, visibleText } from '@mishap/core/format'
import { Badge, Checkbox, Time, useClock, useNow } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { certificateTone, daysUntil, sharePercent } from './figures.js'
import css from './monitor-table.module.css'
import { targetOf } from './monitor-words.js'
import { shownStatus } from './status.js'
import { StatusShape } from './status-shape.js'
import { UptimeBar } from './uptime-bar.js'

export interface MonitorRowProps {
  readonly org: string
  readonly monitor: MonitorJson
  readonly uptime: MonitorUptimeJson | null
  /** How deep its group is. */
  readonly level: number
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}

const MOST_TAGS = 4

/** One that is watched: how it is, and how it was. */
export function MonitorRow({ org, monitor, uptime, level, isChosen, onChoose }: MonitorRowProps) {
  const { locale } = useClock()
  const { id, tags, lastCheck, isFlapping } = monitor
  const name = visibleText(clip(monitor.name, 120))
  const shares = [uptime?.uptime.day, uptime?.uptime.week, uptime?.uptime.month]
  return (
    <tr className={css.row} data-chosen={isChosen}>
      <td className={css.check}>
        <Checkbox
          label={`Choose ${name}`}
          isLabelHidden
          checked={isChosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      </td>
      <th scope="row" className={css.about}>
        <div className={css.aboutLine} style={{ paddingInlineStart: level * 18 }}>
          <StatusShape status={shownStatus(monitor)} isCompact className={css.shape} />
          <div className={css.names}>
            <p className={css.title}>
              <AppLink to={paths.monitor(org, id)} className={css.name}>
                <bdi>{name}</bdi>
              </AppLink>
              {isFlapping ? <Badge tone="warn">Flapping</Badge> : null}
              {tags.slice(0, MOST_TAGS).map((tag) => (
                <Badge key={tag} className={css.tag}>
                  <bdi>{visibleText(clip(tag, 24))}</bdi>
                </Badge>
              ))}
              {tags.length > MOST_TAGS ? <Badge>{tags.length - MOST_TAGS} more</Badge> : null}
            </p>
            <p className={css.target}>
              <bdi>{visibleText(clip(targetOf(monitor), 160))}</bdi>
            </p>
          </div>
        </div>
      </th>
      <td className={css.strip}>
        {uptime === null ? null : (
          <UptimeBar bars={uptime.bars} label="Last 24 hours" height={22} minBarWidth={4} isFocusable={false} />
        )}
      </td>
      <td className={css.number} data-label="p95">
        {uptime === null || uptime.p95 === null ? '–' : humanDuration(uptime.p95)}
      </td>
      {shares.map((share, place) => (
        <td key={SPANS[place]} className={css.number} data-label={SPANS[place]}>
          {sharePercent(share ?? null, locale)}
        </td>
      ))}
      <td className={css.when} data-label="Last check">
        <Time value={lastCheck} isFocusable={false} />
      </td>
      <td className={css.when} data-label="Certificate">
        <Certificate ends={monitor.certificateEnds} />
      </td>
    </tr>
  )
}

const SPANS = ['24h', '7d', '30d'] as const

function Certificate({ ends }: { readonly ends: string | null }) {
  const now = useNow(60_000)
  if (ends === null) return '–'
  const days = daysUntil(ends, now)
  const tone = certificateTone(days)
  const words = days < 0 ? 'has ended' : counted(days, 'day')
  return tone === 'ok' ? words : <Badge tone={tone}>{words}</Badge>
}
