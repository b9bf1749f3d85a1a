import type { MonitorJson } from '@mishap/core/client'
import { type ShownStatus, STATUSES, shownStatus } from './status.js'

/** All that the address of the list of monitors says. */
export interface MonitorParams {
  /** A part of the name, of what is watched, of the group or of a tag. */
  readonly query: string
  readonly status: ShownStatus | null
  readonly tag: string
  /** An id; empty for all. */
  readonly project: string
  readonly view: 'list' | 'wall'
}

export const NO_FILTERS = { query: '', status: null, tag: '', project: '' } as const

/** Reads the query string. What cannot be read is as if it were not there. */
export function decodeMonitors(search: string): MonitorParams {
  const params = new URLSearchParams(search)
  const status = params.get('status')
  const project = params.get('project') ?? ''
  return {
    query: (params.get('query') ?? '').slice(0, 200),
    status: STATUSES.find((one) => one === status) ?? null,
    tag: (params.get('tag') ?? '').slice(0, 200),
    project: /^\d{1,19}$/.test(project) ? project : '',
    view: params.get('view') === 'wall' ? 'wall' : 'list',
  }
}

/** The query string with its question mark; empty where everything is as by default. */
export function encodeMonitors({ query, status, tag, project, view }: MonitorParams): string {
  const params = new URLSearchParams()
  if (query !== '') params.set('query', query)
  if (status !== null) params.set('status', status)
  if (tag !== '') params.set('tag', tag)
  if (project !== '') params.set('project', project)
  if (view !== 'list') params.set('view', view)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

export function hasFilters({ query, status, tag, project }: MonitorParams): boolean {
  return query !== '' || status !== null || tag !== '' || project !== ''
}

/** Those that the address asks for. */
export function findMonitors(
  all: readonly MonitorJson[],
  { query, status, tag, project }: MonitorParams,
): readonly MonitorJson[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((monitor) => {
    const text = [monitor.name, monitor.url, monitor.group, ...monitor.tags].join('\n').toLowerCase()
    return (
      words.every((word) => text.includes(word)) &&
      (status === null || shownStatus(monitor) === status) &&
      (tag === '' || monitor.tags.includes(tag)) &&
      (project === '' || monitor.projectID === project)
    )
  })
}

/** The worst first, then by name. */
export function worstFirst(monitors: readonly MonitorJson[]): readonly MonitorJson[] {
  const rank = (monitor: MonitorJson) => STATUSES.indexOf(shownStatus(monitor))
  return [...monitors].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

export interface MonitorGroup {
  /** `Shop/Payments`; empty for those in none. */
  readonly path: string
  /** Its last part. */
  readonly name: string
  readonly level: number
  /** Those right in it. */
  readonly monitors: readonly MonitorJson[]
  /** Those in it and below. */
  readonly all: readonly MonitorJson[]
}

/** The tree of groups from the top down, those in none last. Groups that only hold others stand there too. */
export function groupsOf(monitors: readonly MonitorJson[]): readonly MonitorGroup[] {
  const paths = new Set<string>()
  for (const { group } of monitors) {
    const parts = group.split('/')
    for (let count = 1; count <= parts.length; count += 1) paths.add(parts.slice(0, count).join('/'))
  }
  const ordered = [...paths].filter((path) => path !== '').sort(byParts)
  const own = (path: string) => monitors.filter(({ group }) => group === path)
  const groups = ordered.map((path) => ({
    path,
    name: path.split('/').at(-1) ?? path,
    level: path.split('/').length - 1,
    monitors: own(path),
    all: monitors.filter(({ group }) => group === path || group.startsWith(`${path}/`)),
  }))
  const rest = own('')
  return rest.length === 0 ? groups : [...groups, { path: '', name: '', level: 0, monitors: rest, all: rest }]
}

function byParts(a: string, b: string): number {
  // A group comes right before what is below it, whatever signs are in names.
  return a.replaceAll('/', '\u0000') < b.replaceAll('/', '\u0000') ? -1 : 1
}
