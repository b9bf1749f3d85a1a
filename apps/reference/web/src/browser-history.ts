import type { LeaveQuestion } from '@mishap/ui-components'
import { useSyncExternalStore } from 'react'

export interface BrowserHistory {
  /** A hook as wouter's `Router` wants it: what is shown, which is not always what the address says. */
  readonly usePath: () => [path: string, navigate: BrowserHistory['navigate']]
  /** A hook; with its question mark, or empty. */
  readonly useSearch: () => string
  readonly navigate: (to: string, options?: { readonly replace?: boolean }) => void
  /** Asks before the ways back and forward are gone, until the returned function is called. */
  readonly guard: (ask: LeaveQuestion) => () => void
}

/**
 * The history of the browser, which moves before it can be asked: while somebody guards what is shown the move is taken
 * back, and shown is what was. Entries are numbered in their state, which tells how far a move went. One for each window.
 */
export function browserHistory(): BrowserHistory {
  const listeners = new Set<() => void>()
  const asked = new Set<LeaveQuestion>()
  let shown = { path: '', search: '', place: 0 }
  /** How far somebody wanted to go, while that is taken back. */
  let wanted = 0
  let isAllowed = false

  function show() {
    const place = placeOf(history.state) ?? shown.place + 1
    // Of a link within the page, or from another program.
    if (placeOf(history.state) === null) history.replaceState({ place }, '')
    shown = { path: location.pathname, search: location.search, place }
    for (const listener of listeners) listener()
  }

  function onMove() {
    const by = (placeOf(history.state) ?? shown.place) - shown.place
    const ask = [...asked].at(-1)
    if (by !== 0 && ask !== undefined && !isAllowed) {
      wanted = by
      return history.go(-by)
    }
    if (by === 0 && wanted !== 0) {
      const goOn = history.go.bind(history, wanted)
      wanted = 0
      return ask?.(() => {
        isAllowed = true
        goOn()
      })
    }
    isAllowed = false
    show()
  }

  function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}) {
    if (replace) history.replaceState({ place: shown.place }, '', to)
    else history.pushState({ place: shown.place + 1 }, '', to)
    show()
  }

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  addEventListener('popstate', onMove)
  show()
  return {
    usePath: () => [useSyncExternalStore(subscribe, () => shown.path), navigate],
    useSearch: () => useSyncExternalStore(subscribe, () => shown.search),
    navigate,
    guard: (ask) => {
      asked.add(ask)
      return () => {
        asked.delete(ask)
      }
    },
  }
}

/** The number of an entry; null where it is not one of ours. */
function placeOf(state: unknown): number | null {
  const { place } = (state ?? {}) as { readonly place?: unknown }
  return typeof place === 'number' ? place : null
}
