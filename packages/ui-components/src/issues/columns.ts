/** The columns of an issue list beside the issue itself. `tag:KEY` shows the most frequent value of a tag. */
export type OwnColumn = 'trend' | 'events' | 'users' | 'first' | 'last' | 'releases' | 'priority' | 'assignee'
export type ColumnId = OwnColumn | `tag:${string}`

export interface Column {
  readonly id: OwnColumn
  readonly label: string
  /** Pixels that it takes in a table. */
  readonly width: number
}

export const COLUMNS: readonly Column[] = [
  { id: 'trend', label: 'Trend', width: 132 },
  { id: 'events', label: 'Events', width: 70 },
  { id: 'users', label: 'Users', width: 70 },
  { id: 'first', label: 'First seen', width: 88 },
  { id: 'last', label: 'Last seen', width: 88 },
  { id: 'releases', label: 'Releases', width: 140 },
  { id: 'priority', label: 'Priority', width: 94 },
  { id: 'assignee', label: 'Assignee', width: 76 },
]

export const DEFAULT_COLUMNS: readonly ColumnId[] = [
  'trend',
  'events',
  'users',
  'first',
  'last',
  'priority',
  'assignee',
]

const TAG_WIDTH = 150

/** As many as the server looks up at once. */
export const MAX_TAG_COLUMNS = 10

/** Columns as an address or a saved view names them; what nobody knows is left out, nothing is there twice. */
export function readColumns(names: readonly string[]): readonly ColumnId[] {
  const known = [...new Set(names)].filter(isColumn)
  const tags = known.filter((id) => tagOf(id) !== null).slice(0, MAX_TAG_COLUMNS)
  return known.filter((id) => tagOf(id) === null || tags.includes(id))
}

/** The key of a tag column; null for a column of the issue's own. */
export function tagOf(column: ColumnId): string | null {
  return column.startsWith('tag:') ? column.slice(4) : null
}

export function columnLabel(column: ColumnId): string {
  return tagOf(column) ?? COLUMNS.find(({ id }) => id === column)?.label ?? column
}

export function columnWidth(column: ColumnId): number {
  return COLUMNS.find(({ id }) => id === column)?.width ?? TAG_WIDTH
}

export function isSameColumns(a: readonly ColumnId[], b: readonly ColumnId[]): boolean {
  return a.length === b.length && a.every((column, at) => column === b[at])
}

function isColumn(name: string): name is ColumnId {
  return /^tag:[\w.:-]{1,200}$/.test(name) || COLUMNS.some(({ id }) => id === name)
}
