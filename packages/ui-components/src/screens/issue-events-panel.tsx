import { counted } from '@mishap/core/format'
import { useMemo, useState } from 'react'
import { encodeCompare } from '../issues/compare-params.js'
import { decodeEventList, type EventListParams, encodeEventList } from '../issues/event-list-params.js'
import { eventRows, eventsCsv } from '../issues/event-rows.js'
import { EventTable } from '../issues/event-table.js'
import { SplitDialog } from '../issues/parts/split-dialog.js'
import { Button, Card, EmptyState, ErrorState, IconButton, ProgressBar, Skeleton } from '../primitives/index.js'
import { saveFile } from '../primitives/save-file.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useFoundEvents } from '../provider/use-issue-parts.js'
import { useIssueEvent } from '../provider/use-queries.js'
import { EventListTools } from './event-list-tools.js'
import css from './issue-events-panel.module.css'
import type { IssuePanelProps } from './issue-panel-props.js'
import { Pager } from './pager.js'

const EVENTS_OF_A_PAGE = 50

/** The stored events of an issue, to search, to compare and to take out. */
export function IssueEventsPanel({ org, issue, canWrite }: IssuePanelProps) {
  const navigation = useNavigation()
  const params = decodeEventList(navigation.useLocation().search)
  const { query, columns, cursor } = params
  const found = useFoundEvents(issue.id, {
    limit: EVENTS_OF_A_PAGE,
    ...(query === '' ? {} : { query }),
    ...(cursor === null ? {} : { cursor }),
  })
  const items = found.data?.items
  const firstOrdinal = useFirstOrdinal(issue.id, query === '' ? items?.[0]?.eventID : undefined)
  const rows = useMemo(() => eventRows(items ?? [], columns, firstOrdinal), [items, columns, firstOrdinal])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isSplitting, setIsSplitting] = useState(false)
  const splitInput = useMemo(() => ({ events: [...chosen] }), [chosen])

  const to = (change: Partial<EventListParams>) =>
    paths.issueTab(org, issue.id, 'events', encodeEventList({ ...params, ...change }))
  const toggleShown = () => {
    const isAll = rows.every(({ id }) => chosen.has(id))
    setChosen(new Set(isAll ? [] : [...chosen, ...rows.map(({ id }) => id)]))
  }
  const [a, b] = chosen
  const kept = query === '' ? '' : `?${new URLSearchParams({ query })}`
  return (
    <Card isFlush className={css.panel}>
      <EventListTools
        issueId={issue.id}
        params={params}
        fault={found.error === null ? null : found.error.message}
        onChange={(change) => navigation.navigate(to({ cursor: null, ...change }))}
        onSave={
          rows.length === 0
            ? null
            : () => saveFile(eventsCsv(rows, columns), `${issue.shortId}-events.csv`, 'text/csv;charset=utf-8')
        }
      />
      {found.isPlaceholderData ? <ProgressBar label="Loading other events" /> : null}
      {chosen.size === 0 ? null : (
        <section aria-label="Chosen events" className={css.bar}>
          <p role="status" className={css.count}>
            {counted(chosen.size, 'event')} chosen
          </p>
          <Button
            size="sm"
            icon="layers"
            disabled={chosen.size !== 2}
            title={chosen.size === 2 ? undefined : 'Choose two events to compare them'}
            onClick={() =>
              navigation.navigate(paths.issueTab(org, issue.id, 'compare', encodeCompare({ a: a ?? '', b: b ?? '' })))
            }
          >
            Compare
          </Button>
          {canWrite ? (
            <Button size="sm" onClick={() => setIsSplitting(true)}>
              Split into a new issue…
            </Button>
          ) : null}
          <IconButton size="sm" icon="close" label="Choose none" onClick={() => setChosen(new Set())} />
        </section>
      )}
      {items === undefined && found.error !== null && query === '' ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {items === undefined && found.error === null ? (
        <Skeleton lines={8} height={34} label="Loading events" className={css.loading} />
      ) : null}
      {items !== undefined && rows.length === 0 ? (
        <NoEvents query={query} clear={to({ query: '', cursor: null })} />
      ) : null}
      {rows.length === 0 ? null : (
        <EventTable
          rows={rows}
          columns={columns}
          className={found.isPlaceholderData ? css.outdated : undefined}
          chosen={chosen}
          onToggle={(id) => setChosen(toggled(chosen, id))}
          onToggleShown={toggleShown}
          onRemoveColumn={(key) => navigation.navigate(to({ columns: columns.filter((one) => one !== key) }))}
          renderLink={({ id }, children) => (
            <AppLink to={paths.event(org, issue.id, id, kept)} className={css.link}>
              {children}
            </AppLink>
          )}
        />
      )}
      <Pager
        label="Pages of events"
        previous={found.data?.previous ?? null}
        next={found.data?.next ?? null}
        to={(next) => to({ cursor: next })}
      />
      <SplitDialog
        org={org}
        issue={issue}
        isOpen={isSplitting}
        initial={splitInput}
        onClose={() => setIsSplitting(false)}
        onSplit={() => setChosen(new Set())}
      />
    </Card>
  )
}

function NoEvents({ query, clear }: { readonly query: string; readonly clear: string }) {
  if (query === '') {
    return (
      <EmptyState icon="info" title="No event of this issue is left">
        Retention removed them. The issue keeps its counts, and its next event will stand here.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="search"
      title="No event of this issue is like that"
      action={<AppLink to={clear}>Show all events</AppLink>}
    >
      Words, tags (<code>browser:Safari</code>), <code>!</code> for what is not, an event’s id.
    </EmptyState>
  )
}

/** Of the first event of a page: those behind it follow on it, so one question is enough for all. */
function useFirstOrdinal(issueId: string, eventId: string | undefined): number | null {
  const first = useIssueEvent(issueId, eventId ?? 'latest')
  if (eventId === undefined || first.data?.eventID !== eventId) return null
  return first.data.ordinal
}

function toggled(all: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(all)
  if (!next.delete(id)) next.add(id)
  return next
}
