import type { SavedViewInput, SavedViewJson } from '@mishap/core/client'
import { DEFAULT_COLUMNS, isSameColumns, readColumns } from './columns.js'
import { DEFAULT_SEARCH, type IssueSearch, SORTS } from './search-params.js'

/** A saved view as a search; what is not saved with it stays as it is in `before`. */
export function viewSearch(view: SavedViewJson, before: IssueSearch): IssueSearch {
  return {
    ...before,
    query: view.query,
    project: view.project,
    environment: view.environment,
    sort: SORTS.find(({ id }) => id === view.sort)?.id ?? DEFAULT_SEARCH.sort,
    columns: columnsOf(view),
    view: view.id,
    cursor: null,
  }
}

/** Whether a search, that began with the view, asks for something else by now. */
export function isViewChanged(search: IssueSearch, view: SavedViewJson): boolean {
  const saved = viewSearch(view, search)
  return !(
    search.query === saved.query &&
    search.sort === saved.sort &&
    search.project.join() === saved.project.join() &&
    search.environment.join('\0') === saved.environment.join('\0') &&
    isSameColumns(search.columns, saved.columns)
  )
}

/** What to save of a search. */
export function viewInput(search: IssueSearch): Omit<SavedViewInput, 'name'> {
  const { query, sort, project, environment, columns } = search
  return { query, sort, project, environment, columns: isSameColumns(columns, DEFAULT_COLUMNS) ? [] : columns }
}

/** Positions that put a view one place further; null where it is at the end already. */
export function movedView(
  views: readonly SavedViewJson[],
  id: string,
  by: 1 | -1,
): readonly { readonly id: string; readonly position: number }[] | null {
  const at = views.findIndex((view) => view.id === id)
  const to = at + by
  if (at === -1 || to < 0 || to >= views.length) return null
  const order = views.map((view) => view.id)
  ;[order[at], order[to]] = [order[to] ?? '', order[at] ?? '']
  const before = new Map(views.map((view) => [view.id, view.position]))
  return order.map((one, position) => ({ id: one, position })).filter((one) => before.get(one.id) !== one.position)
}

function columnsOf(view: SavedViewJson) {
  return view.columns.length === 0 ? DEFAULT_COLUMNS : readColumns(view.columns)
}
