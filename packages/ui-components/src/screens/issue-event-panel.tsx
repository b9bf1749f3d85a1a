import type { IssueDetailJson } from '@mishap/core/client'
import { useCallback, useRef } from 'react'
import { EventView, type EventViewHandle } from '../event/event-view.js'
import type { TagRef } from '../event/tags.js'
import { ErrorState, Skeleton } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { useEventAttachments, useIssueEvent, useIssueReports } from '../provider/use-queries.js'
import { EventBar } from './event-bar.js'
import { EventGone } from './event-gone.js'
import { placeInIssue } from './event-place.js'
import css from './issue-detail-screen.module.css'
import { useEventKeys } from './use-event-keys.js'
import { useEventWays } from './use-event-ways.js'

export interface IssueEventPanelProps {
  readonly org: string
  readonly id: string
  /** Undefined while it is on its way: the event is asked for at the same time. */
  readonly issue: IssueDetailJson | undefined
  /** An event's id, `latest`, `oldest` or `recommended`. */
  readonly which: string
  readonly onPickTag: (tag: TagRef) => void
  /** Another event has come in since this one was read. */
  readonly hasNewer: boolean
  readonly onShowLatest: () => void
}

/** One event of an issue, with the way to the others. */
export function IssueEventPanel({ org, id, issue, which, onPickTag, hasNewer, onShowLatest }: IssueEventPanelProps) {
  const { client } = useMishap()
  const event = useIssueEvent(id, which)
  const reports = useIssueReports(id, (issue?.userReportCount ?? 0) > 0)
  const files = useEventAttachments(org, issue?.project.slug, event.data?.eventID)
  const view = useRef<EventViewHandle>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const ways = useEventWays(org, id, event.data)

  // By shape and not by class: a bundle may hold two copies of ApiError.
  const isGone = event.data === undefined && (event.error as { status?: unknown } | null)?.status === 404

  const eventId = event.data?.eventID ?? ''
  const raw = useCallback(() => client.getEventJson(org, id, eventId), [client, org, id, eventId])

  useEventKeys({
    place: ways.place,
    goToEvent: ways.go,
    search: () => searchField.current?.focus(),
    jumpTo: (section) => view.current?.jumpTo(section),
  })

  if (isGone && issue !== undefined) return <EventGone which={which} hasNewer={hasNewer} onShowLatest={onShowLatest} />
  if (event.data === undefined) {
    if (event.error === null || isGone) return <Skeleton lines={12} height={22} label="Loading the event" />
    return <ErrorState error={event.error} onRetry={() => void event.refetch()} />
  }
  return (
    <>
      <EventBar
        event={event.data}
        which={which}
        issueId={id}
        org={org}
        permalink={issue?.permalink}
        place={ways.place ?? placeInIssue(event.data)}
        onGo={ways.go}
        query={ways.query}
        onSearch={ways.setQuery}
        searchFault={ways.fault}
        searchField={searchField}
        hasNewer={hasNewer}
        onShowLatest={onShowLatest}
      />
      <EventView
        // Another event begins with everything folded as by default.
        key={event.data.eventID}
        ref={view}
        event={event.data}
        raw={raw}
        reports={reports.data?.items}
        attachments={files.data}
        onPickTag={onPickTag}
        className={event.isPlaceholderData ? css.outdated : undefined}
      />
    </>
  )
}
