import type { HistoryBucketJson } from '@mishap/core/client'
import { humanDuration } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { ReadingAxis, ReadingField, SeriesTable, useReading } from '../charts/index.js'
import { Button, cx, useClock } from '../primitives/index.js'
import { nameOfBar } from './bars.js'
import { latencyCeiling, latencySummary, latencyWords, lineRuns, phaseBoxes } from './latency.js'
import css from './latency-chart.module.css'
import { PHASES } from './phases.js'

export interface LatencyChartProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  /** In order of time and of equal length; 300 at most are drawn well. */
  readonly buckets: readonly HistoryBucketJson[]
  readonly label?: string
  /** Of the drawing, in pixels. */
  readonly height?: number
}

/**
 * How long answers took: the parts of a check on top of each other, p50 and p95 as lines, and the times in which it was
 * down shaded. The arrow keys, Home and End read it stretch by stretch; a button shows it as a table.
 */
export function LatencyChart({ buckets, label = 'Latency', height = 180, className, ...rest }: LatencyChartProps) {
  const clock = useClock()
  const [isTable, setIsTable] = useState(false)
  const reading = useReading(buckets.length)
  const pointed = reading.at === null ? undefined : buckets[reading.at]
  const ceiling = latencyCeiling(buckets)
  const summary = latencySummary(buckets)
  const words = pointed === undefined ? summary : `${nameOfBar(pointed, clock)}: ${latencyWords(pointed)}`
  const used = PHASES.filter(({ phase }) => buckets.some(({ timings }) => (timings[phase] ?? 0) > 0))
  return (
    <figure className={cx(css.chart, className)} {...rest}>
      <figcaption className={css.caption}>
        <span className={css.label}>{label}</span>
        <ul className={css.legend} aria-hidden="true">
          {used.map(({ phase, name }) => (
            <li key={phase}>
              <span className={css.swatch} data-phase={phase} />
              {name}
            </li>
          ))}
          <li>
            <span className={css.stroke} data-line="p50" />
            p50
          </li>
          <li>
            <span className={css.stroke} data-line="p95" />
            p95
          </li>
        </ul>
        <Button size="sm" variant="ghost" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Chart' : 'Table'}
        </Button>
      </figcaption>
      {isTable ? (
        <LatencyTable buckets={buckets} label={label} />
      ) : (
        <>
          <ReadingField
            {...{ reading, label, summary, words, height }}
            ceiling={humanDuration(ceiling)}
            viewBox={`0 0 ${Math.max(1, buckets.length) * 10} 100`}
          >
            {buckets.map((bucket, place) =>
              bucket.downSeconds === 0 ? null : (
                <rect key={bucket.start} x={place * 10} y={0} width={10} height={100} className={css.down} />
              ),
            )}
            {buckets.map((bucket, place) =>
              phaseBoxes(bucket, ceiling).map(({ phase, y, height: tall }) => (
                <rect
                  key={bucket.start + phase}
                  x={place * 10}
                  y={y}
                  width={10.2}
                  height={tall}
                  className={css.phase}
                  data-phase={phase}
                />
              )),
            )}
            {(['p95', 'p50'] as const).map((line) =>
              lineRuns(buckets, line, ceiling).map((points) => (
                <polyline key={line + points} points={points} className={css.line} data-line={line} />
              )),
            )}
            {reading.at === null ? null : (
              <rect x={reading.at * 10} y={0} width={10} height={100} className={css.pointed} />
            )}
          </ReadingField>
          <ReadingAxis
            count={buckets.length}
            nameOf={(at) => (buckets[at] === undefined ? '' : nameOfBar(buckets[at], clock))}
          />
          <p className={css.readout} aria-hidden="true">
            {words}
          </p>
        </>
      )}
    </figure>
  )
}

function LatencyTable({ buckets, label }: { readonly buckets: readonly HistoryBucketJson[]; readonly label: string }) {
  const clock = useClock()
  const ms = (value: number | null) => (value === null ? '–' : humanDuration(value))
  const rows = buckets
    .filter(({ p50, downSeconds }) => p50 !== null || downSeconds > 0)
    .map((bucket) => ({
      ...{ key: bucket.start, name: nameOfBar(bucket, clock) },
      cells: [
        ...[bucket.p50, bucket.p95, ...PHASES.map(({ phase }) => bucket.timings[phase])].map(ms),
        bucket.downSeconds === 0 ? '–' : humanDuration(bucket.downSeconds * 1000),
      ],
    }))
  const columns = ['p50', 'p95', ...PHASES.map(({ name }) => name), 'Down']
  return <SeriesTable label={label} columns={columns} rows={rows} empty="No answers in this time." />
}
