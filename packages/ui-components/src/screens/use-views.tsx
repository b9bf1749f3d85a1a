import type { SavedViewInput, SavedViewJson } from '@mishap/core/client'
import { exactNumber } from '@mishap/core/format'
import { useQueries, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { STATUS_TABS, statusOf, withoutStatus, withStatus } from '../issues/query-text.js'
import { DEFAULT_SEARCH, type IssueSearch, listQuery, MAX_HITS } from '../issues/search-params.js'
import { ViewDialog } from '../issues/view-dialog.js'
import { tabId, type ViewActions } from '../issues/view-tabs.js'
import { movedView, viewInput, viewSearch } from '../issues/views.js'
import { useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { useOrganization } from '../provider/use-queries.js'

export interface Views {
  readonly views: readonly SavedViewJson[]
  /** The search names a view that is not there any more. */
  readonly isGone: boolean
  readonly actions: ViewActions
  readonly isAdmin: boolean
  /** What the reader may do in the organization; undefined while that is not known. */
  readonly access: readonly string[] | undefined
  /** Where names are asked for; to be shown somewhere. */
  readonly dialog: ReactNode
}

/** The saved views of an organization, and what is done with them. */
export function useViews(org: string, search: IssueSearch, onChange: (next: IssueSearch) => void): Views {
  const { client, queries, queryClient } = useMishap()
  const toast = useToast()
  const saved = useQuery(queries.savedViews(org), queryClient)
  const access = useOrganization(org).data?.access
  const [subject, setSubject] = useState<'new' | SavedViewJson | null>(null)
  const [error, setError] = useState<string | null>(null)
  const views = saved.data ?? NO_VIEWS

  const attempt = async (work: () => Promise<unknown>): Promise<string | null> => {
    try {
      await work()
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      await queryClient.invalidateQueries({ queryKey: queryKeys.savedViews(org) })
    }
  }
  const doNow = async (work: () => Promise<unknown>, message: string) => {
    const reason = await attempt(work)
    if (reason === null) toast.show({ message })
    else toast.show({ message: `That did not work: ${reason}`, tone: 'danger' })
  }
  const change = (view: SavedViewJson, part: Partial<SavedViewInput>, message: string) =>
    void doNow(() => client.updateSavedView(org, view.id, part), message)
  const onSave = async (input: Pick<SavedViewInput, 'name' | 'visibility'>) => {
    const reason = await attempt(async () => {
      if (subject === 'new') {
        const made = await client.createSavedView(org, { ...input, ...viewInput(search) })
        onChange(viewSearch(made, search))
      } else if (subject !== null) await client.updateSavedView(org, subject.id, input)
    })
    setError(reason)
    if (reason === null) setSubject(null)
  }

  return {
    views,
    isGone: saved.data !== undefined && search.view !== null && !views.some(({ id }) => id === search.view),
    isAdmin: access?.includes('org:write') === true,
    access,
    actions: {
      onSaveNew: () => setSubject('new'),
      onRename: setSubject,
      onSave: (view) => change(view, viewInput(search), 'Saved the view'),
      onShare: (view, visibility) =>
        change(view, { visibility }, visibility === 'owner' ? 'Only you see the view' : 'Everybody sees the view'),
      onMove: (view, by) => {
        const moves = movedView(views, view.id, by)
        if (moves === null) return
        void doNow(async () => {
          for (const { id, position } of moves) await client.updateSavedView(org, id, { position })
        }, 'Moved the view')
      },
      onDelete: (view) => {
        onChange({ ...DEFAULT_SEARCH, period: search.period, density: search.density })
        void doNow(() => client.deleteSavedView(org, view.id), 'Deleted the view')
      },
    },
    dialog: (
      <ViewDialog
        subject={subject}
        error={error}
        onClose={() => {
          setSubject(null)
          setError(null)
        }}
        onSave={(input) => void onSave(input)}
      />
    ),
  }
}

const NO_VIEWS: readonly SavedViewJson[] = []
const COUNT_FRESH_MS = 60_000

/** How many issues each tab holds, by its id. Asks once the list itself is there, and not again for a minute. */
export function useViewCounts(
  org: string,
  {
    search,
    views,
    isReady,
  }: { readonly search: IssueSearch; readonly views: readonly SavedViewJson[]; readonly isReady: boolean },
): ReadonlyMap<string, string> {
  const { queries, queryClient } = useMishap()
  const base = search.view === null ? search : DEFAULT_SEARCH
  const tabs = [
    ...STATUS_TABS.map((tab) => ({ id: tab as string, search: { ...base, query: withStatus(base.query, tab) } })),
    ...views.map((view) => ({ id: tabId(view), search: viewSearch(view, search) })),
  ]
  const shown = search.view === null ? statusOf(search.query) : tabId({ id: search.view })
  const counts = useQueries(
    {
      queries: tabs.map(({ id, search }) => {
        const { query = '', project, environment } = listQuery(search)
        const asked = { query, ...(project && { project }), ...(environment && { environment }) }
        // The tab that is shown is counted by its list; those beside a search with words are not worth a search each.
        const isCounted = id !== shown && (id.startsWith('view-') || withoutStatus(base.query) === '')
        return { ...queries.issueCount(org, asked), staleTime: COUNT_FRESH_MS, enabled: isReady && isCounted }
      }),
    },
    queryClient,
  )
  const texts = tabs.flatMap(({ id }, at) => {
    const count = counts[at]?.data
    return count == null || id === shown ? [] : [[id, countText(count)] as const]
  })
  return new Map(texts)
}

/** What the server counts no further than. */
export function countText(hits: number): string {
  return `${exactNumber(hits)}${hits >= MAX_HITS ? '+' : ''}`
}
