import type { SessionsQuery } from '@mishap/core/client'

/** Of the last two weeks, by release. */
export function healthQuery(version: string | null, project: readonly string[]): SessionsQuery {
  return {
    field: ['sum(session)', 'crash_free_rate(session)', 'count_unique(user)', 'crash_free_rate(user)'],
    groupBy: ['release'],
    interval: '1d',
    statsPeriod: '14d',
    ...(project.length === 0 ? {} : { project }),
    ...(version === null ? {} : { query: `release:"${version}"` }),
  }
}
