import { AppLink, AppLinkButton } from '../provider/app-link.js'
import css from './issue-trail.module.css'

export interface IssueTrailProps {
  /** The list that the reader came from. */
  readonly back: string
  /** Addresses of the neighbours in that list; null at its ends. */
  readonly previous: string | null
  readonly next: string | null
}

/** The way back to the list, and to the issues beside this one there. */
export function IssueTrail({ back, previous, next }: IssueTrailProps) {
  return (
    <nav aria-label="Way back" className={css.trail}>
      <AppLink to={back} className={css.back}>
        Issues
      </AppLink>
      <Neighbour label="Previous issue (k)" to={previous} icon="chevron-up" />
      <Neighbour label="Next issue (j)" to={next} icon="chevron-down" />
    </nav>
  )
}

interface NeighbourProps {
  readonly label: string
  readonly to: string | null
  readonly icon: 'chevron-up' | 'chevron-down'
}

function Neighbour({ label, to, icon }: NeighbourProps) {
  if (to === null) return null
  return <AppLinkButton to={to} size="sm" variant="ghost" icon={icon} title={label} aria-label={label} />
}
