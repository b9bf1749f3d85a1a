import { type ReactNode, useEffect, useRef } from 'react'
import { Card } from '../primitives/index.js'
import { Entrance } from '../shell/entrance.js'
import css from './narrow-page.module.css'
import { useHeadingFocus, usePageTitle } from './page.js'

/** A page of one card where nobody is signed in yet. */
export function NarrowPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const heading = useHeadingFocus()
  usePageTitle(title)
  const card = useRef<HTMLElement>(null)
  const shown = useRef(title)
  // Another title is another step: what had the focus is gone, unless the new one took it.
  useEffect(() => {
    if (shown.current === title) return
    shown.current = title
    if (document.activeElement === document.body) card.current?.querySelector('h1')?.focus({ preventScroll: true })
  }, [title])
  return (
    <Entrance isNarrow>
      <Card ref={card}>
        <h1 ref={heading} tabIndex={-1} className={css.title}>
          {title}
        </h1>
        {children}
      </Card>
    </Entrance>
  )
}

/** What such a page says where there is no form, and where to go from there. */
export function NarrowText({ children }: { readonly children: ReactNode }) {
  return <div className={css.text}>{children}</div>
}
