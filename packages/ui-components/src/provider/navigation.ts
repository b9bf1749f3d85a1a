export interface AppLocation {
  /** Without the base path. */
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
}

/** Asked in place of a move; `goOn` makes it after all, and need not be called. */
export type LeaveQuestion = (goOn: () => void) => void

/** The host's router, as much of it as the screens need. A `to` is a path of `paths` with its search. */
export interface Navigation {
  /** What an `<a>` has to hold: `to` under the base path. */
  href(to: string): string
  /** A hook: it is called while rendering. */
  useLocation(): AppLocation
  navigate(to: string, options?: { readonly replace?: boolean }): void
  /**
   * Asks before moves that do not come by `navigate`, such as the back key, until the returned function is called.
   * Without it such moves are made unasked.
   */
  guard?(ask: LeaveQuestion): () => void
}

/** A navigation that `navigate` is guarded of as well, whatever the host's is. */
export interface GuardedNavigation extends Navigation {
  /** The question that was added last is asked. Moves with `replace` are not the reader's, and are made unasked. */
  guard(ask: LeaveQuestion): () => void
}

/** Asks before `host` is navigated away from something that is not saved. */
export function guardedNavigation(host: Navigation): GuardedNavigation {
  const asked = new Set<LeaveQuestion>()
  return {
    href: (to) => host.href(to),
    useLocation: () => host.useLocation(),
    navigate: (to, options) => {
      const ask = options?.replace ? undefined : [...asked].at(-1)
      const goOn = () => host.navigate(to, options)
      ask === undefined ? goOn() : ask(goOn)
    },
    guard: (ask) => {
      const release = host.guard?.(ask)
      asked.add(ask)
      return () => {
        asked.delete(ask)
        release?.()
      }
    },
  }
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
