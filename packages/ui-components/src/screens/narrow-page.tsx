import type { ReactNode } from 'react'
import { Card } from '../primitives/index.js'
import { Entrance } from '../shell/entrance.js'
import css from './narrow-page.module.css'
import { useHeadingFocus, usePageTitle } from './page.js'

/** A page of one card where nobody is signed in yet. */
export function NarrowPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const heading = useHeadingFocus()
  usePageTitle(title)
  return (
    <Entrance isNarrow>
      <Card>
        <h1 ref={heading} tabIndex={-1} className={css.title}>
          {title}
        </h1>
        {children}
      </Card>
    </Entrance>
  )
}

/** What such a page says instead of a form, read out when it takes the place of one. */
export function NarrowText({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className={css.text}>
      {children}
    </div>
  )
}
