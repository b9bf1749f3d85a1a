import type { EventJson, FrameJson } from '@mishap/core/client'
import { exceptionsOf } from '@mishap/core/format'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { useCodeMappings } from '../provider/use-integrations.js'

/** Where the sources of an event's frames are read; asked only where the organization has said where its code lies. */
export function useSourceLinks(
  org: string,
  issueId: string,
  event: Pick<EventJson, 'eventID' | 'entries'> | undefined,
): ((frame: FrameJson) => string | null) | undefined {
  const { client, queryClient } = useMishap()
  const isMapped = (useCodeMappings(org).data?.length ?? 0) > 0
  const eventId = event?.eventID ?? ''
  const { data } = useQuery(
    {
      queryKey: queryKeys.sourceLinks(issueId, eventId),
      queryFn: () => client.getSourceLinks(issueId, eventId),
      enabled: isMapped && eventId !== '',
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    },
    queryClient,
  )
  return useMemo(() => {
    if (data === undefined || event === undefined || data.links.length === 0) return undefined
    const values = exceptionsOf(event)
    const urls = new Map(
      data.links.map(({ exception, frame, url }) => [values[exception]?.stacktrace?.frames[frame], url]),
    )
    return (frame) => urls.get(frame) ?? null
  }, [data, event])
}
