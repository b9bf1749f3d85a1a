import type { IssueJson } from '@mishap/core/client'
import { useState } from 'react'

/** Chosen issues by id, from whatever page. */
export type Selected = ReadonlyMap<string, IssueJson>

export interface Selection {
  readonly selected: Selected
  /** Every issue of the search, also those of other pages. */
  readonly isEverything: boolean
  /** With `isRange` also everything between this one and the one toggled before. */
  readonly toggle: (id: string, isRange: boolean) => void
  readonly toggleShown: () => void
  /** Adds these, and does not take any away. */
  readonly add: (ids: readonly string[]) => void
  readonly selectEverything: () => void
  readonly clear: () => void
  /** What was chosen before, once more. */
  readonly restore: (before: Selected) => void
}

interface State {
  readonly selected: Selected
  readonly isEverything: boolean
  readonly anchor: string | null
}

const NOTHING: State = { selected: new Map(), isEverything: false, anchor: null }

/** The chosen ones of a list, kept while the reader pages through it. */
export function useSelection(shown: readonly IssueJson[]): Selection {
  const [state, setState] = useState(NOTHING)
  return {
    selected: state.selected,
    isEverything: state.isEverything,
    toggle: (id, isRange) => setState((before) => toggled(before, shown, id, isRange)),
    toggleShown: () =>
      setState(({ selected }) => {
        const isWhole = shown.every((issue) => selected.has(issue.id))
        const next = new Map(selected)
        for (const issue of shown) {
          if (isWhole) next.delete(issue.id)
          else next.set(issue.id, issue)
        }
        return { selected: next, isEverything: false, anchor: null }
      }),
    add: (ids) =>
      setState(({ selected }) => {
        const next = new Map(selected)
        for (const issue of shown) if (ids.includes(issue.id)) next.set(issue.id, issue)
        return { selected: next, isEverything: false, anchor: ids.at(-1) ?? null }
      }),
    selectEverything: () => setState((before) => ({ ...before, isEverything: true })),
    clear: () => setState(NOTHING),
    restore: (selected) => setState({ selected, isEverything: false, anchor: null }),
  }
}

/** The state after a click on one row; with `isRange` the rows in between take over what this one becomes. */
export function toggled(before: State, shown: readonly IssueJson[], id: string, isRange: boolean): State {
  const next = new Map(before.selected)
  const isChosen = !next.has(id)
  for (const issue of isRange ? between(shown, before.anchor, id) : shown.filter((one) => one.id === id)) {
    if (isChosen) next.set(issue.id, issue)
    else next.delete(issue.id)
  }
  return { selected: next, isEverything: false, anchor: id }
}

function between(shown: readonly IssueJson[], a: string | null, b: string): readonly IssueJson[] {
  const end = shown.findIndex((issue) => issue.id === b)
  const anchor = shown.findIndex((issue) => issue.id === a)
  const start = anchor === -1 ? end : anchor
  return shown.slice(Math.min(start, end), Math.max(start, end) + 1)
}
