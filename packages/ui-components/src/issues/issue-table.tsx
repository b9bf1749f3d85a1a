import type { IssueJson, IssueStatsJson } from '@mishap/core/client'
import { type Bucket, fillBuckets } from '@mishap/core/format'
import { type MouseEvent, memo, useMemo } from 'react'
import { Sparkbars } from '../charts/index.js'
import { Checkbox, cx, Level, Num, Skeleton, Time, useNow } from '../primitives/index.js'
import css from './issue-table.module.css'
import { IssueBadges, oneLine, titleParts } from './issue-title.js'
import type { TrendPeriod } from './search-params.js'
import type { Selected } from './selection.js'

export interface IssueTableProps {
  readonly className?: string
  readonly issues: readonly IssueJson[]
  /** The address of an issue's page: the titles are links that can be opened in a new tab. */
  readonly href: (issue: IssueJson) => string
  /** Takes plain clicks on titles over from the browser, for hosts with a router. */
  readonly onOpen?: (issue: IssueJson) => void
  /** Events over time of each issue, by its id; rows without show a flat line. */
  readonly stats?: ReadonlyMap<string, IssueStatsJson>
  readonly period?: TrendPeriod
  /** Adds a column to choose rows by. */
  readonly selected?: Selected
  readonly onToggle?: (id: string, isRange: boolean) => void
  readonly onToggleShown?: () => void
  /** The row that the keyboard is at. */
  readonly cursor?: string | null
  /** Says which project each issue belongs to. */
  readonly hasProjects?: boolean
  /** Marks the status of rows that are not open any more. */
  readonly hasStatuses?: boolean
}

/** Issues, one a row; a card each where the table has less than 640 pixels. */
export function IssueTable(props: IssueTableProps) {
  const { issues, stats, period = '24h', selected, cursor = null, onToggleShown, className } = props
  const { href, onOpen, onToggle, hasProjects = false, hasStatuses = false } = props
  const now = useNow(60_000)
  const hour = Math.floor(now / BUCKETS[period].bucketMs)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bars move once an hour or a day, not with every tick
  const trends = useMemo(
    () => new Map(issues.map(({ id }) => [id, trendOf(stats?.get(id), period, now)])),
    [issues, stats, period, hour],
  )
  const chosen = selected === undefined ? 0 : issues.filter(({ id }) => selected.has(id)).length
  return (
    <div className={cx(css.box, className)}>
      <table className={css.table}>
        <caption className="mh-hidden">Issues</caption>
        <thead className={css.head}>
          <tr>
            {selected === undefined ? null : (
              <th scope="col" className={css.check}>
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
            <th scope="col" className={css.trend}>
              {period === '24h' ? 'Last 24 hours' : 'Last 14 days'}
            </th>
            <th scope="col" className={css.number}>
              Events
            </th>
            <th scope="col" className={css.number}>
              Users
            </th>
            <th scope="col" className={cx(css.time, css.first)}>
              First seen
            </th>
            <th scope="col" className={css.time}>
              Last seen
            </th>
          </tr>
        </thead>
        <tbody className={css.body}>
          {issues.map((issue) => (
            <Row
              key={issue.id}
              issue={issue}
              trend={trends.get(issue.id) ?? NO_TREND}
              href={href(issue)}
              onOpen={onOpen}
              isSelected={selected?.has(issue.id)}
              onToggle={onToggle}
              isCurrent={cursor === issue.id}
              hasProject={hasProjects}
              hasStatus={hasStatuses}
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

interface RowProps {
  readonly issue: IssueJson
  readonly trend: readonly Bucket[]
  readonly href: string
  readonly onOpen: ((issue: IssueJson) => void) | undefined
  readonly isSelected: boolean | undefined
  readonly onToggle: ((id: string, isRange: boolean) => void) | undefined
  readonly isCurrent: boolean
  readonly hasProject: boolean
  readonly hasStatus: boolean
}

const Row = memo(function Row({ issue, trend, href, onOpen, isSelected, onToggle, ...about }: RowProps) {
  const { name, value } = titleParts(issue)
  const open = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (onOpen === undefined || !isPlain) return
    event.preventDefault()
    onOpen(issue)
  }
  return (
    <tr className={css.row} data-selected={isSelected} data-current={about.isCurrent} data-done={issue.status}>
      {isSelected === undefined ? null : (
        <td className={css.check}>
          <Checkbox
            label={`Choose ${issue.shortId}`}
            isLabelHidden
            checked={isSelected}
            onClick={(event) => onToggle?.(issue.id, event.shiftKey)}
            // The click says whether it is a range; React wants a handler for what it controls.
            onChange={ignore}
          />
        </td>
      )}
      <td className={css.issue}>
        <div className={css.line}>
          <Level level={issue.level} isCompact className={css.level} />
          <a href={href} dir="auto" className={css.link} onClick={open} data-issue={issue.id}>
            <bdi className={css.name}>{name}</bdi> <bdi className={css.value}>{value}</bdi>
          </a>
          <span className={css.badges}>
            <IssueBadges issue={issue} isStatusShown={about.hasStatus} />
          </span>
        </div>
        <div className={css.meta}>
          {about.hasProject ? <bdi className={css.project}>{issue.project.name}</bdi> : null}
          <span className={css.short}>{issue.shortId}</span>
          {issue.culprit === '' ? null : <bdi className={css.culprit}>{oneLine(issue.culprit)}</bdi>}
        </div>
      </td>
      <td className={css.trend}>
        <Sparkbars buckets={trend} className={css.bars} />
      </td>
      <td className={css.number}>
        <Num value={Number(issue.count)} />
        <span className={css.unit} aria-hidden="true">
          {issue.count === '1' ? 'event' : 'events'}
        </span>
      </td>
      <td className={css.number}>
        <Num value={issue.userCount} />
        <span className={css.unit} aria-hidden="true">
          {issue.userCount === 1 ? 'user' : 'users'}
        </span>
      </td>
      <td className={cx(css.time, css.first)}>
        <Time value={issue.firstSeen} isFocusable={false} />
      </td>
      <td className={css.time}>
        <Time value={issue.lastSeen} isFocusable={false} />
      </td>
    </tr>
  )
})

const ignore = () => undefined

const NO_TREND: readonly Bucket[] = []

const BUCKETS: Readonly<Record<TrendPeriod, { readonly bucketMs: number; readonly count: number }>> = {
  '24h': { bucketMs: 3_600_000, count: 24 },
  '14d': { bucketMs: 86_400_000, count: 14 },
}

/** What the server leaves out, because nothing happened, put back in. */
export function trendOf(stats: IssueStatsJson | undefined, period: TrendPeriod, now: number): readonly Bucket[] {
  return fillBuckets(stats?.stats[period] ?? [], { ...BUCKETS[period], endMs: now })
}
