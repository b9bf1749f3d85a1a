import { useMemo } from 'react'
import { useMishap } from '../../provider/context.js'
import type { SearchSource } from './options.js'

/** Keys and values of an organization, or of some of its projects; asked once a minute at most for the same prefix. */
export function useSearchSource(org: string, project: readonly string[]): SearchSource {
  const { queryClient, queries } = useMishap()
  const projects = project.join()
  return useMemo(() => {
    const ids = projects === '' ? [] : projects.split(',')
    return {
      keys: async (typed) => {
        const keys = await queryClient.fetchQuery({ ...queries.searchKeys(org, typed, ids), staleTime: FRESH_MS })
        return keys.map(({ key, totalValues }) => ({ name: key, count: totalValues }))
      },
      values: async (key, typed) => {
        const values = await queryClient.fetchQuery({
          ...queries.searchValues(org, key, typed, ids),
          staleTime: FRESH_MS,
        })
        return values.map(({ value, count }) => ({ name: value, count }))
      },
    }
  }, [queryClient, queries, org, projects])
}

const FRESH_MS = 60_000
