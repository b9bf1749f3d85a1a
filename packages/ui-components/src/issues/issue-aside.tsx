import type { IssueJson, IssueStatsJson, IssueTagJson } from '@mishap/core/client'
import { type Bucket, visibleText } from '@mishap/core/format'
import { type ReactNode, useMemo, useState } from 'react'
import { EventVolume } from '../charts/index.js'
import { TagDistribution, type TagRef } from '../event/tags.js'
import { Card, Num, Skeleton, Time, useNow } from '../primitives/index.js'
import css from './issue-aside.module.css'
import { trendOf } from './issue-table.js'
import type { TrendPeriod } from './search-params.js'

export interface IssueAsideProps {
  readonly issue: IssueJson
  /** Events that are still there; undefined while that is not known. */
  readonly stored?: number | undefined
  /** Undefined while they are on their way. */
  readonly tags: readonly IssueTagJson[] | undefined
  readonly stats: Readonly<Record<TrendPeriod, IssueStatsJson | undefined>>
  readonly onPickTag?: (tag: TagRef) => void
  /** On a bar that is not empty; `span` is how long it is, in milliseconds. */
  readonly onPickBucket?: (bucket: Bucket, span: number) => void
  /** Beside the title of the tags: the way to all of them. */
  readonly tagsLink?: ReactNode
  /** Further cards. */
  readonly children?: ReactNode
}

/** Keys and values of tags that fit beside an event. */
const TAG_KEYS = 5
const TAG_VALUES = 3

/** How much, since when, and for whom. */
export function IssueAside({
  issue,
  stored,
  tags,
  stats,
  onPickTag,
  onPickBucket,
  tagsLink,
  children,
}: IssueAsideProps) {
  const isThinned = stored !== undefined && stored < Number(issue.count)
  return (
    <div className={css.aside}>
      <Card aria-label="Counts">
        <dl className={css.counts}>
          <Fact label="Events">
            <Num value={Number(issue.count)} className={css.big} />
            {isThinned ? (
              <span className={css.stored} title="Retention has removed the others; they stay counted.">
                <Num value={stored} /> stored
              </span>
            ) : null}
          </Fact>
          <Fact label="Users">
            <Num value={issue.userCount} className={css.big} />
          </Fact>
        </dl>
        <Trend stats={stats} onPick={onPickBucket} />
        <dl className={css.facts}>
          <Fact label="Last seen">
            <Time value={issue.lastSeen} />
            <Release release={issue.lastRelease} />
          </Fact>
          <Fact label="First seen">
            <Time value={issue.firstSeen} />
            <Release release={issue.firstRelease} />
          </Fact>
          {issue.regressedAt === null ? null : (
            <Fact label="Came back">
              <Time value={issue.regressedAt} />
            </Fact>
          )}
        </dl>
      </Card>
      {children}
      <Card title="Tags of all events" actions={tagsLink}>
        {tags === undefined ? (
          <Skeleton lines={5} label="Loading tags" />
        ) : (
          <TagDistribution
            tags={tags.slice(0, TAG_KEYS)}
            limit={TAG_VALUES}
            {...(onPickTag === undefined ? {} : { onPick: onPickTag })}
          />
        )}
      </Card>
    </div>
  )
}

const PERIODS: readonly { readonly id: TrendPeriod; readonly label: string; readonly spanMs: number }[] = [
  { id: '24h', label: '24 hours', spanMs: 3_600_000 },
  { id: '14d', label: '14 days', spanMs: 86_400_000 },
]

interface TrendProps extends Pick<IssueAsideProps, 'stats'> {
  readonly onPick: IssueAsideProps['onPickBucket']
}

function Trend({ stats, onPick }: TrendProps) {
  const [period, setPeriod] = useState(PERIODS[0]!)
  const now = useNow(60_000)
  const minute = Math.floor(now / 60_000)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a minute is often enough for hours and days
  const buckets = useMemo(() => trendOf(stats[period.id], period.id, now), [stats, period, minute])
  return (
    <div className={css.trend}>
      <EventVolume
        buckets={buckets}
        height={64}
        label={`Last ${period.label}`}
        {...(onPick === undefined
          ? {}
          : { onPick: (bucket: Bucket) => bucket.count > 0 && onPick(bucket, period.spanMs) })}
      />
      <fieldset className={css.periods}>
        <legend className="mh-hidden">Span of the bars</legend>
        {PERIODS.map((one) => (
          <button
            key={one.id}
            type="button"
            className={css.period}
            aria-pressed={one === period}
            onClick={() => setPeriod(one)}
          >
            {one.label}
          </button>
        ))}
        {onPick === undefined ? null : <span className={css.periodHint}>A bar leads to an event of its time.</span>}
      </fieldset>
    </div>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt className={css.label}>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Release({ release }: { readonly release: IssueJson['lastRelease'] }) {
  if (release === null) return null
  return (
    <>
      {' '}
      in <bdi className={css.release}>{visibleText(release.shortVersion || release.version)}</bdi>
    </>
  )
}
