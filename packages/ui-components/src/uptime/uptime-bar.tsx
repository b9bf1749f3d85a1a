import type { UptimeBarJson } from '@mishap/core/client'
import { type HTMLAttributes, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
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
  const [at, setAt] = useState<number | null>(null)
  const bars = width === null ? all : joinBars(all, Math.floor(width / minBarWidth))
  const summary = summaryOfBars(all)
  const last = bars.length - 1
  const pointed = at === null ? undefined : bars[Math.min(at, last)]
  const say = (bar: UptimeBarJson) => `${nameOfBar(bar, clock)}: ${wordsOfBar(bar)}`

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
    const line = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - line.left) / line.width
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    setAt(Math.max(0, Math.min(last, Math.floor((isRtl ? 1 - share : share) * bars.length))))
  }
  const mouse = {
    onPointerMove,
    onPointerLeave: () => setAt(null),
    onBlur: () => setAt(null),
    onClick: () => pointed !== undefined && onPick?.(pointed),
  }
  const keys: HTMLAttributes<HTMLDivElement> = {
    role: 'slider',
    tabIndex: 0,
    'aria-orientation': 'horizontal',
    'aria-valuemin': 0,
    'aria-valuemax': Math.max(0, last),
    'aria-valuenow': at ?? Math.max(0, last),
    'aria-valuetext': pointed === undefined ? summary : say(pointed),
    onKeyDown,
  }
  return (
    <div className={cx(css.bar, className)} {...rest}>
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: it has one of two roles, and each takes a name */}
      <div
        ref={box}
        {...mouse}
        {...(isFocusable ? keys : { role: 'img' })}
        aria-label={`${label}. ${summary}`}
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
          {pointed === undefined ? summary : say(pointed)}
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

function nextBar(key: string, at: number, last: number): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, at + 1)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
