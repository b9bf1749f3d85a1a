import { type Bucket, compactNumber, counted, exactNumber } from '@mishap/core/format'
import { type HTMLAttributes, type KeyboardEvent, type PointerEvent, useState } from 'react'
import { Button, cx, useClock } from '../primitives/index.js'
import { barPoints, bucketName, ceilingOf, summaryOf } from './bars.js'
import css from './charts.module.css'

export interface EventVolumeProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  /** In order of time and of equal length; 300 at most are drawn well. */
  readonly buckets: readonly Bucket[]
  readonly label?: string
  /** Of the drawing, in pixels. */
  readonly height?: number
  /** On a click or Enter on a bar. */
  readonly onPick?: (bucket: Bucket) => void
}

/**
 * Events over time. The arrow keys, Home and End read it bar by bar; a button shows it as a table.
 */
export function EventVolume({ buckets, label = 'Events', height = 96, onPick, className, ...rest }: EventVolumeProps) {
  const clock = useClock()
  const [at, setAt] = useState<number | null>(null)
  const [isTable, setIsTable] = useState(false)
  const ceiling = ceilingOf(buckets)
  const summary = summaryOf(buckets, clock)
  const nameOf = (bucket: Bucket) => bucketName(bucket, buckets, clock)
  const pointed = at === null ? undefined : buckets[at]
  const last = buckets.length - 1

  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextBar(event.key, at ?? last + 1, last)
    if (next !== null) {
      event.preventDefault()
      setAt(next)
    }
    if (event.key === 'Enter' && pointed !== undefined) onPick?.(pointed)
    if (event.key === 'Escape') setAt(null)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left) / box.width
    setAt(Math.max(0, Math.min(last, Math.floor(share * buckets.length))))
  }

  return (
    <figure className={cx(css.volume, className)} {...rest}>
      <figcaption className={css.caption}>
        <span className={css.label}>{label}</span>
        <span className={css.readout}>
          {pointed === undefined ? summary : `${nameOf(pointed)}: ${counted(pointed.count, 'event')}`}
        </span>
        <Button size="sm" variant="ghost" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Chart' : 'Table'}
        </Button>
      </figcaption>
      {isTable ? (
        <VolumeTable buckets={buckets} label={label} nameOf={nameOf} />
      ) : (
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${label} over time. ${summary}`}
          aria-orientation="horizontal"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, last)}
          aria-valuenow={at ?? Math.max(0, last)}
          aria-valuetext={pointed === undefined ? summary : `${nameOf(pointed)}: ${counted(pointed.count, 'event')}`}
          className={css.field}
          style={{ blockSize: height }}
          data-pickable={onPick !== undefined}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setAt(null)}
          onBlur={() => setAt(null)}
          onClick={() => pointed !== undefined && onPick?.(pointed)}
        >
          <span className={css.ceiling} aria-hidden="true">
            {compactNumber(ceiling, clock.locale)}
          </span>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" className={css.svg}>
            {buckets.map((bucket, index) => (
              <polygon
                key={bucket.at}
                points={barPoints(index, buckets.length, bucket.count / ceiling)}
                className={bucket.count === 0 ? css.none : css.bar}
                data-pointed={index === at}
              />
            ))}
          </svg>
        </div>
      )}
      {isTable ? null : (
        <div className={css.axis} aria-hidden="true">
          {[0, Math.floor(last / 2), last].map((index, place) => (
            <span key={AXIS[place]}>{buckets[index] === undefined ? '' : nameOf(buckets[index])}</span>
          ))}
        </div>
      )}
    </figure>
  )
}

interface VolumeTableProps {
  readonly buckets: readonly Bucket[]
  readonly label: string
  readonly nameOf: (bucket: Bucket) => string
}

function VolumeTable({ buckets, label, nameOf }: VolumeTableProps) {
  const full = buckets.filter(({ count }) => count > 0)
  if (full.length === 0) return <p className={css.empty}>No events in this time.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be scrollable by keyboard
    <div className={css.tableBox} tabIndex={0}>
      <table className={css.table}>
        <caption className="mh-hidden">{label}; times without any are left out</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {full.map((bucket) => (
            <tr key={bucket.at}>
              <th scope="row">{nameOf(bucket)}</th>
              <td>{exactNumber(bucket.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function nextBar(key: string, at: number, last: number): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, at + 1)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}

const AXIS = ['start', 'middle', 'end'] as const
