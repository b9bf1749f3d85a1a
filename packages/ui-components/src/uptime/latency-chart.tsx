import type { HistoryBucketJson } from '@mishap/core/client'
import { humanDuration } from '@mishap/core/format'
import { type HTMLAttributes, type KeyboardEvent, type PointerEvent, useState } from 'react'
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
  const [at, setAt] = useState<number | null>(null)
  const [isTable, setIsTable] = useState(false)
  const ceiling = latencyCeiling(buckets)
  const summary = latencySummary(buckets)
  const last = buckets.length - 1
  const pointed = at === null ? undefined : buckets[Math.min(at, last)]
  const say = (bucket: HistoryBucketJson) => `${nameOfBar(bucket, clock)}: ${latencyWords(bucket)}`
  const used = PHASES.filter(({ phase }) => buckets.some(({ timings }) => (timings[phase] ?? 0) > 0))

  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(event.key, at ?? last + 1, last)
    if (event.key === 'Escape') setAt(null)
    if (next === null) return
    event.preventDefault()
    setAt(next)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setAt(Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / box.width) * buckets.length))))
  }
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
          <div
            role="slider"
            tabIndex={0}
            aria-label={`${label} over time. ${summary}`}
            aria-orientation="horizontal"
            aria-valuemin={0}
            aria-valuemax={Math.max(0, last)}
            aria-valuenow={at ?? Math.max(0, last)}
            aria-valuetext={pointed === undefined ? summary : say(pointed)}
            className={css.field}
            style={{ blockSize: height }}
            onKeyDown={onKeyDown}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setAt(null)}
            onBlur={() => setAt(null)}
          >
            <span className={css.ceiling} aria-hidden="true">
              {humanDuration(ceiling)}
            </span>
            <svg
              viewBox={`0 0 ${Math.max(1, buckets.length) * 10} 100`}
              preserveAspectRatio="none"
              aria-hidden="true"
              className={css.svg}
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
              {at === null || pointed === undefined ? null : (
                <rect x={at * 10} y={0} width={10} height={100} className={css.pointed} />
              )}
            </svg>
          </div>
          <div className={css.axis} aria-hidden="true">
            {[0, Math.floor(last / 2), last].map((place, index) => (
              <span key={AXIS[index]}>{buckets[place] === undefined ? '' : nameOfBar(buckets[place], clock)}</span>
            ))}
          </div>
          <p className={css.readout} aria-hidden="true">
            {pointed === undefined ? summary : say(pointed)}
          </p>
        </>
      )}
    </figure>
  )
}

function LatencyTable({ buckets, label }: { readonly buckets: readonly HistoryBucketJson[]; readonly label: string }) {
  const clock = useClock()
  const known = buckets.filter(({ p50, downSeconds }) => p50 !== null || downSeconds > 0)
  if (known.length === 0) return <p className={css.readout}>No answers in this time.</p>
  const ms = (value: number | null) => (value === null ? '–' : humanDuration(value))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
    <div className={css.tableBox} tabIndex={0}>
      <table className={css.table}>
        <caption className="mh-hidden">{label}; times without any are left out</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">p50</th>
            <th scope="col">p95</th>
            {PHASES.map(({ phase, name }) => (
              <th key={phase} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Down</th>
          </tr>
        </thead>
        <tbody>
          {known.map((bucket) => (
            <tr key={bucket.start}>
              <th scope="row">{nameOfBar(bucket, clock)}</th>
              <td>{ms(bucket.p50)}</td>
              <td>{ms(bucket.p95)}</td>
              {PHASES.map(({ phase }) => (
                <td key={phase}>{ms(bucket.timings[phase])}</td>
              ))}
              <td>{bucket.downSeconds === 0 ? '–' : humanDuration(bucket.downSeconds * 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function nextPlace(key: string, at: number, last: number): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, at + 1)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}

const AXIS = ['start', 'middle', 'end'] as const
