import type { IssueJson } from '@mishap/core/client'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { BulkBar } from '../issues/bulk-bar.js'
import { DisplayMenu } from '../issues/display-menu.js'
import { ExportMenu } from '../issues/export-menu.js'
import { IssueSearch, type IssueSearchHandle } from '../issues/issue-search.js'
import { IssueTable, IssueTableSkeleton } from '../issues/issue-table.js'
import { NewsPill } from '../issues/news-pill.js'
import { statusOf, withoutStatus } from '../issues/query-text.js'
import { recentSearches, rememberSearch } from '../issues/search/recent.js'
import { useSearchSource } from '../issues/search/use-search-source.js'
import {
  decodeSearch,
  encodeSearch,
  isFiltered,
  listQuery,
  type IssueSearch as Search,
} from '../issues/search-params.js'
import { useSelection } from '../issues/selection.js'
import { SortSelect } from '../issues/sort-select.js'
import { useIssueStream } from '../issues/use-issue-stream.js'
import { useTopTags } from '../issues/use-top-tags.js'
import { tabId, ViewTabs } from '../issues/view-tabs.js'
import { Card, cx, EmptyState, ErrorState, ProgressBar } from '../primitives/index.js'
import { useStable } from '../primitives/use-stable.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { statusOf as httpStatusOf } from '../provider/query-client.js'
import { useIssueStats, useProjects } from '../provider/use-queries.js'
import { IssuePickers, type IssuePickersHandle } from './issue-pickers.js'
import { IssuesEmpty } from './issues-empty.js'
import css from './issues-screen.module.css'
import { Page, usePageTitle } from './page.js'
import { Pager } from './pager.js'
import { linkOf, useIssueKeys } from './use-issue-keys.js'
import { useListWork } from './use-list-work.js'
import { usePreview } from './use-preview.js'
import { countText, useViewCounts, useViews } from './use-views.js'

// What is looked at now and then is read then.
const IssuePreviewPopover = lazy(async () => ({
  default: (await import('./issue-preview-popover.js')).IssuePreviewPopover,
}))

const MergeDialog = lazy(async () => ({ default: (await import('../issues/parts/merge-dialog.js')).MergeDialog }))

