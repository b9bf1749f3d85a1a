import { cx } from '../primitives/index.js'
import line from '../primitives/tabs.module.css'
import { useFadingEdges } from '../primitives/use-fading-edges.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import css from './page-tabs.module.css'

export interface PageTabsProps {
  /** What the pages are parts of, for screen readers. */
  readonly label: string
  readonly places: readonly {
    readonly label: string
    readonly to: string
    /** Where it has pages below it. */
    readonly isAt?: (path: string) => boolean
  }[]
}

/** From one list of several to the others. Links and not tabs: each has an address. */
export function PageTabs({ label, places }: PageTabsProps) {
  const { path } = useNavigation().useLocation()
  const list = useFadingEdges<HTMLUListElement>()
  return (
    <nav aria-label={label} className={css.tabs}>
      <ul ref={list} className={line.list}>
        {places.map((place) => (
          <li key={place.to}>
            <AppLink
              to={place.to}
              className={cx(line.tab, css.tab)}
              aria-current={(place.isAt?.(path) ?? path === place.to) ? 'page' : undefined}
            >
              {place.label}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
