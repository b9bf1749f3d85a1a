import type { UptimeBarJson } from '@mishap/core/client'
import type { ReactNode } from 'react'
import { Button, Card, ErrorState, Skeleton, useClock } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { nameOfBar } from './bars.js'
import css from './monitor-history.module.css'
import { UptimeBar } from './uptime-bar.js'
import { useMonitorHistory, useUptime } from './use-monitors.js'

const NINETY = { span: '90d', bars: 90 } as const
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Ninety days; of one of them its hours, and of one of these its minutes. The address says which are open. */
export function MonitorHistory({ org, id }: { readonly org: string; readonly id: number }) {
  const navigation = useNavigation()
  const { path, search } = navigation.useLocation()
  const params = new URLSearchParams(search)
  const day = startOf(params.get('day'), DAY)
  const hour = day === null ? null : startOf(params.get('hour'), HOUR)
  const quarter = useUptime(org, { ...NINETY, monitor: [id] })
  const hours = useMonitorHistory(org, id, day === null ? null : { ...stretch(day, DAY), step: 'hour' })
  const minutes = useMonitorHistory(org, id, hour === null ? null : { ...stretch(hour, HOUR), step: 'minute' })
  const open = (place: { readonly day: number | null; readonly hour?: number | null }) => {
    const next = new URLSearchParams(search)
    for (const [name, at] of [['day', place.day] as const, ['hour', place.hour ?? null] as const])
      if (at === null) next.delete(name)
      else next.set(name, new Date(at).toISOString())
    const text = next.toString()
    navigation.navigate(text === '' ? path : `${path}?${text}`, { replace: true })
  }
  const figures = quarter.data?.get(id)
  const failed = hours.error ?? minutes.error
  const atStart = (at: number | null, size: number) => (at === null ? null : Math.floor(at / size) * size)
  return (
    <Card title="History">
      {figures === undefined && quarter.error === null ? <Skeleton lines={1} height={40} /> : null}
      {figures === undefined && quarter.error !== null ? (
        <ErrorState error={quarter.error} onRetry={() => void quarter.refetch()} />
      ) : null}
      {figures === undefined ? null : (
        <UptimeBar
          bars={figures.bars}
          label="Last 90 days"
          height={40}
          hasReadout
          chosen={figures.bars.find(({ start }) => atStart(Date.parse(start), DAY) === day)?.start ?? null}
          onPick={(bar) => open({ day: atStart(Date.parse(bar.start), DAY) })}
        />
      )}
      {failed === null ? null : <ErrorState error={failed} />}
      {day === null ? (
        <p className={css.hint}>Choose a day to see its hours.</p>
      ) : (
        <Closer title={<DayName at={day} />} onClose={() => open({ day: null })}>
          <UptimeBar
            bars={hours.data ?? []}
            label="The hours of the day"
            height={34}
            hasReadout
            chosen={hours.data?.find(({ start }) => Date.parse(start) === hour)?.start ?? null}
            onPick={(bar) => open({ day, hour: atStart(Date.parse(bar.start), HOUR) })}
          />
        </Closer>
      )}
      {hour === null || day === null ? null : (
        <Closer title={<HourName at={hour} />} onClose={() => open({ day })}>
          <UptimeBar bars={minutes.data ?? []} label="The minutes of the hour" height={28} hasReadout />
        </Closer>
      )}
    </Card>
  )
}

interface CloserProps {
  readonly title: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

function Closer({ title, onClose, children }: CloserProps) {
  return (
    <section className={css.closer}>
      <header className={css.header}>
        <h3 className={css.title}>{title}</h3>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Close
        </Button>
      </header>
      {children}
    </section>
  )
}

function DayName({ at }: { readonly at: number }) {
  const { locale } = useClock()
  const style = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return <>{new Intl.DateTimeFormat(locale, style).format(at)}, in UTC</>
}

function HourName({ at }: { readonly at: number }) {
  return <>{nameOfBar({ ...EMPTY, start: new Date(at).toISOString() }, useClock())}</>
}

const EMPTY: UptimeBarJson = {
  ...{ start: '', seconds: 3600, checks: 0, failed: 0, knownSeconds: 0, downSeconds: 0, degradedSeconds: 0 },
  ...{ maintenanceSeconds: 0, p50: null, p95: null, p99: null },
}

function startOf(text: string | null, size: number): number | null {
  const at = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : Math.floor(at / size) * size
}

function stretch(start: number, length: number) {
  return { start: new Date(start).toISOString(), end: new Date(start + length).toISOString() }
}