/** The issues of an organization. What is shown is in the address. */
export function IssuesScreen({ org }: { readonly org: string }) {
  const { client, navigation, trail } = useMishap()
  const location = navigation.useLocation()
  const search = useMemo(() => decodeSearch(location.search), [location.search])
  const stream = useIssueStream(org, listQuery(search))
  const projects = useProjects(org)
  const issues = stream.page?.items ?? NO_ISSUES
  const ids = useMemo(() => issues.map(({ id }) => id), [issues])
  const stats = useIssueStats(org, ids, search.period)
  const statsById = useMemo(() => new Map(stats.data?.map((one) => [one.id, one])), [stats.data])
  const topTags = useTopTags(org, ids, search.columns)
  const selection = useSelection(issues)
  const [cursor, setCursor] = useState<string | null>(null)
  const [merging, setMerging] = useState<readonly IssueJson[]>([])
  const [isMerging, setIsMerging] = useState(false)
  const field = useRef<IssueSearchHandle>(null)
  const pickers = useRef<IssuePickersHandle>(null)
  const list = useRef<HTMLElement>(null)
  const preview = usePreview(cursor)
  const previewed = issues.find(({ id }) => id === preview.id)
  const work = useListWork({ org, search, stream, selection, cursor, setCursor })

  const status = statusOf(search.query)
  const hits = stream.page?.hits ?? null
  const hitsText = hits === null ? undefined : countText(hits)
  const isEmpty = stream.page !== undefined && issues.length === 0
  usePageTitle(status === 'unresolved' && hits ? `(${hitsText}) Issues` : 'Issues', org)

  const { query, project, environment } = search
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen belongs to a search, not to one page of it
  useEffect(() => {
    selection.clear()
    setCursor(null)
  }, [org, query, project.join(), environment.join()])

  const go = (next: Search) => navigation.navigate(paths.issues(org, encodeSearch(next)))
  const source = useSearchSource(org, search.project)
  const [recent, setRecent] = useState<readonly string[]>([])
  useEffect(() => setRecent(recentSearches(org)), [org])
  const views = useViews(org, search, go)
  // Somebody has deleted the view that the address names: its search stands by itself.
  const shown = views.isGone ? { ...search, view: null } : search
  const canWrite = views.access?.includes('event:write') ?? true
  const counts = useViewCounts(org, { search: shown, views: views.views, isReady: stream.page !== undefined })
  const shownTab = shown.view === null ? status : tabId({ id: shown.view })
  const tabCounts = hitsText === undefined || stream.isOutdated ? counts : new Map([...counts, [shownTab, hitsText]])
  const [tagKeys, setTagKeys] = useState<readonly string[]>([])
  const readAll = async () => {
    const all: IssueJson[] = []
    for (let next: string | null = null; all.length < MAX_EXPORTED; ) {
      const page = await client.listIssues(org, { ...listQuery({ ...search, cursor: next }), limit: 100 })
      all.push(...page.items)
      next = page.next
      if (next === null) break
    }
    return all
  }
  const open = useStable((issue: IssueJson) => {
    trail.set({ to: paths.issues(org, location.search), issueIds: ids })
    navigation.navigate(paths.issue(org, issue.id))
  })
  const toggle = useStable(selection.toggle)
  const pick = (what: 'assignee' | 'priority' | 'ignore') => {
    if (!canWrite) return
    const bar = list.current?.querySelector<HTMLElement>('[data-bulk-bar]') ?? null
    const at = selection.selected.size > 0 ? bar : linkOf(cursor)
    if (at !== null) pickers.current?.open(what, at, null)
  }
  const assign = useStable((issue: IssueJson, at: HTMLElement) => pickers.current?.open('assignee', at, issue))
  const prioritize = useStable((issue: IssueJson, at: HTMLElement) => pickers.current?.open('priority', at, issue))
  const startMerge = () => {
    if (selection.isEverything) void work.merge()
    else if (selection.selected.size > 1) {
      setMerging([...selection.selected.values()])
      setIsMerging(true)
    }
  }

  useIssueKeys({
    issues,
    cursor,
    setCursor,
    open,
    toggle: (id) => canWrite && selection.toggle(id, false),
    add: (some) => canWrite && selection.add(some),
    clear: () => preview.close() || selection.clear(),
    change: (change) => canWrite && void work.change(change),
    pick,
    preview: preview.toggle,
    merge: startMerge,
    undo: work.undoLast,
    focusSearch: () => field.current?.focus(),
    applyNews: stream.applyNews,
  })

  const httpStatus = httpStatusOf(stream.error)
  const isBadSearch = httpStatus === 400 || httpStatus === 422
  const canHaveMore = hits !== null && hits > selection.selected.size && stream.page?.next !== null
  return (
    <Page title="Issues">
      <IssueSearch
        ref={field}
        value={shown}
        onChange={(next) => {
          rememberSearch(org, withoutStatus(next.query))
          setRecent(recentSearches(org))
          go(next)
        }}
        source={source}
        recent={recent}
        projects={projects.data?.items}
        error={isBadSearch && stream.error instanceof Error ? stream.error.message : null}
        tools={
          <>
            <SortSelect value={search.sort} onChange={(sort) => go({ ...search, sort, cursor: null })} />
            <DisplayMenu
              value={search}
              onChange={(part) => go({ ...search, ...part })}
              tagKeys={tagKeys}
              onOpenChange={(isOpen) => {
                if (isOpen) void source.keys('').then((keys) => setTagKeys(keys.map(({ name }) => name)))
              }}
            />
            <ExportMenu
              issues={selection.selected.size > 0 ? [...selection.selected.values()] : issues}
              areChosen={selection.selected.size > 0}
              everything={canHaveMore ? (hitsText ?? null) : null}
              onReadAll={readAll}
            />
          </>
        }
      >
        <ViewTabs
          value={shown}
          onChange={go}
          views={views.views}
          counts={tabCounts}
          actions={views.actions}
          isAdmin={views.isAdmin}
        />
      </IssueSearch>
      {isBadSearch && stream.page === undefined ? (
        <Card>
          <EmptyState icon="search" title="This search cannot be read">
            What is wrong, and what to do about it, stands under the field.
          </EmptyState>
        </Card>
      ) : (
        <Card
          ref={list}
          isFlush
          className={cx(css.list, stream.isOutdated && css.outdated)}
          {...preview.pointer}
          onFocus={({ target }) => {
            const id = target.closest<HTMLElement>('a[data-issue]')?.dataset.issue
            if (id !== undefined) setCursor(id)
          }}
        >
          <div className={css.progress}>
            {stream.isFetching && stream.page !== undefined ? <ProgressBar label="Reading issues" /> : null}
          </div>
          <NewsPill {...stream.news} onApply={stream.applyNews} />
          {selection.selected.size === 0 ? null : (
            <BulkBar
              count={selection.selected.size}
              isEverything={selection.isEverything}
              everything={canHaveMore ? (hitsText ?? null) : null}
              problem={work.problem}
              onSelectEverything={selection.selectEverything}
              onChange={(change) => void work.change(change)}
              onAssign={(at) => pickers.current?.open('assignee', at, null)}
              onPrioritize={(at) => pickers.current?.open('priority', at, null)}
              onMerge={startMerge}
              onDiscard={work.discard}
              onDelete={work.remove}
              onClear={selection.clear}
            />
          )}
          {stream.page === undefined && stream.error === null ? <IssueTableSkeleton /> : null}
          {stream.error !== null && stream.page === undefined ? (
            <ErrorState error={stream.error} onRetry={stream.reload} />
          ) : null}
          {isEmpty ? (
            <IssuesEmpty
              org={org}
              search={search}
              isFiltered={isFiltered(search, withoutStatus(search.query))}
              projects={projects.data?.items}
              onChange={go}
            />
          ) : null}
          {issues.length === 0 ? null : (
            <IssueTable
              issues={issues}
              href={(issue) => navigation.href(paths.issue(org, issue.id))}
              onOpen={open}
              columns={search.columns}
              density={search.density}
              stats={statsById}
              topTags={topTags}
              period={search.period}
              {...(canWrite ? { selected: selection.selected, onAssign: assign, onPrioritize: prioritize } : {})}
              onToggle={toggle}
              onToggleShown={selection.toggleShown}
              cursor={cursor}
              hasProjects={projects.data !== undefined && projects.data.items.length > 1}
              hasStatuses={status === 'all'}
            />
          )}
        </Card>
      )}
      {previewed === undefined ? null : (
        <Suspense>
          <IssuePreviewPopover key={previewed.id} issue={previewed} />
        </Suspense>
      )}
      {views.dialog}
      <IssuePickers
        ref={pickers}
        org={org}
        onChange={(change, issue, shown) => void work.change(change, issue, shown)}
      />
      {merging.length === 0 ? null : (
        <Suspense>
          <MergeDialog
            org={org}
            issues={merging}
            isOpen={isMerging}
            onClose={() => setIsMerging(false)}
            onMerge={(issues) => void work.merge(issues)}
          />
        </Suspense>
      )}
      {stream.page === undefined ? null : (
        <Pager
          previous={stream.page.previous}
          next={stream.page.next}
          label="Pages of issues"
          to={(page) => paths.issues(org, encodeSearch({ ...search, cursor: page }))}
        />
      )}
    </Page>
  )
}

const NO_ISSUES: readonly IssueJson[] = []

/** More than this is for the API. */
const MAX_EXPORTED = 1000
