import type { ReleaseQuery, SessionsJson } from '@mishap/core/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMishap } from './context.js'

/** A page of releases. */
export function useReleases(org: string, query: ReleaseQuery) {
  const { queries, queryClient } = useMishap()
  return useQuery({ ...queries.releaseList(org, query), placeholderData: keepPreviousData }, queryClient)
}

export function useRelease(org: string, version: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.release(org, version), queryClient)
}

export function useCommits(org: string, version: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.commits(org, version), queryClient)
}

/** The last fifty. */
export function useDeploys(org: string, version: string) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.deploys(org, version), queryClient)
}

/** How the sessions of the last two weeks ended, by release; of one release, or of some projects. */
export function useReleaseHealth(org: string, version: string | null, project: readonly string[] = []) {
  const { queries, queryClient } = useMishap()
  return useQuery(queries.releaseHealth(org, version, project), queryClient)
}

/** Shares of 1; null where nobody was. */
export interface ReleaseHealth {
  readonly sessions: number
  readonly users: number
  readonly crashFreeSessions: number | null
  readonly crashFreeUsers: number | null
}

/** Of one release; null where no session of it was told. */
export function healthOf(sessions: SessionsJson | undefined, version: string): ReleaseHealth | null {
  const group = sessions?.groups.find(({ by }) => by.release === version)
  if (group === undefined) return null
  const { totals } = group
  return {
    sessions: totals['sum(session)'] ?? 0,
    users: totals['count_unique(user)'] ?? 0,
    crashFreeSessions: totals['crash_free_rate(session)'] ?? null,
    crashFreeUsers: totals['crash_free_rate(user)'] ?? null,
  }
}
