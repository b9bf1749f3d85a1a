import type { ReleaseQuery } from '@mishap/core/client'
import { printClause } from '@mishap/core/format'
import { encodeSearch } from '../issues/search-params.js'
import { paths } from '../provider/paths.js'

/** All that the address of the list of releases says. */
export interface ReleaseParams {
  /** A part of the version. */
  readonly query: string
  /** An id; empty for all. */
  readonly project: string
  readonly cursor: string | null
}

/** Reads the query string. What cannot be read is as if it were not there. */
export function decodeReleases(search: string): ReleaseParams {
  const params = new URLSearchParams(search)
  const project = params.get('project') ?? ''
  return {
    query: (params.get('query') ?? '').slice(0, 250),
    project: /^\d{1,19}$/.test(project) ? project : '',
    cursor: params.get('cursor') || null,
  }
}

/** The query string with its question mark; empty where everything is as by default. */
export function encodeReleases({ query, project, cursor }: ReleaseParams): string {
  const params = new URLSearchParams()
  if (query !== '') params.set('query', query)
  if (project !== '') params.set('project', project)
  if (cursor !== null) params.set('cursor', cursor)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** What the API is asked. */
export function releaseQuery({ query, project, cursor }: ReleaseParams): ReleaseQuery {
  return {
    limit: 25,
    ...(query === '' ? {} : { query }),
    ...(project === '' ? {} : { project: [project] }),
    ...(cursor === null ? {} : { cursor }),
  }
}

/** The issues that began with a release, or that were seen in it, whatever became of them. */
export function issuesOfRelease(
  org: string,
  version: string,
  { key, project }: { readonly key: 'first_release' | 'release'; readonly project?: string },
): string {
  const query = printClause({ key, values: [version] })
  return paths.issues(org, encodeSearch({ query, ...(project === undefined ? {} : { project: [project] }) }))
}
