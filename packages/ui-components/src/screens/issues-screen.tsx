import type { IssueJson, IssueStatusName } from '@mishap/core/client'
import { exactNumber } from '@mishap/core/format'
import { useEffect, useMemo, useRef, useState } from 'react'
import { BulkBar } from '../issues/bulk-bar.js'
import { IssueSearch, type IssueSearchHandle } from '../issues/issue-search.js'
import { IssueTable, IssueTableSkeleton } from '../issues/issue-table.js'
import { NewsPill } from '../issues/news-pill.js'
import { statusOf, withoutStatus } from '../issues/query-text.js'
import {
  decodeSearch,
  encodeSearch,
  everyIssue,
  isFiltered,
  listQuery,
  type IssueSearch as Search,
} from '../issues/search-params.js'
import { useSelection } from '../issues/selection.js'
import { useIssueActions } from '../issues/use-issue-actions.js'
import { useIssueStream } from '../issues/use-issue-stream.js'
import { Card, cx, ErrorState, ProgressBar } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { statusOf as httpStatusOf } from '../provider/query-client.js'
import { useIssueStats, useProjects } from '../provider/use-queries.js'
import { IssuesEmpty } from './issues-empty.js'
import css from './issues-screen.module.css'
import { Page, usePageTitle } from './page.js'
import { Pager } from './pager.js'
import { useIssueKeys } from './use-issue-keys.js'

/** The issues of an organization. What is shown is in the address. */
export function IssuesScreen({ org }: { readonly org: string }) {
  const { navigation, trail } = useMishap()
  const location = navigation.useLocation()
  const search = useMemo(() => decodeSearch(location.search), [location.search])
  const stream = useIssueStream(org, listQuery(search))
  const projects = useProjects(org)
  const issues = stream.page?.items ?? NO_ISSUES
  const stats = useIssueStats(
    org,
    issues.map(({ id }) => id),
    search.period,
  )
  const statsById = useMemo(() => new Map(stats.data?.map((one) => [one.id, one])), [stats.data])
  const selection = useSelection(issues)
  const actions = useIssueActions(org)
  const [cursor, setCursor] = useState<string | null>(null)
  const field = useRef<IssueSearchHandle>(null)

  const status = statusOf(search.query)
  const hits = stream.page?.hits ?? null
  const hitsText = hits === null ? undefined : `${exactNumber(hits)}${hits >= MAX_HITS ? '+' : ''}`
  const isEmpty = stream.page !== undefined && issues.length === 0
  usePageTitle(status === 'unresolved' && hits ? `(${hitsText}) Issues` : 'Issues', org)

  const { query, project, environment } = search
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen belongs to a search, not to one page of it
  useEffect(() => {
    selection.clear()
    setCursor(null)
  }, [org, query, project.join(), environment.join()])

  const go = (next: Search) => navigation.navigate(paths.issues(org, encodeSearch(next)))
  const open = (issue: IssueJson) => {
    trail.set({ to: paths.issues(org, location.search), issueIds: issues.map(({ id }) => id) })
    navigation.navigate(paths.issue(org, issue.id))
  }

  const hooksFor = (targets: readonly IssueJson[] | 'everything') => ({
    onDone: (done: IssueStatusName | 'deleted') => {
      selection.clear()
      if (targets === 'everything') return
      const leaves = done === 'deleted' || (status !== 'all' && done !== status)
      if (!leaves) return
      const gone = new Set(targets.map(({ id }) => id))
      const at = issues.findIndex(({ id }) => id === cursor)
      if (cursor !== null && gone.has(cursor))
        setCursor((issues.slice(at).find(({ id }) => !gone.has(id)) ?? issues[at - 1])?.id ?? null)
      stream.remove(gone)
    },
    onUndone: stream.reload,
  })
  const chosen = (): readonly IssueJson[] => {
    if (selection.selected.size > 0) return [...selection.selected.values()]
    return issues.filter(({ id }) => id === cursor)
  }
  const changeStatus = async (next: IssueStatusName) => {
    if (selection.isEverything) {
      await actions.setStatus({ query: everyIssue(search), count: hits }, next, hooksFor('everything'))
      stream.reload()
      return
    }
    const targets = chosen()
    if (targets.length > 0) await actions.setStatus({ issues: targets }, next, hooksFor(targets))
  }
  const remove = () => {
    const targets = chosen()
    if (targets.length > 0) actions.remove(targets, hooksFor(targets))
  }

  useIssueKeys({
    issues,
    cursor,
    setCursor,
    open,
    toggle: (id) => selection.toggle(id, false),
    clear: selection.clear,
    changeStatus: (next) => void changeStatus(next),
    undo: actions.undoLast,
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
        value={search}
        onChange={go}
        projects={projects.data?.items}
        hits={stream.isOutdated ? undefined : hitsText}
        error={isBadSearch && stream.error instanceof Error ? stream.error.message : null}
      />
      {isBadSearch && stream.page === undefined ? null : (
        <Card isFlush className={cx(css.list, stream.isOutdated && css.outdated)}>
          <div className={css.progress}>
            {stream.isFetching && stream.page !== undefined ? <ProgressBar label="Reading issues" /> : null}
          </div>
          <NewsPill {...stream.news} onApply={stream.applyNews} />
          {selection.selected.size === 0 ? null : (
            <BulkBar
              count={selection.selected.size}
              isEverything={selection.isEverything}
              everything={canHaveMore ? (hitsText ?? null) : null}
              onSelectEverything={selection.selectEverything}
              onStatus={(next) => void changeStatus(next)}
              onDelete={remove}
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
              stats={statsById}
              period={search.period}
              selected={selection.selected}
              onToggle={selection.toggle}
              onToggleShown={selection.toggleShown}
              cursor={cursor}
              hasProjects={projects.data !== undefined && projects.data.items.length > 1}
              hasStatuses={status === 'all'}
            />
          )}
        </Card>
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

/** The most that the server counts. */
const MAX_HITS = 1000
