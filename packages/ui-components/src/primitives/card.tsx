import { forwardRef, type HTMLAttributes, type ReactNode, useId } from 'react'
import css from './card.module.css'
import { cx } from './cx.js'
import { Icon } from './icon.js'
import { useRemembered } from './use-remembered.js'

export interface CardProps extends Omit<HTMLAttributes<HTMLElement>, 'title'> {
  readonly title?: ReactNode
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode
  readonly headingLevel?: 2 | 3 | 4
  /** Content up to the edge, for tables and lists. */
  readonly isFlush?: boolean
  /** Makes it fold at its title. The browser remembers under that name whether it is. */
  readonly foldsAs?: string
}

/** A part of the page with a heading; a landmark where it has a title. */
export const Card = forwardRef<HTMLElement, CardProps>(function Card(
  { title, actions, headingLevel = 2, isFlush = false, foldsAs, className, children, ...rest },
  ref,
) {
  const headingId = useId()
  const Heading = `h${headingLevel}` as const
  const bodyId = useId()
  const hasTitle = title !== undefined
  const [isFolded, setIsFolded] = useRemembered(`folded.${foldsAs ?? ''}`, false, isBoolean)
  const isOpen = foldsAs === undefined || !isFolded
  return (
    <section ref={ref} aria-labelledby={hasTitle ? headingId : undefined} className={cx(css.card, className)} {...rest}>
      {hasTitle ? (
        <header className={css.header}>
          <Heading id={headingId} className={css.title}>
            {foldsAs === undefined ? (
              title
            ) : (
              <button
                type="button"
                data-card-fold=""
                className={css.fold}
                aria-expanded={isOpen}
                aria-controls={isOpen ? bodyId : undefined}
                onClick={() => setIsFolded(isOpen)}
              >
                <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
                {title}
              </button>
            )}
          </Heading>
          {actions === undefined || !isOpen ? null : <div className={css.actions}>{actions}</div>}
        </header>
      ) : null}
      {isOpen ? (
        <div id={bodyId} className={cx(css.body, isFlush && css.flush)}>
          {children}
        </div>
      ) : null}
    </section>
  )
})

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}
