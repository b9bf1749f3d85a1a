import type { IssueStatusName } from '@mishap/core/client'
import { useCallback, useRef, useState } from 'react'
import { EventView, type EventViewHandle } from '../event/event-view.js'
import type { TagRef } from '../event/tags.js'
import { IssueActions } from '../issues/issue-actions.js'
import { IssueAside } from '../issues/issue-aside.js'
import { IssueHeader } from '../issues/issue-header.js'
import { titleParts } from '../issues/issue-title.js'
import { withTag } from '../issues/query-text.js'
import { DEFAULT_SEARCH, encodeSearch } from '../issues/search-params.js'
import { useIssueActions } from '../issues/use-issue-actions.js'
import { ErrorState, Num, Skeleton, Time } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { queryKeys } from '../provider/query-keys.js'
import { neighbours } from '../provider/trail.js'
import { useLive } from '../provider/use-live.js'
import {
  useEventAttachments,
  useIssue,
  useIssueEvent,
  useIssueReports,
  useIssueStats,
  useIssueTags,
} from '../provider/use-queries.js'
import { EventBar } from './event-bar.js'
import { EventGone } from './event-gone.js'
import css from './issue-detail-screen.module.css'
import { useHeadingFocus, usePageTitle } from './page.js'
import { useDetailKeys } from './use-detail-keys.js'

export interface IssueDetailScreenProps {
  readonly org: string
  readonly id: string
  /** An event's id, `latest` or `oldest`; the latest where not given. */
  readonly event?: string
}

