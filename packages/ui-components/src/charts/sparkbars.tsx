import type { Bucket } from '@mishap/core/format'
import type { HTMLAttributes } from 'react'
import { cx, useClock } from '../primitives/index.js'
import { barPoints, summaryOf } from './bars.js'
import css from './charts.module.css'

export interface SparkbarsProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  readonly buckets: readonly Bucket[]
  /** Before the summary that screen readers get: what is counted. */
  readonly label?: string
}

/** The share of its own peak from which a bar is drawn as one. */
const PEAK = 0.8

/** A row of bars for a table cell. It fills its box; give it a size. */
export function Sparkbars({ buckets, label, className, ...rest }: SparkbarsProps) {
  const clock = useClock()
  const peak = buckets.reduce((most, { count }) => Math.max(most, count), 0)
  const summary = summaryOf(buckets, clock)
  return (
    <div className={cx(css.spark, className)} {...rest}>
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={label === undefined ? summary : `${label}: ${summary}`}
        className={css.svg}
      >
        {buckets.map((bucket, index) => (
          <polygon
            key={bucket.at}
            points={barPoints(index, buckets.length, peak === 0 ? 0 : bucket.count / peak)}
            className={barClass(bucket.count, peak)}
          />
        ))}
      </svg>
    </div>
  )
}

function barClass(count: number, peak: number): string | undefined {
  if (count === 0) return css.none
  return count >= peak * PEAK ? css.peak : css.bar
}
