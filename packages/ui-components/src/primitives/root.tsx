import { forwardRef, type HTMLAttributes } from 'react'
import '../tokens/reset.css'
import '../tokens/tokens.css'
import { cx } from './cx.js'

export type Theme = 'light' | 'dark' | 'system'

export interface RootProps extends HTMLAttributes<HTMLDivElement> {
  /** `system` follows the reader's setting. Other themes: set `--mh-*` tokens by `style` or a class. */
  readonly theme?: Theme
}

/** The element that everything of the library must be inside of: it carries the tokens and keeps the host's rules out. */
export const Root = forwardRef<HTMLDivElement, RootProps>(function Root({ theme = 'system', className, ...rest }, ref) {
  return <div ref={ref} className={cx('mh-root', className)} data-mh-theme={theme} {...rest} />
})
