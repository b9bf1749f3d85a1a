import type { MonitorDetailJson } from '@mishap/core/client'
import { clip, counted, humanDuration, safeUrl, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Badge, Card, Time, useClock, useNow } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { coverageSentence } from './coverage.js'
import { certificateTone, daysUntil, sharePercent } from './figures.js'
import css from './monitor-facts.module.css'
import { useMonitorNames } from './monitor-names.js'
import { encodeMonitors, NO_FILTERS } from './monitor-params.js'
import { secondsWords, speaksHttp, targetOf } from './monitor-words.js'
import { shownStatus } from './status.js'
import { StatusShape } from './status-shape.js'
import { useCoverage, useUptime } from './use-monitors.js'

export interface MonitorFactsProps {
  readonly org: string
  readonly monitor: MonitorDetailJson
}

/** How it is and since when, what it looks at, and what there is to know besides. */
export function MonitorFacts({ org, monitor }: MonitorFactsProps) {
  const status = shownStatus(monitor)
  const { lastChange, isFlapping, group, tags, parentID } = monitor
  return (
    <Card>
      <div className={css.now}>
        <p className={css.status}>
          <StatusShape status={status} size={16} />
          {lastChange === null || status === 'paused' || status === 'unknown' ? null : (
            <span className={css.since}>
              since <Since at={lastChange} />
            </span>
          )}
          {isFlapping ? <Badge tone="warn">Flapping</Badge> : null}
        </p>
        <p className={css.next}>
          <NextCheck monitor={monitor} />
        </p>
      </div>
      <p className={css.target}>
        <Target monitor={monitor} />
      </p>
      <p className={css.rules}>{rulesOf(monitor)}</p>
      <Told org={org} monitor={monitor} />
      <Figures org={org} monitor={monitor} />
      {group === '' && tags.length === 0 && parentID === null && monitor.projectName === null ? null : (
        <ul className={css.belongs}>
          {monitor.projectName === null ? null : (
            <li>
              Project <bdi>{visibleText(clip(monitor.projectName, 60))}</bdi>
            </li>
          )}
          {group === '' ? null : (
            <li>
              Group <bdi>{visibleText(clip(group, 100))}</bdi>
            </li>
          )}
          {parentID === null ? null : (
            <li>
              Below <Parent org={org} id={parentID} />
            </li>
          )}
          {tags.map((tag) => (
            <li key={tag}>
              <AppLink to={paths.uptime(org, encodeMonitors({ ...NO_FILTERS, view: 'list', tag }))} className={css.tag}>
                <Badge icon="tag">
                  <bdi>{visibleText(clip(tag, 40))}</bdi>
                </Badge>
              </AppLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Parent({ org, id }: { readonly org: string; readonly id: number }) {
  const name = useMonitorNames(org).data?.find((one) => one.id === id)?.name ?? 'another monitor'
  return (
    <AppLink to={paths.monitor(org, id)}>
      <bdi>{visibleText(clip(name, 80))}</bdi>
    </AppLink>
  )
}

function Since({ at }: { readonly at: string }) {
  const now = useNow(30_000)
  return (
    <>
      <Time value={at} mode="absolute" /> ({humanDuration(Math.max(0, now - Date.parse(at)))})
    </>
  )
}

function NextCheck({ monitor }: { readonly monitor: MonitorDetailJson }) {
  const now = useNow(1000)
  const { nextCheck, lastCheck, isPaused, monitorType } = monitor
  const seen = lastCheck === null ? 'Not looked at yet' : <LastCheck at={lastCheck} />
  if (isPaused) return <>{seen} · paused, it is not looked at</>
  if (nextCheck === null) return <>{seen}</>
  const ms = Date.parse(nextCheck) - now
  const when = ms < 1000 ? 'any moment' : `in ${humanDuration(Math.floor(ms / 1000) * 1000)}`
  const what = monitorType === 'Heartbeat' ? 'the next sign is wanted' : 'next check'
  return (
    <>
      {seen} · {what} {when}
    </>
  )
}

function LastCheck({ at }: { readonly at: string }) {
  return (
    <>
      Looked at <Time value={at} />
    </>
  )
}

function Target({ monitor }: { readonly monitor: MonitorDetailJson }) {
  const text = visibleText(clip(targetOf(monitor), 300))
  const url = speaksHttp(monitor.monitorType) ? safeUrl(monitor.url) : null
  if (url === null) return <bdi>{text}</bdi>
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      <bdi>{text}</bdi>
    </a>
  )
}

/** How often it is looked at, and what it takes for it to count as down, as a sentence. */
function rulesOf(monitor: MonitorDetailJson): string {
  const { interval, confirmationThreshold: fails, recoveryThreshold: goods, degradedAfter, monitorType } = monitor
  const often =
    monitorType === 'Heartbeat'
      ? `A sign is wanted every ${secondsWords(interval)}.`
      : `Looked at every ${secondsWords(interval)}.`
  const down = fails <= 1 ? 'Down with the first failed check' : `Down after ${fails} failed checks in a row`
  const up = goods <= 1 ? 'up again with the first good one' : `up again after ${goods} good ones`
  const slow =
    degradedAfter === null ? '' : ` Degraded where an answer takes more than ${humanDuration(degradedAfter)}.`
  if (monitorType === 'Cron') return `${down}, ${up}.${slow}`
  return `${often} ${down}, ${up}.${slow}`
}

const LAST_DAY = { span: '24h', bars: 48 } as const

function Told({ org, monitor }: MonitorFactsProps) {
  const { data } = useCoverage(org, monitor.id)
  return <p className={css.told}>{data === undefined ? '\u00a0' : coverageSentence(monitor, data)}</p>
}

function Figures({ org, monitor }: MonitorFactsProps) {
  const { locale } = useClock()
  const now = useNow(60_000)
  const query = { ...LAST_DAY, monitor: [monitor.id] }
  const figures = useUptime(org, query).data?.get(monitor.id)
  const { certificateEnds } = monitor
  const days = certificateEnds === null ? null : daysUntil(certificateEnds, now)
  const shares = [
    ['24 hours', figures?.uptime.day],
    ['7 days', figures?.uptime.week],
    ['30 days', figures?.uptime.month],
    ['90 days', figures?.uptime.quarter],
    ['A year', figures?.uptime.year],
  ] as const
  return (
    <dl className={css.figures}>
      {shares.map(([name, share]) => (
        <Figure key={name} name={name}>
          {sharePercent(share ?? null, locale)}
        </Figure>
      ))}
      <Figure name="p50, 24 hours">{figures?.p50 == null ? '–' : humanDuration(figures.p50)}</Figure>
      <Figure name="p95, 24 hours">{figures?.p95 == null ? '–' : humanDuration(figures.p95)}</Figure>
      {days === null ? null : (
        <Figure name="Certificate" tone={certificateTone(days)}>
          {days < 0 ? 'has ended' : counted(days, 'day')}
        </Figure>
      )}
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly tone?: 'ok' | 'warn' | 'danger'
  readonly children: ReactNode
}

function Figure({ name, tone = 'ok', children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-tone={tone}>{children}</dd>
    </div>
  )
}
