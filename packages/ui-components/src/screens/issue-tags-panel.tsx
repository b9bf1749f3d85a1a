import type { IssueTagJson } from '@mishap/core/client'
import { clip, counted, percent, printClause, searchField, visibleText } from '@mishap/core/format'
import { TagValues } from '../event/tag-values.js'
import { isMostlyUnique } from '../event/tags.js'
import { encodeEventList } from '../issues/event-list-params.js'
import { encodeSearch } from '../issues/search-params.js'
import { Badge, Card, EmptyState, ErrorState, ProgressBar, Skeleton } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useIssueTag } from '../provider/use-issue-parts.js'
import { useIssueTags } from '../provider/use-queries.js'
import type { IssuePanelProps } from './issue-panel-props.js'
import css from './issue-tags-panel.module.css'

/** Every tag of an issue: which there are, and how its events spread over the values of one. */
export function IssueTagsPanel({ org, issue }: IssuePanelProps) {
  const asked = new URLSearchParams(useNavigation().useLocation().search).get('key')
  const tags = useIssueTags(issue.id)
  const all = tags.data ?? []
  const telling = manyValuesFirst(all.filter((tag) => !isMostlyUnique(tag)))
  const unique = all.filter(isMostlyUnique)
  const current = all.find(({ key }) => key === asked) ?? telling[0] ?? all[0]
  if (tags.data === undefined && tags.error !== null) {
    return (
      <Card className={css.panel}>
        <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />
      </Card>
    )
  }
  if (tags.data === undefined) {
    return (
      <Card className={css.panel}>
        <Skeleton lines={10} height={26} label="Loading tags" />
      </Card>
    )
  }
  if (current === undefined) {
    return (
      <Card className={css.panel}>
        <EmptyState icon="tag" title="No event of this issue has tags">
          SDKs send some by themselves; your own come from <code>setTag</code>.
        </EmptyState>
      </Card>
    )
  }
  const to = (key: string) => paths.issueTab(org, issue.id, 'tags', `?${new URLSearchParams({ key })}`)
  return (
    <div className={css.columns}>
      <Card title="Tags" isFlush>
        <nav aria-label="Tags of this issue">
          <KeyList tags={telling} current={current.key} to={to} />
          {unique.length === 0 ? null : (
            <details className={css.unique} open={unique.includes(current)}>
              <summary>{counted(unique.length, 'more tag')}, nearly all values unique</summary>
              <p className={css.reason}>
                Nearly every event has a value of its own, so shares say nothing. Look one up in the search of events.
              </p>
              <KeyList tags={unique} current={current.key} to={to} />
            </details>
          )}
        </nav>
      </Card>
      <Values org={org} issueId={issue.id} brief={current} />
    </div>
  )
}

interface KeyListProps {
  readonly tags: readonly IssueTagJson[]
  readonly current: string
  readonly to: (key: string) => string
}

function KeyList({ tags, current, to }: KeyListProps) {
  return (
    <ul>
      {tags.map((tag) => {
        const [top] = tag.topValues
        return (
          <li key={tag.key}>
            <AppLink to={to(tag.key)} className={css.key} aria-current={tag.key === current ? 'true' : undefined}>
              <span className={css.keyLine}>
                <bdi className={css.keyName}>{visibleText(clip(tag.key, 80))}</bdi>
                <span className={css.cardinality}>{counted(tag.uniqueValues, 'value')}</span>
              </span>
              {top === undefined ? null : (
                <span className={css.top}>
                  <bdi>{visibleText(clip(top.value, 60)) || '(empty)'}</bdi> {percent(top.count, tag.totalValues)}
                </span>
              )}
            </AppLink>
          </li>
        )
      })}
    </ul>
  )
}

interface ValuesProps {
  readonly org: string
  readonly issueId: string
  /** Shown until more values are there. */
  readonly brief: IssueTagJson
}

function Values({ org, issueId, brief }: ValuesProps) {
  const more = useIssueTag(issueId, brief.key)
  const tag = more.data ?? brief
  const found = (value: string, isNegated: boolean) =>
    paths.issueTab(
      org,
      issueId,
      'events',
      encodeEventList({ query: printClause({ ...named(tag.key), values: [value], isNegated }) }),
    )
  return (
    <Card
      isFlush
      title={
        <>
          <bdi className={css.title}>{visibleText(clip(tag.key, 120))}</bdi>{' '}
          {tag.isSampled ? <Badge title="There are more values than were looked at">sampled</Badge> : null}
        </>
      }
    >
      {more.isFetching && more.data === undefined ? <ProgressBar label="Loading more values" /> : null}
      <p className={css.summary}>
        {counted(tag.uniqueValues, 'value')} in {counted(tag.totalValues, 'event')}
        {tag.isSampled ? ' were looked at. There are more; the most frequent are among these.' : null}
      </p>
      {more.error === null ? null : <ErrorState error={more.error} onRetry={() => void more.refetch()} />}
      <TagValues
        tag={tag}
        renderLink={(value, children) => (
          <AppLink
            to={paths.issues(
              org,
              encodeSearch({ query: `is:unresolved ${printClause({ ...named(tag.key), values: [value] })}` }),
            )}
            title="All issues with it"
            className={css.value}
          >
            {children}
          </AppLink>
        )}
        renderActions={(value) => (
          <>
            <AppLinkButton
              size="sm"
              variant="ghost"
              icon="plus"
              to={found(value, false)}
              title="Events with it"
              aria-label={`Events with ${tag.key} ${clip(value, 60)}`}
            />
            <AppLinkButton
              size="sm"
              variant="ghost"
              icon="minus"
              to={found(value, true)}
              title="Events without it"
              aria-label={`Events without ${tag.key} ${clip(value, 60)}`}
            />
          </>
        )}
      />
    </Card>
  )
}

/** What all events share says least. */
function manyValuesFirst(tags: readonly IssueTagJson[]): readonly IssueTagJson[] {
  return [
    ...tags.filter(({ uniqueValues }) => uniqueValues > 1),
    ...tags.filter(({ uniqueValues }) => uniqueValues <= 1),
  ]
}

/** Fields of the search that are tags as well. */
const SAME: ReadonlySet<string> = new Set(['release', 'environment', 'level'])

function named(key: string) {
  return { key, isTag: searchField(key) !== null && !SAME.has(key) }
}
