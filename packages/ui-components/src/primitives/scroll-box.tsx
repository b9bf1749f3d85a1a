import type { HTMLAttributes } from 'react'

export interface ScrollBoxProps extends HTMLAttributes<HTMLElement> {
  readonly as?: 'div' | 'pre' | 'section'
}

/** A box that scrolls. It is a stop of the Tab key, so that what is out of sight can be reached by the arrow keys. */
export function ScrollBox({ as: Tag = 'div', ...rest }: ScrollBoxProps) {
  return <Tag tabIndex={0} {...rest} />
}
