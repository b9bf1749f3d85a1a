import type { HTMLAttributes } from 'react'
import { cx } from '../primitives/index.js'
import { type ShownStatus, STATUS_WORDS } from './status.js'
import css from './status-shape.module.css'

export interface StatusShapeProps extends HTMLAttributes<HTMLSpanElement> {
  readonly status: ShownStatus
  /** Only the shape; the word is then for screen readers. */
  readonly isCompact?: boolean
  /** Of the shape, in pixels. */
  readonly size?: number
}

const SHAPES: Readonly<Record<ShownStatus, string>> = {
  up: 'M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  degraded: 'M6 .5 12 11.5H0z',
  down: 'M.75.75h10.5v10.5H.75z',
  maintenance: 'M6 0l6 6-6 6-6-6z',
  paused: 'M1.5 1h3v10h-3zM7.5 1h3v10h-3z',
  unknown: 'M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z',
}

/** How something that is watched is, as a shape, a colour and a word: ● up, ▲ degraded, ■ down, ◆ maintenance, ○ unknown. */
export function StatusShape({ status, isCompact = false, size = 11, className, ...rest }: StatusShapeProps) {
  return (
    <span className={cx(css.status, className)} data-status={status} {...rest}>
      <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true" focusable="false" className={css.shape}>
        <path d={SHAPES[status]} fillRule="evenodd" />
      </svg>
      <span className={isCompact ? 'mh-hidden' : undefined}>{STATUS_WORDS[status]}</span>
    </span>
  )
}
