import type { UptimeBarJson } from '@mishap/core/client'
import { type HTMLAttributes, useRef } from 'react'
import { useReading } from '../charts/index.js'
import { cx, useClock } from '../primitives/index.js'
import { barState, joinBars, nameOfBar, summaryOfBars, wordsOfBar } from './bars.js'
import css from './uptime-bar.module.css'
import { useWidth } from './use-width.js'

export interface UptimeBarProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'onSelect'> {
  /** The oldest first. */
  readonly bars: readonly UptimeBarJson[]
  /** Before the summary that screen readers get. */
  readonly label?: string
  /** Of the drawing, in pixels. */
  readonly height?: number
  /** Pixels for one bar; stretches are joined where there is less room. */
  readonly minBarWidth?: number
  /** A stop of the Tab key, to read it bar by bar. Off in tables, where every row would be one. */
  readonly isFocusable?: boolean
  /** A line below with what is pointed at. */
  readonly hasReadout?: boolean
  /** The one that is looked at closer, by its start. */
  readonly chosen?: string | null
  /** On a click or Enter on a bar. */
  readonly onPick?: (bar: UptimeBarJson) => void
}

/**
 * How something was, stretch by stretch. A broken bar was down, by as much as the break is deep; a short one slow;
 * a hollow one in maintenance; a stub is not known. The arrow keys, Home and End read it bar by bar.
 */
export function UptimeBar({
  bars: all,
  label = 'Uptime',
  height = 28,
  minBarWidth = 5,
  isFocusable = true,
  hasReadout = false,
  chosen = null,
  onPick,
  className,
  ...rest
}: UptimeBarProps) {
  const clock = useClock()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const bars = width === null ? all : joinBars(all, Math.floor(width / minBarWidth))
  const summary = summaryOfBars(all)
  const reading = useReading(bars.length, onPick && ((at) => bars[at] !== undefined && onPick(bars[at])))
  const pointed = reading.at === null ? undefined : bars[reading.at]
  const say = (bar: UptimeBarJson) => `${nameOfBar(bar, clock)}: ${wordsOfBar(bar)}`

  const name = `${label}. ${summary}`
  const words = pointed === undefined ? summary : say(pointed)
  return (
    <div className={cx(css.bar, className)} {...rest}>
      <div
        ref={box}
        {...reading.mouse}
        {...(isFocusable ? reading.slider(name, words) : { role: 'img', 'aria-label': name })}
        title={!hasReadout && pointed !== undefined ? say(pointed) : undefined}
        className={css.field}
        style={{ blockSize: height }}
        data-pickable={onPick !== undefined}
      >
        <svg viewBox={`0 0 ${Math.max(1, bars.length) * 10} 100`} preserveAspectRatio="none" aria-hidden="true">
          {bars.map((bar, place) => (
            <Stretch key={bar.start} bar={bar} x={place * 10} isPointed={bar === pointed || chosen === bar.start} />
          ))}
        </svg>
      </div>
      {hasReadout ? (
        <p className={css.readout} aria-hidden="true">
          {words}
        </p>
      ) : null}
    </div>
  )
}

interface StretchProps {
  readonly bar: UptimeBarJson
  readonly x: number
  readonly isPointed: boolean
}

function Stretch({ bar, x, isPointed }: StretchProps) {
  const state = barState(bar)
  const about = { x: x + 1.2, width: 7.6, className: css[state], 'data-pointed': isPointed }
  if (state !== 'down') return <rect {...about} y={100 - HEIGHTS[state]} height={HEIGHTS[state]} />
  const depth = Math.max(24, Math.min(1, bar.downSeconds / Math.max(1, bar.knownSeconds)) * 100)
  const isWhole = depth > 90
  const rest = isWhole ? css.down : css.up
  const broken = isWhole ? 26 : depth
  return (
    <>
      <rect {...about} className={rest} y={0} height={Math.max(0, 100 - broken - 14)} />
      <rect {...about} y={100 - broken} height={broken} />
    </>
  )
}

const HEIGHTS = { up: 100, degraded: 68, maintenance: 100, unknown: 22 } as const
