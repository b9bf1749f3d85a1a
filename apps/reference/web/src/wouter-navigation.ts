import type { Navigation } from '@mishap/ui-components'
import { useLocation, useSearch } from 'wouter'
import { navigate } from 'wouter/use-browser-location'

/** Navigation by the history of the browser, under `basePath`. Its components must be inside of wouter's `Router`. */
export function wouterNavigation(basePath: string): Navigation {
  return {
    href: (to) => basePath + to,
    useLocation: () => {
      const [path] = useLocation()
      const search = useSearch()
      return { path, search: search === '' ? '' : `?${search}` }
    },
    navigate: (to, options = {}) => {
      const [path] = to.split('?', 1)
      const isElsewhere = location.pathname !== basePath + path
      navigate(basePath + to, options)
      if (isElsewhere) window.scrollTo(0, 0)
    },
  }
}
