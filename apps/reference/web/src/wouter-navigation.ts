import type { Navigation } from '@mishap/ui-components'
import { useLocation } from 'wouter'
import type { BrowserHistory } from './browser-history.js'

/** Navigation by the history of the browser, under `basePath`. Its components must be inside of wouter's `Router`. */
export function wouterNavigation(basePath: string, history: BrowserHistory): Navigation {
  return {
    href: (to) => basePath + to,
    useLocation: () => {
      const [path] = useLocation()
      return { path, search: history.useSearch() }
    },
    navigate: (to, options = {}) => {
      const [path] = to.split('?', 1)
      const isElsewhere = location.pathname !== basePath + path
      history.navigate(basePath + to, options)
      if (isElsewhere) window.scrollTo(0, 0)
    },
    guard: history.guard,
  }
}
