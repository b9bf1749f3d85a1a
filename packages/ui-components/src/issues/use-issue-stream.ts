import type { IssueJson, IssueListQuery, ListPage } from '@mishap/core/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useMishap } from '../provider/context.js'
import { useLive } from '../provider/use-live.js'
import { reconcile } from './reconcile.js'

export interface IssueStream {
  /** Undefined while nothing has come yet. */
  readonly page: ListPage<IssueJson> | undefined
  readonly error: unknown
  /** The rows of another search are still shown while those of this one are on their way. */
  readonly isOutdated: boolean
  readonly isFetching: boolean
  readonly news: { readonly added: number; readonly changed: number }
  /** Puts the news into the list. */
  readonly applyNews: () => void
  /** Takes issues out of the list at once, after a change that took them out of the search. */
  readonly remove: (ids: ReadonlySet<string>) => void
  /** Shows at once what a change makes of issues, in their places. */
  readonly patch: (ids: ReadonlySet<string>, part: Partial<IssueJson>) => void
  readonly reload: () => void
}

interface News {
  readonly fresh: ListPage<IssueJson> | null
  readonly added: number
  readonly changedIds: ReadonlySet<string>
}

const NO_NEWS: News = { fresh: null, added: 0, changedIds: new Set() }
const CHECK_EVERY_MS = 2_500
const FRESH_MS = 10_000
const TOPICS = ['issue.new', 'issue.regressed', 'issue.seen', 'issue.changed', 'issue.deleted'] as const

/**
 * A page of issues that stands still: counts tick in their places, but what would move rows, or add some, waits in
 * `news` until it is applied. An empty list has nothing to keep still and takes news at once.
 */
export function useIssueStream(org: string, query: IssueListQuery): IssueStream {
  const { client, queryClient, queries } = useMishap()
  const options = queries.issueList(org, query)
  const result = useQuery(
    {
      ...options,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
  const keyText = JSON.stringify(options.queryKey)
  const latest = useRef({ options, keyText, query })
  latest.current = { options, keyText, query }
  const [news, setNews] = useState(NO_NEWS)

  const check = useCallback(async () => {
    const asked = latest.current
    // What is on its way was read before.
    await queryClient.ensureQueryData(asked.options).catch(() => null)
    const fresh = await client.listIssues(org, asked.query).catch(() => null)
    const shown = queryClient.getQueryData<ListPage<IssueJson>>(asked.options.queryKey)
    // Whatever failed, or was overtaken by another search, is asked again soon enough.
    if (fresh === null || shown === undefined || asked.keyText !== latest.current.keyText) return
    if (shown.items.length === 0) {
      queryClient.setQueryData(asked.options.queryKey, fresh)
      return
    }
    const { rows, newIds, changedIds } = reconcile(shown.items, fresh.items)
    queryClient.setQueryData(asked.options.queryKey, { ...shown, items: rows })
    // On a later page new issues do not add to it; they push others into it.
    const added = asked.query.cursor === undefined ? newIds.length : 0
    setNews((before) => ({ fresh, added, changedIds: new Set([...before.changedIds, ...changedIds]) }))
  }, [client, queryClient, org])

  const checkSoon = useThrottle(check, CHECK_EVERY_MS)
  useLive(org, TOPICS, checkSoon, checkSoon)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins without news
  useEffect(() => {
    setNews(NO_NEWS)
    const cached = queryClient.getQueryState(options.queryKey)
    if (cached?.data !== undefined && Date.now() - cached.dataUpdatedAt > FRESH_MS) checkSoon()
  }, [keyText])

  return {
    page: result.data,
    error: result.error,
    isOutdated: result.isPlaceholderData,
    isFetching: result.isFetching,
    news: { added: news.added, changed: news.changedIds.size },
    applyNews: () => {
      if (news.fresh !== null) queryClient.setQueryData(options.queryKey, news.fresh)
      setNews(NO_NEWS)
    },
    remove: (ids) => {
      queryClient.setQueryData<ListPage<IssueJson>>(options.queryKey, (page) =>
        page === undefined ? page : withoutIssues(page, ids),
      )
      checkSoon()
    },
    patch: (ids, part) =>
      queryClient.setQueryData<ListPage<IssueJson>>(options.queryKey, (page) =>
        page === undefined
          ? page
          : { ...page, items: page.items.map((issue) => (ids.has(issue.id) ? { ...issue, ...part } : issue)) },
      ),
    reload: () => void result.refetch(),
  }
}

function withoutIssues(page: ListPage<IssueJson>, ids: ReadonlySet<string>): ListPage<IssueJson> {
  const items = page.items.filter((issue) => !ids.has(issue.id))
  const gone = page.items.length - items.length
  return { ...page, items, hits: page.hits === null ? null : Math.max(0, page.hits - gone) }
}

/** Calls soon, and again at the end of the pause if it was wanted meanwhile. */
function useThrottle(run: () => Promise<void>, pauseMs: number): () => void {
  const latest = useRef(run)
  latest.current = run
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const isWanted = useRef(false)
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return useCallback(() => {
    isWanted.current = true
    if (timer.current !== null) return
    const turn = () => {
      timer.current = null
      if (!isWanted.current) return
      isWanted.current = false
      void latest.current()
      timer.current = setTimeout(turn, pauseMs)
    }
    timer.current = setTimeout(turn, 150)
  }, [pauseMs])
}
