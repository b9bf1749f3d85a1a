import { type HTMLAttributes, type ReactNode, type Ref, useEffect, useRef } from 'react'
import { cx } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import css from './page.module.css'

/** Sets the title of the tab; the parts stand from the most to the least special. */
export function usePageTitle(...parts: readonly (string | null | undefined)[]): void {
  const title = [...parts, 'Mishap'].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}

/**
 * For the heading of a page: takes the focus when another page has been entered, so that screen readers begin there.
 * Not on the first page after loading, where nobody has gone anywhere yet.
 */
export function useHeadingFocus(isReady = true): Ref<HTMLHeadingElement> {
  const { navigation, entered } = useMishap()
  const { path } = navigation.useLocation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isReady || entered.path === path) return
    if (entered.path !== null) heading.current?.focus({ preventScroll: true })
    entered.path = path
  }, [path, isReady, entered])
  return heading
}

export interface PageProps extends Omit<HTMLAttributes<HTMLDivElement>, 'title'> {
  readonly title: ReactNode
  readonly actions?: ReactNode
  /** For forms and texts: no wider than is good to read. */
  readonly isNarrow?: boolean
}

/** A page with its heading. */
export function Page({ title, actions, isNarrow = false, className, children, ...rest }: PageProps) {
  const heading = useHeadingFocus()
  return (
    <div className={cx(css.page, isNarrow && css.narrow, className)} {...rest}>
      <header className={css.header}>
        <h1 ref={heading} tabIndex={-1} className={css.title}>
          {title}
        </h1>
        {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}
