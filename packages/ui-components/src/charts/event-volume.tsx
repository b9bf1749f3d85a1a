import { type Bucket, compactNumber, counted, exactNumber } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { Button, cx, useClock } from '../primitives/index.js'
import { barPoints, bucketName, ceilingOf, EVENTS, summaryOf } from './bars.js'
import css from './charts.module.css'
import { ReadingAxis, ReadingField } from './reading-field.js'
import { SeriesTable } from './series-table.js'
import { useReading } from './use-reading.js'

export interface EventVolumeProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  /** In order of time and of equal length; 300 at most are drawn well. */
  readonly buckets: readonly Bucket[]
  readonly label?: string
  /** What is counted, one and several; events where it is not given. */
  readonly noun?: readonly [one: string, many: string]
  /** Of the drawing, in pixels. */
  readonly height?: number
  /** On a click or Enter on a bar. */
  readonly onPick?: (bucket: Bucket) => void
}

/**
 * Events, or whatever is counted, over time. The arrow keys, Home and End read it bar by bar; a button shows it as a table.
 */
export function EventVolume({
  buckets,
  label = 'Events',
  noun = EVENTS,
  height = 96,
  onPick,
  className,
  ...rest
}: EventVolumeProps) {
  const clock = useClock()
  const [isTable, setIsTable] = useState(false)
  const reading = useReading(buckets.length, onPick && ((at) => buckets[at] !== undefined && onPick(buckets[at])))
  const pointed = reading.at === null ? undefined : buckets[reading.at]
  const ceiling = ceilingOf(buckets)
  const summary = summaryOf(buckets, clock, noun)
  const nameOf = (bucket: Bucket | undefined) => (bucket === undefined ? '' : bucketName(bucket, buckets, clock))
  const words = pointed === undefined ? summary : `${nameOf(pointed)}: ${counted(pointed.count, ...noun)}`
  const rows = buckets
    .filter(({ count }) => count > 0)
    .map((bucket) => ({ key: bucket.at, name: nameOf(bucket), cells: [exactNumber(bucket.count)] }))

  return (
    <figure className={cx(css.volume, className)} {...rest}>
      <figcaption className={css.caption}>
        <span className={css.label}>{label}</span>
        <span className={css.readout}>{words}</span>
        <Button size="sm" variant="ghost" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Chart' : 'Table'}
        </Button>
      </figcaption>
      {isTable ? (
        <SeriesTable label={label} columns={[label]} rows={rows} empty={`No ${noun[1]} in this time.`} />
      ) : (
        <>
          <ReadingField
            {...{ reading, label, summary, words, height }}
            ceiling={compactNumber(ceiling, clock.locale)}
            isPickable={onPick !== undefined}
            viewBox="0 0 100 100"
          >
            {buckets.map((bucket, index) => (
              <polygon
                key={bucket.at}
                points={barPoints(index, buckets.length, bucket.count / ceiling)}
                className={bucket.count === 0 ? css.none : css.bar}
                data-pointed={index === reading.at}
              />
            ))}
          </ReadingField>
          <ReadingAxis count={buckets.length} nameOf={(at) => nameOf(buckets[at])} />
        </>
      )}
    </figure>
  )
}
