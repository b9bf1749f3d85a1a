import type { HTMLAttributes } from 'react'
import css from './code.module.css'
import { CopyButton } from './copy.js'
import { cx } from './cx.js'
import { ScrollBox } from './scroll-box.js'

export interface CodeProps extends HTMLAttributes<HTMLElement> {
  readonly children: string
  /** A block of lines that scrolls inside its own box, with a button to copy it. */
  readonly isBlock?: boolean
  readonly isWrapped?: boolean
}

/** Code, ids, addresses: always left to right. */
export function Code({ children, isBlock = false, isWrapped = false, className, ...rest }: CodeProps) {
  if (!isBlock) {
    return (
      <code dir="ltr" className={cx(css.inline, className)} {...rest}>
        {children}
      </code>
    )
  }
  return (
    <div dir="ltr" className={cx(css.block, className)} {...rest}>
      <ScrollBox as="pre" className={cx(css.pre, isWrapped && css.wrap)}>
        <code>{children}</code>
      </ScrollBox>
      <CopyButton text={children} isIconOnly className={css.copy} />
    </div>
  )
}
