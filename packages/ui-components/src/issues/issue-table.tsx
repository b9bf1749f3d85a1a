import type { IssueJson, IssueStatsJson, IssueTopTagJson } from '@mishap/core/client'
import { type Bucket, fillBuckets } from '@mishap/core/format'
import { useMemo } from 'react'
import { Checkbox, cx, Skeleton, useNow } from '../primitives/index.js'
import { type ColumnId, columnLabel, columnWidth, DEFAULT_COLUMNS, tagOf } from './columns.js'
import { IssueRow } from './issue-row.js'
import css from './issue-table.module.css'
import type { Density, TrendPeriod } from './search-params.js'
import type { Selected } from './selection.js'

export interface IssueTableProps {
  readonly className?: string
  readonly issues: readonly IssueJson[]
  /** The address of an issue's page: the titles are links that can be opened in a new tab. */
  readonly href: (issue: IssueJson) => string
  /** Takes plain clicks on titles over from the browser, for hosts with a router. */
  readonly onOpen?: (issue: IssueJson) => void
  /** What is shown beside the issue, in this order. */
  readonly columns?: readonly ColumnId[]
  readonly density?: Density
  /** Events over time of each issue, by its id; rows without show a flat line. */
  readonly stats?: ReadonlyMap<string, IssueStatsJson>
  /** The most frequent values for columns of tags. */
  readonly topTags?: readonly IssueTopTagJson[]
  readonly period?: TrendPeriod
  /** Adds a column to choose rows by. */
  readonly selected?: Selected
  readonly onToggle?: (id: string, isRange: boolean) => void
  readonly onToggleShown?: () => void
  /** Make the cells of assignee and priority buttons; `at` is the button. */
  readonly onAssign?: (issue: IssueJson, at: HTMLElement) => void
  readonly onPrioritize?: (issue: IssueJson, at: HTMLElement) => void
  /** The row that the keyboard is at. */
  readonly cursor?: string | null
  /** Says which project each issue belongs to. */
  readonly hasProjects?: boolean
  /** Marks the status of rows that are not open any more. */
  readonly hasStatuses?: boolean
}

/** More than this beside the issue is scrolled sideways. */
const ROOMY_PX = 780

/** Issues, one a row; a card each where the table has less than 640 pixels. */
export function IssueTable(props: IssueTableProps) {
  const { issues, stats, period = '24h', selected, cursor = null, onToggleShown, className } = props
  const { columns = DEFAULT_COLUMNS, density = 'comfortable', topTags = NO_TAGS } = props
  const now = useNow(60_000)
  const hour = Math.floor(now / BUCKETS[period].bucketMs)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bars move once an hour or a day, not with every tick
  const trends = useMemo(
    () => new Map(issues.map(({ id }) => [id, trendOf(stats?.get(id), period, now)])),
    [issues, stats, period, hour],
  )
  const tags = useMemo(() => byIssue(topTags), [topTags])
  const chosen = selected === undefined ? 0 : issues.filter(({ id }) => selected.has(id)).length
  const width = columns.reduce((sum, column) => sum + columnWidth(column), 0)
  return (
    <div className={cx(css.box, className)} data-wide={width > ROOMY_PX}>
      <table
        className={css.table}
        data-density={density}
        style={width > ROOMY_PX ? { minInlineSize: width + 420 } : undefined}
      >
        <caption className="mh-hidden">Issues</caption>
        <thead className={css.head}>
          <tr>
            {selected === undefined ? null : (
              <th scope="col" className={css.check} data-words="All on this page">
                <Checkbox
                  label="Choose all on this page"
                  isLabelHidden
                  checked={chosen > 0 && chosen === issues.length}
                  isMixed={chosen > 0 && chosen < issues.length}
                  onChange={onToggleShown}
                />
              </th>
            )}
            <th scope="col">Issue</th>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={css[tagOf(column) === null ? column : 'tag']}
                style={{ inlineSize: columnWidth(column) }}
              >
                <bdi>{column === 'trend' ? TRENDS[period] : columnLabel(column)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={css.body}>
          {issues.map((issue) => (
            <IssueRow
              key={issue.id}
              issue={issue}
              columns={columns}
              trend={trends.get(issue.id) ?? NO_TREND}
              tags={tags.get(issue.id)}
              href={props.href(issue)}
              onOpen={props.onOpen}
              isSelected={selected?.has(issue.id)}
              onToggle={props.onToggle}
              onAssign={props.onAssign}
              onPrioritize={props.onPrioritize}
              isCurrent={cursor === issue.id}
              hasProject={props.hasProjects === true}
              hasStatus={props.hasStatuses === true}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Stands where the table will be, as high as its rows. */
export function IssueTableSkeleton() {
  return <Skeleton label="Loading issues" lines={8} height={45} className={css.skeleton} />
}

const NO_TREND: readonly Bucket[] = []
const NO_TAGS: readonly IssueTopTagJson[] = []

const TRENDS: Readonly<Record<TrendPeriod, string>> = { '24h': 'Last 24 hours', '14d': 'Last 14 days' }

const BUCKETS: Readonly<Record<TrendPeriod, { readonly bucketMs: number; readonly count: number }>> = {
  '24h': { bucketMs: 3_600_000, count: 24 },
  '14d': { bucketMs: 86_400_000, count: 14 },
}

/** What the server leaves out, because nothing happened, put back in. */
export function trendOf(stats: IssueStatsJson | undefined, period: TrendPeriod, now: number): readonly Bucket[] {
  return fillBuckets(stats?.stats[period] ?? [], { ...BUCKETS[period], endMs: now })
}

function byIssue(tags: readonly IssueTopTagJson[]): ReadonlyMap<string, readonly IssueTopTagJson[]> {
  const issues = new Map<string, IssueTopTagJson[]>()
  for (const tag of tags) issues.set(tag.id, [...(issues.get(tag.id) ?? []), tag])
  return issues
}
