import type { MonitorHistoryQuery } from '@mishap/core/client'
import { useState } from 'react'
import { Card, ErrorState, Select, Skeleton, useNow } from '../primitives/index.js'
import { LatencyChart } from './latency-chart.js'
import { useMonitorHistory } from './use-monitors.js'

const HOUR = 3_600_000

const SPANS = [
  { id: '3h', name: 'Last 3 hours', ms: 3 * HOUR, step: 'minute', stepMs: 60_000 },
  { id: '24h', name: 'Last 24 hours', ms: 24 * HOUR, step: 'hour', stepMs: HOUR },
  { id: '7d', name: 'Last 7 days', ms: 168 * HOUR, step: 'hour', stepMs: HOUR },
  { id: '90d', name: 'Last 90 days', ms: 90 * 24 * HOUR, step: 'day', stepMs: 24 * HOUR },
] as const satisfies readonly {
  readonly id: string
  readonly name: string
  readonly ms: number
  readonly step: MonitorHistoryQuery['step']
  readonly stepMs: number
}[]

/** How long answers took, of a time that the reader chooses. */
export function MonitorLatency({ org, id }: { readonly org: string; readonly id: number }) {
  const [chosen, setChosen] = useState<(typeof SPANS)[number]['id']>('24h')
  const span = SPANS.find((one) => one.id === chosen) ?? SPANS[0]
  const now = useNow(60_000)
  // Whole steps, so that the same is asked until the next one begins.
  const end = Math.ceil(now / span.stepMs) * span.stepMs
  const history = useMonitorHistory(org, id, {
    start: new Date(end - span.ms).toISOString(),
    end: new Date(end).toISOString(),
    step: span.step,
  })
  return (
    <Card
      title="Latency"
      actions={
        <Select
          aria-label="Time shown"
          value={chosen}
          onChange={(event) => setChosen(SPANS.find((one) => one.id === event.target.value)?.id ?? '24h')}
        >
          {SPANS.map(({ id: one, name }) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </Select>
      }
    >
      {history.data === undefined && history.error === null ? <Skeleton lines={1} height={220} /> : null}
      {history.data === undefined && history.error !== null ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : null}
      {history.data === undefined ? null : <LatencyChart buckets={history.data} label={span.name} />}
    </Card>
  )
}