/** An issue with one of its events. */
export function IssueDetailScreen({ org, id, event: which = 'latest' }: IssueDetailScreenProps) {
  const { client, navigation, trail, queryClient } = useMishap()
  const issue = useIssue(id)
  const event = useIssueEvent(id, which)
  const tags = useIssueTags(id)
  const reports = useIssueReports(id, (issue.data?.userReportCount ?? 0) > 0)
  const files = useEventAttachments(org, issue.data?.project.slug, event.data?.eventID)
  const day = useIssueStats(org, [id], '24h')
  const fortnight = useIssueStats(org, [id], '14d')
  const actions = useIssueActions(org)
  const view = useRef<EventViewHandle>(null)
  const [hasNewer, setHasNewer] = useState(false)
  const heading = useHeadingFocus(issue.data !== undefined || issue.error !== null)
  const title = issue.data === undefined ? null : titleParts(issue.data)
  usePageTitle(title === null ? 'Issue' : [title.name, title.value].filter(Boolean).join(': ').slice(0, 120), org)

  // By shape and not by class: a bundle may hold two copies of ApiError.
  const isGone = event.data === undefined && (event.error as { status?: unknown } | null)?.status === 404

  const list = trail.get()
  const around = neighbours(list, id)
  const back = list?.to ?? paths.issues(org)

  useLive(
    org,
    ['issue.seen', 'issue.regressed', 'issue.changed'],
    (message) => {
      if (message.issueId !== id) return
      void queryClient.invalidateQueries({ queryKey: queryKeys.issue(id), exact: true })
      // The event that is being read stays; a newer one is only offered.
      if (message.topic !== 'issue.changed') setHasNewer(true)
    },
    () => void queryClient.invalidateQueries({ queryKey: queryKeys.issue(id), exact: true }),
  )

  const goToEvent = (target: string) =>
    navigation.navigate(target === 'latest' ? paths.issue(org, id) : paths.event(org, id, target))
  const showLatest = () => {
    setHasNewer(false)
    if (which !== 'latest') goToEvent('latest')
    void queryClient.invalidateQueries({ queryKey: queryKeys.issue(id) })
  }
  const setStatus = async (status: IssueStatusName) => {
    if (issue.data === undefined || issue.data.status === status) return
    const before = issue.data
    const key = queryKeys.issue(id)
    await actions.setStatus({ issues: [before] }, status, {
      onDone: () => queryClient.setQueryData(key, { ...before, status }),
      onUndone: () => void queryClient.invalidateQueries({ queryKey: key, exact: true }),
    })
  }
  const remove = () => {
    if (issue.data === undefined) return
    actions.remove([issue.data])
    navigation.navigate(back)
  }
  const pickTag = ({ key, value }: TagRef) =>
    navigation.navigate(paths.issues(org, encodeSearch({ query: withTag(DEFAULT_SEARCH.query, key, value) })))

  const eventId = event.data?.eventID ?? ''
  const raw = useCallback(() => client.getEventJson(org, id, eventId), [client, org, id, eventId])

  useDetailKeys({
    older: event.data?.previousEventID ?? null,
    newer: event.data?.nextEventID ?? null,
    goToEvent,
    next: around.next,
    previous: around.previous,
    goToIssue: (other) => navigation.navigate(paths.issue(org, other)),
    back: () => navigation.navigate(back),
    setStatus: (status) => void setStatus(status),
    undo: actions.undoLast,
    jumpTo: (section) => view.current?.jumpTo(section),
  })

  if (issue.error !== null && issue.data === undefined) {
    return (
      <div className={css.page}>
        <h1 ref={heading} tabIndex={-1} className="mh-hidden">
          Issue
        </h1>
        <ErrorState error={issue.error} onRetry={() => void issue.refetch()} />
      </div>
    )
  }
  return (
    <div className={css.page}>
      <nav aria-label="Way back" className={css.trail}>
        <AppLink to={back} className={css.back}>
          Issues
        </AppLink>
        {list === null ? null : (
          <>
            <Neighbour label="Previous issue" id={around.previous} org={org} icon="chevron-up" />
            <Neighbour label="Next issue" id={around.next} org={org} icon="chevron-down" />
          </>
        )}
      </nav>
      {issue.data === undefined ? (
        <Skeleton lines={3} height={24} label="Loading the issue" />
      ) : (
        <>
          <IssueHeader
            ref={heading}
            issue={issue.data}
            actions={
              <div className={css.actions}>
                <IssueActions
                  status={issue.data.status}
                  onStatus={(status) => void setStatus(status)}
                  onDelete={remove}
                />
              </div>
            }
          />
          <p className={css.summary}>
            <Counted count={Number(issue.data.count)} one="event" /> ·{' '}
            <Counted count={issue.data.userCount} one="user" /> · last seen <Time value={issue.data.lastSeen} />
          </p>
        </>
      )}
      <div className={css.columns}>
        <div className={css.main}>
          {event.data === undefined ? null : (
            <EventBar
              event={event.data}
              issueId={id}
              org={org}
              permalink={issue.data?.permalink}
              onGo={goToEvent}
              hasNewer={hasNewer}
              onShowLatest={showLatest}
            />
          )}
          {isGone && issue.data !== undefined ? (
            <EventGone which={which} hasNewer={hasNewer} onShowLatest={showLatest} />
          ) : null}
          {event.error !== null && event.data === undefined && !isGone ? (
            <ErrorState error={event.error} onRetry={() => void event.refetch()} />
          ) : null}
          {event.data === undefined && event.error === null ? (
            <Skeleton lines={12} height={22} label="Loading the event" />
          ) : null}
          {event.data === undefined ? null : (
            <EventView
              // Another event begins with everything folded as by default.
              key={event.data.eventID}
              ref={view}
              event={event.data}
              raw={raw}
              reports={reports.data?.items}
              attachments={files.data}
              onPickTag={pickTag}
              className={event.isPlaceholderData ? css.outdated : undefined}
            />
          )}
        </div>
        {issue.data === undefined ? (
          <Skeleton lines={8} height={22} label="Loading counts" />
        ) : (
          <aside aria-label="About this issue" className={css.aside}>
            <IssueAside
              issue={issue.data}
              tags={tags.data}
              stats={{ '24h': day.data?.[0], '14d': fortnight.data?.[0] }}
              onPickTag={pickTag}
            />
          </aside>
        )}
      </div>
    </div>
  )
}

function Counted({ count, one }: { readonly count: number; readonly one: string }) {
  return (
    <>
      <b>
        <Num value={count} />
      </b>{' '}
      {count === 1 ? one : `${one}s`}
    </>
  )
}

interface NeighbourProps {
  readonly label: string
  readonly id: string | null
  readonly org: string
  readonly icon: 'chevron-up' | 'chevron-down'
}

function Neighbour({ label, id, org, icon }: NeighbourProps) {
  if (id === null) return null
  return (
    <AppLinkButton to={paths.issue(org, id)} size="sm" variant="ghost" icon={icon} title={label} aria-label={label} />
  )
}
