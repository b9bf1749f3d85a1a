import type { FrameJson, IssueDetailJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useEffect, useRef, useState } from 'react'
import type { TagRef } from '../event/tags.js'
import type { IssueActionsHandle } from '../issues/issue-actions.js'
import { IssueTabs } from '../issues/issue-tabs.js'
import { titleParts } from '../issues/issue-title.js'
import { withTag } from '../issues/query-text.js'
import { DEFAULT_SEARCH, encodeSearch } from '../issues/search-params.js'
import { ErrorState, Skeleton, useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { ISSUE_TABS, type IssueTab, paths } from '../provider/paths.js'
import { queryKeys } from '../provider/query-keys.js'
import { neighbours } from '../provider/trail.js'
import { useLive } from '../provider/use-live.js'
import { useIssue, useIssueEvent } from '../provider/use-queries.js'
import css from './issue-detail-screen.module.css'
import { IssueDialogs, type IssueDialogsProps } from './issue-dialogs.js'
import { IssueEventPanel } from './issue-event-panel.js'
import { IssueHead } from './issue-head.js'
import { IssueMutes } from './issue-mutes.js'
import { ISSUE_PANELS } from './issue-panels.js'
import { IssueSide } from './issue-side.js'
import { IssueTrail } from './issue-trail.js'
import { useHeadingFocus, usePageTitle } from './page.js'
import { useDetailKeys } from './use-detail-keys.js'
import { useIssueWork } from './use-issue-work.js'

export interface IssueDetailScreenProps {
  readonly org: string
  readonly id: string
  /** An event's id, `latest` or `oldest`; the latest where not given. */
  readonly event?: string
  /** One of the pages beside the event; the event where not given. */
  readonly tab?: IssueTab
  /** Where the source of a frame can be read; only `http(s)` becomes a link. */
  readonly sourceLink?: (frame: FrameJson) => string | null
}

/** An issue with one of its events, or with one of the pages about all of them. */
export function IssueDetailScreen({ org, id, event: which = 'latest', tab, sourceLink }: IssueDetailScreenProps) {
  const { navigation, trail, queryClient } = useMishap()
  const issue = useIssue(id)
  const actions = useRef<IssueActionsHandle>(null)
  const [hasNewer, setHasNewer] = useState(false)
  const [asked, setAsked] = useState<IssueDialogsProps['asked']>(null)
  // The same that the event's panel asks for: it knows how many are stored.
  const event = useIssueEvent(id, which, { isWanted: tab === undefined })
  const heading = useHeadingFocus(issue.data !== undefined || issue.error !== null)
  const title = issue.data === undefined ? null : titleParts(issue.data)
  usePageTitle(title === null ? 'Issue' : [title.name, title.value].filter(Boolean).join(': ').slice(0, 120), org)

  const list = trail.get()
  const around = neighbours(list, id)
  const back = list?.to ?? paths.issues(org)
  const work = useIssueWork(org, issue.data, {
    onGone: () => navigation.navigate(back),
    onMerge: () => setAsked('merge'),
    onSplit: () => setAsked('split'),
    onMute: () => setAsked('mute'),
  })
  const at = (other: string) => (tab === undefined ? paths.issue(org, other) : paths.issueTab(org, other, tab))

  useMergedAway(org, id, issue.data)
  useLive(
    org,
    ['issue.seen', 'issue.regressed', 'issue.changed'],
    (message) => {
      if (message.issueId !== id) return
      void queryClient.invalidateQueries({ queryKey: queryKeys.issue(id), exact: true })
      if (message.topic === 'issue.changed')
        void queryClient.invalidateQueries({ queryKey: queryKeys.issueActivity(id) })
      // The event that is being read stays; a newer one is only offered.
      if (message.topic !== 'issue.changed') setHasNewer(true)
    },
    () => void queryClient.invalidateQueries({ queryKey: queryKeys.issue(id), exact: true }),
  )

  const showLatest = () => {
    setHasNewer(false)
    if (which !== 'latest') navigation.navigate(paths.issue(org, id))
    void queryClient.invalidateQueries({ queryKey: queryKeys.issue(id) })
  }
  const pickTag = ({ key, value }: TagRef) =>
    navigation.navigate(paths.issues(org, encodeSearch({ query: withTag(DEFAULT_SEARCH.query, key, value) })))

  useDetailKeys({
    next: around.next,
    previous: around.previous,
    goToIssue: (other) => navigation.navigate(at(other)),
    back: () => navigation.navigate(back),
    status: issue.data?.status,
    change: work.change,
    undo: work.undoLast,
    ...(work.canWrite ? { actions } : {}),
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
      <IssueTrail
        back={back}
        previous={around.previous === null ? null : at(around.previous)}
        next={around.next === null ? null : at(around.next)}
      />
      {issue.data === undefined ? (
        <Skeleton lines={3} height={24} label="Loading the issue" />
      ) : (
        <IssueHead
          ref={actions}
          org={org}
          issue={issue.data}
          canWrite={work.canWrite}
          heading={heading}
          onChange={work.change}
          more={work.more}
        />
      )}
      {issue.data === undefined ? null : (
        <IssueDialogs
          org={org}
          issue={issue.data}
          asked={asked}
          canWrite={work.canWrite}
          onClose={() => setAsked(null)}
        />
      )}
      <IssueMutes org={org} issueId={issue.data?.id ?? id} canWrite={work.canWrite} />
      <IssueTabs items={tabItems(org, id, tab)} />
      {tab === undefined ? (
        <div className={css.columns}>
          <div className={css.main}>
            <IssueEventPanel
              org={org}
              id={id}
              issue={issue.data}
              which={which}
              onPickTag={pickTag}
              hasNewer={hasNewer}
              onShowLatest={showLatest}
              sourceLink={sourceLink}
            />
          </div>
          {issue.data === undefined ? (
            <Skeleton lines={8} height={22} label="Loading counts" />
          ) : (
            <IssueSide
              org={org}
              issue={issue.data}
              stored={event.data?.total}
              canWrite={work.canWrite}
              onChange={work.change}
              onPickTag={pickTag}
            />
          )}
        </div>
      ) : (
        <Panel org={org} issue={issue.data} tab={tab} canWrite={work.canWrite} />
      )}
    </div>
  )
}

/** The old address of an issue that was merged leads to the one that has its events now. */
function useMergedAway(org: string, id: string, issue: IssueDetailJson | undefined) {
  const { navigation } = useMishap()
  const toast = useToast()
  const to = issue === undefined || issue.id === id ? null : issue
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once for every issue that it leads to
  useEffect(() => {
    if (to === null) return
    toast.show({ message: `The issue of that address was merged into ${visibleText(to.shortId)}, which you see now.` })
    navigation.navigate(paths.issue(org, to.id), { replace: true })
  }, [to?.id])
}

/** The event first, then the pages that there are. */
function tabItems(org: string, id: string, tab: IssueTab | undefined) {
  const pages = ISSUE_TABS.flatMap((name) => {
    const panel = ISSUE_PANELS[name]
    if (panel === undefined || (panel.isHidden === true && tab !== name)) return []
    return [{ to: paths.issueTab(org, id, name), label: panel.label, isCurrent: tab === name }]
  })
  return [{ to: paths.issue(org, id), label: 'Details', isCurrent: tab === undefined }, ...pages]
}

interface PanelProps {
  readonly org: string
  readonly issue: IssueDetailJson | undefined
  readonly tab: IssueTab
  readonly canWrite: boolean
}

function Panel({ org, issue, tab, canWrite }: PanelProps) {
  const panel = ISSUE_PANELS[tab]
  if (issue === undefined) return <Skeleton lines={10} height={22} label="Loading the page" />
  return panel === undefined ? null : <panel.Panel org={org} issue={issue} canWrite={canWrite} />
}
