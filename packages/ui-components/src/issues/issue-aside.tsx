import type { IssueJson, IssueStatsJson, IssueTagJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { type ReactNode, useMemo, useState } from 'react'
import { EventVolume } from '../charts/index.js'
import { TagDistribution, type TagRef } from '../event/tags.js'
import { Button, Card, Num, Skeleton, Time, useNow } from '../primitives/index.js'
import css from './issue-aside.module.css'
import { trendOf } from './issue-table.js'
import type { TrendPeriod } from './search-params.js'

export interface IssueAsideProps {
  readonly issue: IssueJson
  /** Undefined while they are on their way. */
  readonly tags: readonly IssueTagJson[] | undefined
  readonly stats: Readonly<Record<TrendPeriod, IssueStatsJson | undefined>>
  readonly onPickTag?: (tag: TagRef) => void
}

/** How much, since when, and for whom. */
export function IssueAside({ issue, tags, stats, onPickTag }: IssueAsideProps) {
  return (
    <div className={css.aside}>
      <Card aria-label="Counts">
        <dl className={css.counts}>
          <Fact label="Events">
            <Num value={Number(issue.count)} className={css.big} />
          </Fact>
          <Fact label="Users">
            <Num value={issue.userCount} className={css.big} />
          </Fact>
        </dl>
        <Trend stats={stats} />
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
      <Card title="Tags of all events">
        {tags === undefined ? (
          <Skeleton lines={5} label="Loading tags" />
        ) : (
          <TagDistribution tags={tags} limit={3} {...(onPickTag === undefined ? {} : { onPick: onPickTag })} />
        )}
      </Card>
    </div>
  )
}

function Trend({ stats }: Pick<IssueAsideProps, 'stats'>) {
  const [period, setPeriod] = useState<TrendPeriod>('24h')
  const now = useNow(60_000)
  const minute = Math.floor(now / 60_000)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a minute is often enough for hours and days
  const buckets = useMemo(() => trendOf(stats[period], period, now), [stats, period, minute])
  return (
    <div className={css.trend}>
      <EventVolume buckets={buckets} height={64} label={period === '24h' ? 'Last 24 hours' : 'Last 14 days'} />
      <Button size="sm" variant="ghost" onClick={() => setPeriod(period === '24h' ? '14d' : '24h')}>
        {period === '24h' ? 'Show 14 days' : 'Show 24 hours'}
      </Button>
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
