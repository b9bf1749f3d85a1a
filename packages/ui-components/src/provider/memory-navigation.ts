import { useSyncExternalStore } from 'react'
import type { AppLocation, Navigation } from './navigation.js'

export interface MemoryNavigation extends Navigation {
  /** Every place visited, the present one last. */
  readonly visited: readonly string[]
}

/** A location that lives in memory: for stories, tests and a component shown inside somebody else's page. */
export function memoryNavigation(start = '/'): MemoryNavigation {
  const visited = [start]
  const listeners = new Set<() => void>()
  let current = parse(start)

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  const snapshot = () => current
  return {
    visited,
    href: (to) => to,
    useLocation: () => useSyncExternalStore(subscribe, snapshot, snapshot),
    navigate: (to, options = {}) => {
      if (options.replace) visited.pop()
      visited.push(to)
      current = parse(to)
      for (const listener of listeners) listener()
    },
  }
}

function parse(to: string): AppLocation {
  const mark = to.indexOf('?')
  return mark === -1 ? { path: to, search: '' } : { path: to.slice(0, mark), search: to.slice(mark) }
}
