import type { IssueListQuery } from '@mishap/core/client'
import { type ColumnId, DEFAULT_COLUMNS, isSameColumns, readColumns } from './columns.js'

export type IssueSort = NonNullable<IssueListQuery['sort']>
export type TrendPeriod = '24h' | '14d'
export type Density = 'comfortable' | 'compact'

/** All that the address of an issue list says. */
export interface IssueSearch {
  /** The search language, with its `is:`. */
  readonly query: string
  /** Ids. */
  readonly project: readonly string[]
  readonly environment: readonly string[]
  readonly sort: IssueSort
  /** What the bars of the rows cover. */
  readonly period: TrendPeriod
  readonly columns: readonly ColumnId[]
  readonly density: Density
  /** Id of the saved view that it began with; null for none. */
  readonly view: string | null
  readonly cursor: string | null
}

export const DEFAULT_SEARCH: IssueSearch = {
  query: 'is:unresolved',
  project: [],
  environment: [],
  sort: '-last_seen',
  period: '24h',
  columns: DEFAULT_COLUMNS,
  density: 'comfortable',
  view: null,
  cursor: null,
}

export const SORTS: readonly { readonly id: IssueSort; readonly label: string }[] = [
  { id: '-last_seen', label: 'Last seen' },
  { id: '-first_seen', label: 'First seen' },
  { id: '-count', label: 'Events' },
  { id: '-users', label: 'Users' },
  { id: '-priority', label: 'Priority' },
  { id: '-trend', label: 'Trend' },
  { id: 'last_seen', label: 'Longest silent' },
  { id: 'first_seen', label: 'Oldest' },
]

const ISSUES_OF_A_PAGE = 50

/** The most that the server counts. */
export const MAX_HITS = 1000

/** Reads the query string of the address. What it does not know or cannot read is as if it were not there. */
export function decodeSearch(search: string): IssueSearch {
  const params = new URLSearchParams(search)
  const sort = params.get('sort')
  return {
    query: params.get('query') ?? DEFAULT_SEARCH.query,
    project: params.getAll('project').filter((id) => /^\d+$/.test(id)),
    environment: params.getAll('environment').filter((name) => name !== ''),
    sort: SORTS.find(({ id }) => id === sort)?.id ?? DEFAULT_SEARCH.sort,
    period: params.get('statsPeriod') === '14d' ? '14d' : '24h',
    columns: params.has('columns') ? readColumns((params.get('columns') ?? '').split(',')) : DEFAULT_SEARCH.columns,
    density: params.get('density') === 'compact' ? 'compact' : 'comfortable',
    view: params.get('view') || null,
    cursor: params.get('cursor') || null,
  }
}

/** The query string for the address, with its question mark; empty where everything is as by default. */
export function encodeSearch(search: Partial<IssueSearch>): string {
  const whole = { ...DEFAULT_SEARCH, ...search }
  const { query, project, environment, sort, period, columns, density, view, cursor } = whole
  const params = new URLSearchParams()
  if (query !== DEFAULT_SEARCH.query) params.set('query', query)
  for (const id of project) params.append('project', id)
  for (const name of environment) params.append('environment', name)
  if (sort !== DEFAULT_SEARCH.sort) params.set('sort', sort)
  if (period !== DEFAULT_SEARCH.period) params.set('statsPeriod', period)
  if (!isSameColumns(columns, DEFAULT_COLUMNS)) params.set('columns', columns.join(','))
  if (density !== DEFAULT_SEARCH.density) params.set('density', density)
  if (view !== null) params.set('view', view)
  if (cursor !== null) params.set('cursor', cursor)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** What to ask the server for. */
export function listQuery({ query, project, environment, sort, cursor }: IssueSearch): IssueListQuery {
  return {
    query,
    sort,
    limit: ISSUES_OF_A_PAGE,
    ...(project.length === 0 ? {} : { project }),
    ...(environment.length === 0 ? {} : { environment }),
    ...(cursor === null ? {} : { cursor }),
  }
}

/** All issues of the search, on whatever page, for a bulk change. `-1`, every project, so that it never names nothing. */
export function everyIssue({ query, project, environment }: IssueSearch): IssueListQuery {
  return { query, project: project.length === 0 ? ['-1'] : project, environment }
}

/** Whether anything but the status and the order was asked for. */
export function isFiltered(search: IssueSearch, rest: string): boolean {
  return rest !== '' || search.project.length > 0 || search.environment.length > 0
}
