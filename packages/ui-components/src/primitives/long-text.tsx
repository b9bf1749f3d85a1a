import { clip, exactNumber, visibleText } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { cx } from './cx.js'
import css from './long-text.module.css'

export interface LongTextProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  readonly children: string
  /** UTF-16 units shown before it must be asked for more. */
  readonly max?: number
}

/** How much of it is ever put on the page: browsers slow down on lines of a million characters. */
const MOST = 100_000

/** Text from an event: isolated from the direction around it, odd characters visible, long ones cut with a button. */
export function LongText({ children, max = 1000, className, ...rest }: LongTextProps) {
  const [isWhole, setIsWhole] = useState(false)
  const shown = visibleText(clip(children, isWhole ? MOST : max))
  return (
    <bdi className={cx(css.text, className)} {...rest}>
      {shown}
      {children.length > max ? (
        <button type="button" className={css.more} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${exactNumber(children.length)} characters`}
        </button>
      ) : null}
    </bdi>
  )
}
