import type { MonitorJson } from '@mishap/core/client'
import { useQuery } from '@tanstack/react-query'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'

export type NamedMonitor = Pick<MonitorJson, 'id' | 'name' | 'group' | 'tags' | 'status' | 'isPaused'>

/** As many as can be chosen from. */
const MOST = 2000

/** Every monitor that can be chosen, by name. */
export function useMonitorNames(org: string) {
  const { client, queryClient } = useMishap()
  const queryFn = async () => {
    const all: NamedMonitor[] = []
    let cursor: string | null = null
    do {
      const { items, next }: { items: readonly MonitorJson[]; next: string | null } = await client.listMonitors(org, {
        limit: 100,
        cursor,
      })
      // What is kept is what is shown: a list of thousands with their checks is large.
      all.push(
        ...items.map(({ id, name, group, tags, status, isPaused }) => ({ id, name, group, tags, status, isPaused })),
      )
      cursor = next
    } while (cursor !== null && all.length < MOST)
    return all as readonly NamedMonitor[]
  }
  return useQuery({ queryKey: queryKeys.uptimePart(org, 'names'), queryFn, staleTime: 60_000 }, queryClient)
}

/** What stands in any of them, each once, in order. */
export function groupsOf(monitors: readonly NamedMonitor[]): readonly string[] {
  return [...new Set(monitors.map(({ group }) => group).filter((group) => group !== ''))].sort()
}

export function tagsOf(monitors: readonly NamedMonitor[]): readonly string[] {
  return [...new Set(monitors.flatMap(({ tags }) => tags))].sort()
}
