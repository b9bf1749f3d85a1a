import type { FrameJson, IssueDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useCallback, useRef } from 'react'
import { promptFor } from '../event/copy-event-menu.js'
import { EventView, type EventViewHandle } from '../event/event-view.js'
import type { TagRef } from '../event/tags.js'
import { copyText, ErrorState, Skeleton, useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useEventAttachments, useIssueReports } from '../provider/use-queries.js'
import { EventBar } from './event-bar.js'
import { EventGone } from './event-gone.js'
import { placeInIssue } from './event-place.js'
import css from './issue-detail-screen.module.css'
import { useEventKeys } from './use-event-keys.js'
import { useEventWays } from './use-event-ways.js'
import { useSourceLinks } from './use-source-links.js'

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
  /** Where the source of a frame can be read; only `http(s)` becomes a link. */
  readonly sourceLink?: ((frame: FrameJson) => string | null) | undefined
}

/** One event of an issue, with the way to the others. */
export function IssueEventPanel({
  org,
  id,
  issue,
  which,
  onPickTag,
  hasNewer,
  onShowLatest,
  sourceLink,
}: IssueEventPanelProps) {
  const { client, navigation } = useMishap()
  const toast = useToast()
  const ways = useEventWays(org, id, which)
  const { event } = ways
  const ownLinks = useSourceLinks(org, id, event.data)
  const sources = sourceLink ?? ownLinks
  const reports = useIssueReports(id, (issue?.userReportCount ?? 0) > 0)
  const files = useEventAttachments(org, issue?.project.slug, event.data?.eventID)
  const view = useRef<EventViewHandle>(null)
  const searchField = useRef<HTMLInputElement>(null)

  // By shape and not by class: a bundle may hold two copies of ApiError.
  const isGone = event.data === undefined && (event.error as { status?: unknown } | null)?.status === 404

  const eventId = event.data?.eventID ?? ''
  const raw = useCallback(() => client.getEventJson(org, id, eventId), [client, org, id, eventId])

  const copyPrompt = async () => {
    if (event.data === undefined) return
    const isCopied = await copyText(promptFor(event.data, issue?.permalink))
    toast.show({ message: isCopied ? 'Copied the event for an assistant' : 'The event could not be copied' })
  }

  useEventKeys({
    place: ways.place,
    goToEvent: ways.go,
    search: () => searchField.current?.focus(),
    view,
    copyPrompt: () => void copyPrompt(),
    compare: () => navigation.navigate(paths.issueTab(org, id, 'compare', `?${new URLSearchParams({ a: eventId })}`)),
    onCopied: (text) => toast.show({ message: `Copied ${visibleText(clip(text, 120))}` }),
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
        onShowJson={() => view.current?.jumpToSection('event')}
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
        {...(sources === undefined ? {} : { sourceLink: sources })}
        className={event.isPlaceholderData ? css.outdated : undefined}
      />
    </>
  )
}
