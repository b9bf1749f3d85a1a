export interface AppLocation {
  /** Without the base path. */
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
}

/** The host's router, as much of it as the screens need. A `to` is a path of `paths` with its search. */
export interface Navigation {
  /** What an `<a>` has to hold: `to` under the base path. */
  href(to: string): string
  /** A hook: it is called while rendering. */
  useLocation(): AppLocation
  navigate(to: string, options?: { readonly replace?: boolean }): void
}

/** Full page loads under `basePath`: for a host without a router. Renders on a server as `/`. */
export function plainNavigation(basePath = ''): Navigation {
  return {
    href: (to) => basePath + to,
    useLocation: () => {
      if (typeof location === 'undefined') return { path: '/', search: '' }
      const inside = location.pathname.startsWith(basePath) ? location.pathname.slice(basePath.length) : '/'
      return { path: inside === '' ? '/' : inside, search: location.search }
    },
    navigate: (to, options) => (options?.replace ? location.replace(basePath + to) : location.assign(basePath + to)),
  }
}
