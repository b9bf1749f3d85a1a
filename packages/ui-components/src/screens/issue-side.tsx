import type { IssueChangeInput, IssueDetailJson } from '@mishap/core/client'
import type { Bucket } from '@mishap/core/format'
import { lazy, Suspense, useId, useState } from 'react'
import type { TagRef } from '../event/tags.js'
import { IssueIncidents } from '../incidents/issue-incidents.js'
import { IssueAside } from '../issues/issue-aside.js'
import { PeopleCard } from '../issues/people-card.js'
import { SimilarList } from '../issues/similar-list.js'
import { Card, Icon, Num, Time, useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useIssueStats, useIssueTags, useSimilarIssues, useSuggestedOwners } from '../provider/use-queries.js'
import { IssueActivityCard } from './issue-activity.js'
import css from './issue-side.module.css'

// Most organizations have no tracker.
const IssueLinksCard = lazy(async () => ({ default: (await import('./issue-links-card.js')).IssueLinksCard }))

export interface IssueSideProps {
  readonly org: string
  readonly issue: IssueDetailJson
  /** Events that are still there; undefined while that is not known. */
  readonly stored: number | undefined
  readonly canWrite: boolean
  readonly onChange: (change: IssueChangeInput) => void
  readonly onPickTag: (tag: TagRef) => void
}

/** What there is to know of an issue beside its event: a column, or where there is no room for one a line that opens. */
export function IssueSide({ org, issue, stored, canWrite, onChange, onPickTag }: IssueSideProps) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const tags = useIssueTags(issue.id)
  const day = useIssueStats(org, [issue.id], '24h')
  const fortnight = useIssueStats(org, [issue.id], '14d')
  const owners = useSuggestedOwners(issue.id, canWrite)
  const similar = useSimilarIssues(issue.id)
  const pickBucket = useBucketJump(org, issue.id)
  return (
    <aside aria-label="About this issue" className={css.side} data-open={isOpen}>
      <button
        type="button"
        className={css.summary}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
        <span>
          <Counted count={Number(issue.count)} one="event" /> · <Counted count={issue.userCount} one="user" /> · last
          seen <Time value={issue.lastSeen} isFocusable={false} />
        </span>
        <span className={css.summaryMore}>{isOpen ? 'Less' : 'Counts, activity, tags'}</span>
      </button>
      <div id={id} className={css.body}>
        <IssueAside
          issue={issue}
          stored={stored}
          tags={tags.data}
          stats={{ '24h': day.data?.[0], '14d': fortnight.data?.[0] }}
          onPickTag={onPickTag}
          onPickBucket={(bucket, span) => void pickBucket(bucket, span)}
          tagsLink={
            <AppLink to={paths.issueTab(org, issue.id, 'tags')} className={css.link}>
              All tags
            </AppLink>
          }
        >
          <IssueIncidents org={org} issue={issue.id} />
          <Suspense>
            <IssueLinksCard org={org} issue={issue} canWrite={canWrite} />
          </Suspense>
          <IssueActivityCard org={org} issue={issue} canWrite={canWrite} />
          <PeopleCard
            people={issue}
            suggested={(owners.data?.owners ?? []).map(({ owner, rule }) => ({ owner, why: rule }))}
            assignedTo={issue.assignedTo}
            isSubscribed={issue.isSubscribed}
            {...(canWrite ? { onChange } : {})}
          />
          {similar.data === undefined || similar.data.length === 0 ? null : (
            <Card
              title="Similar issues"
              actions={
                similar.data.length > 3 ? (
                  <AppLink to={paths.issueTab(org, issue.id, 'similar')} className={css.link}>
                    All {similar.data.length}
                  </AppLink>
                ) : undefined
              }
            >
              <SimilarList similar={similar.data.slice(0, 3)} to={(other) => paths.issue(org, other)} />
            </Card>
          )}
        </IssueAside>
      </div>
    </aside>
  )
}

/** From a bar to the newest event of its time. */
function useBucketJump(org: string, id: string) {
  const { client, navigation } = useMishap()
  const toast = useToast()
  return async ({ at }: Bucket, span: number) => {
    const start = new Date(at).toISOString()
    const end = new Date(at + span).toISOString()
    try {
      const event = (await client.listIssueEvents(id, { start, end, limit: 1 })).items[0]
      if (event !== undefined) navigation.navigate(paths.event(org, id, event.eventID))
      else toast.show({ message: 'Of the events of that time none is stored any more.' })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      toast.show({ message: `That did not work: ${reason}`, tone: 'danger' })
    }
  }
}

function Counted({ count, one }: { readonly count: number; readonly one: string }) {
  return (
    <>
      <b>
        <Num value={count} />
      </b>{' '}
      {count === 1 ? one : `${one}s`}
    </>
  )
}
