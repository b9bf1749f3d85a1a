import { absoluteTime, compactNumber, exactNumber, parseTime, relativeTime } from '@mishap/core/format'
import type { HTMLAttributes, TimeHTMLAttributes } from 'react'
import { useClock, useNow } from './clock.js'
import { cx } from './cx.js'
import { Tooltip } from './tooltip.js'
import css from './value.module.css'

export interface TimeProps extends TimeHTMLAttributes<HTMLTimeElement> {
  /** ISO text, a `Date`, or a number of seconds or milliseconds since the epoch. */
  readonly value: string | number | Date | null | undefined
  /** Instead of what the clock's settings say. */
  readonly mode?: 'relative' | 'absolute'
  /** A stop of the Tab key, to read the whole date. Off in tables, where every row would be one. */
  readonly isFocusable?: boolean
}

/** A moment: `3m ago`, with the local and UTC dates on hover and focus. A value that is no time shows as `–`. */
export function Time({ value, mode, isFocusable = true, className, ...rest }: TimeProps) {
  const { timeZone, locale, timeStyle } = useClock()
  const at = parseTime(value)
  const now = useNow(at !== null && Date.now() - at < 90_000 ? 1000 : 30_000)
  if (at === null) return <span className={className}>–</span>
  const local = absoluteTime(at, { locale, timeZone })
  const iso = new Date(at).toISOString()
  const text = (mode ?? timeStyle) === 'absolute' ? local : relativeTime(at, now, locale)
  return (
    <Tooltip
      content={
        <span className={css.times}>
          <span>{local}</span>
          <span className={css.iso}>{iso}</span>
        </span>
      }
    >
      <time
        dateTime={iso}
        tabIndex={isFocusable ? 0 : undefined}
        className={cx(css.time, className)}
        // The server's clock and zone are not the reader's.
        suppressHydrationWarning
        {...rest}
      >
        {text}
      </time>
    </Tooltip>
  )
}

export interface NumProps extends HTMLAttributes<HTMLSpanElement> {
  readonly value: number
  /** Always all digits. */
  readonly isExact?: boolean
}

/** A count, short from a thousand on (`12.3K`), with all digits on hover and for screen readers. */
export function Num({ value, isExact = false, className, ...rest }: NumProps) {
  const { locale } = useClock()
  const exact = exactNumber(value, locale)
  const text = isExact ? exact : compactNumber(value, locale)
  if (text === exact) {
    return (
      <span className={cx(css.num, className)} {...rest}>
        {exact}
      </span>
    )
  }
  return (
    <span className={cx(css.num, className)} title={exact} {...rest}>
      <span aria-hidden="true">{text}</span>
      <span className="mh-hidden">{exact}</span>
    </span>
  )
}
