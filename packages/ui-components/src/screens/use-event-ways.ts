import type { EventDetailJson } from '@mishap/core/client'
import { useEffect, useRef } from 'react'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useEventSearch, useIssueEvent } from '../provider/use-queries.js'
import { type EventPlace, placeInIssue, placeInSearch } from './event-place.js'

/**
 * The way through the events of an issue: all of them, or those that the search in the address finds. The search stays
 * while the reader goes from event to event.
 */
export function useEventWays(org: string, id: string, which: string) {
  const { navigation } = useMishap()
  const { search } = navigation.useLocation()
  const query = new URLSearchParams(search).get('query') ?? ''
  const found = useEventSearch(id, query)
  // A search with a fault in it must not take the event away that is being read.
  const event = useIssueEvent(id, which, { query: found.isSuccess ? query : '' })
  const wantsFirst = useRef(false)

  const go = (target: string, words = query) => {
    const kept = words === '' ? '' : `?${new URLSearchParams({ query: words })}`
    navigation.navigate(target === 'latest' ? paths.issue(org, id, kept) : paths.event(org, id, target, kept))
  }
  const newest = found.data?.items[0]?.eventID
  const isAmong = found.data?.items.some(({ eventID }) => eventID === event.data?.eventID) ?? true
  useEffect(() => {
    if (!wantsFirst.current || found.data === undefined) return
    wantsFirst.current = false
    // A search that has just been typed leads to what it found, unless that is on the page already.
    if (newest !== undefined && !isAmong) go(newest)
  })

  return {
    query,
    event,
    place: event.data === undefined ? null : placeOf(event.data, query === '' ? undefined : found.data),
    fault: found.error === null ? null : found.error.message,
    go,
    setQuery: (words: string) => {
      if (words === query) return
      wantsFirst.current = words !== ''
      go(event.data?.eventID ?? 'latest', words)
    },
  }
}

function placeOf(event: EventDetailJson, found: Parameters<typeof placeInSearch>[1] | undefined): EventPlace {
  return found === undefined ? placeInIssue(event) : placeInSearch(event, found)
}
