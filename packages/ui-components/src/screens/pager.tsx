import { AppLinkButton } from '../provider/app-link.js'
import css from './pager.module.css'

export interface PagerProps {
  /** Cursors; null where there is no page that way. */
  readonly previous: string | null
  readonly next: string | null
  readonly label: string
  readonly to: (cursor: string | null) => string
}

/** Two links; nothing where everything is on one page. */
export function Pager({ previous, next, label, to }: PagerProps) {
  if (previous === null && next === null) return null
  return (
    <nav aria-label={label} className={css.pager}>
      {previous === null ? null : (
        <AppLinkButton to={to(previous)} icon="chevron-left" rel="prev">
          Previous
        </AppLinkButton>
      )}
      {next === null ? null : (
        <AppLinkButton to={to(next)} iconEnd="chevron-right" rel="next">
          Next
        </AppLinkButton>
      )}
    </nav>
  )
}
