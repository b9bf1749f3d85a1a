import { forwardRef, type HTMLAttributes, type ReactNode, useId } from 'react'
import css from './card.module.css'
import { cx } from './cx.js'

export interface CardProps extends Omit<HTMLAttributes<HTMLElement>, 'title'> {
  readonly title?: ReactNode
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode
  readonly headingLevel?: 2 | 3 | 4
  /** Content up to the edge, for tables and lists. */
  readonly isFlush?: boolean
}

/** A part of the page with a heading; a landmark where it has a title. */
export const Card = forwardRef<HTMLElement, CardProps>(function Card(
  { title, actions, headingLevel = 2, isFlush = false, className, children, ...rest },
  ref,
) {
  const headingId = useId()
  const Heading = `h${headingLevel}` as const
  const hasTitle = title !== undefined
  return (
    <section ref={ref} aria-labelledby={hasTitle ? headingId : undefined} className={cx(css.card, className)} {...rest}>
      {hasTitle ? (
        <header className={css.header}>
          <Heading id={headingId} className={css.title}>
            {title}
          </Heading>
          {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
        </header>
      ) : null}
      <div className={cx(css.body, isFlush && css.flush)}>{children}</div>
    </section>
  )
})
