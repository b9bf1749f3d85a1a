import type { HTMLAttributes } from 'react'
import { cx, Icon, Time } from '../primitives/index.js'
import css from './payload-removed.module.css'

export interface PayloadRemovedProps extends HTMLAttributes<HTMLDivElement> {
  /** ISO 8601. */
  readonly at: string
}

/** Stands where the event was: retention has thinned it out. */
export function PayloadRemoved({ at, className, ...rest }: PayloadRemovedProps) {
  return (
    <div role="note" className={cx(css.note, className)} {...rest}>
      <Icon name="info" size={16} />
      <div>
        <p className={css.title}>
          Payload removed by retention on <Time value={at} mode="absolute" />
        </p>
        <p>
          This project held more than it may, so repetitive events were thinned out. This one still counts, and its
          time, release and environment are known; its stack trace and all else it carried are gone. The first and the
          latest event of every issue stay whole.
        </p>
      </div>
    </div>
  )
}
