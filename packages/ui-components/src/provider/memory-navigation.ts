import { useSyncExternalStore } from 'react'
import type { AppLocation, LeaveQuestion, Navigation } from './navigation.js'

export interface MemoryNavigation extends Navigation {
  /** Every place visited, the present one last. */
  readonly visited: readonly string[]
  /** As the back key: to the place before, if there is one and nobody is asked first. */
  back(): void
}

/** A location that lives in memory: for stories, tests and a component shown inside somebody else's page. */
export function memoryNavigation(start = '/'): MemoryNavigation {
  const visited = [start]
  const listeners = new Set<() => void>()
  const asked = new Set<LeaveQuestion>()
  let current = parse(start)

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  function show(to: string) {
    current = parse(to)
    for (const listener of listeners) listener()
  }

  function goBack() {
    if (visited.length > 1) visited.pop()
    show(visited.at(-1) ?? start)
  }

  const snapshot = () => current
  return {
    visited,
    href: (to) => to,
    useLocation: () => useSyncExternalStore(subscribe, snapshot, snapshot),
    navigate: (to, options = {}) => {
      if (options.replace) visited.pop()
      visited.push(to)
      show(to)
    },
    back: () => {
      const ask = [...asked].at(-1)
      ask === undefined ? goBack() : ask(goBack)
    },
    guard: (ask) => {
      asked.add(ask)
      return () => {
        asked.delete(ask)
      }
    },
  }
}

function parse(to: string): AppLocation {
  const mark = to.indexOf('?')
  return mark === -1 ? { path: to, search: '' } : { path: to.slice(0, mark), search: to.slice(mark) }
}
