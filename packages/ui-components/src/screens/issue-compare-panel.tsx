import type { EventDetailJson, IssueJson } from '@mishap/core/client'
import { useState } from 'react'
import type { SideNames } from '../event/diff/diff-table.js'
import { EventDiff } from '../event/diff/event-diff.js'
import { GroupingCompare } from '../event/grouping-compare.js'
import { type CompareParams, decodeCompare, encodeCompare } from '../issues/compare-params.js'
import { IssuePicker } from '../issues/parts/issue-picker.js'
import { MergeDialog } from '../issues/parts/merge-dialog.js'
import { Button, Card, Dialog, EmptyState, ErrorState, Skeleton } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useExplanation } from '../provider/use-issue-parts.js'
import { useIssue, useIssueEvent } from '../provider/use-queries.js'
import { CompareSide } from './compare-side.js'
import css from './issue-compare-panel.module.css'
import type { IssuePanelProps } from './issue-panel-props.js'

const NAMES: SideNames = ['A', 'B']

/** An event of the issue beside another one, of this issue or of another. The address says which. */
export function IssueComparePanel({ org, issue, canWrite }: IssuePanelProps) {
  const navigation = useNavigation()
  const compare = decodeCompare(navigation.useLocation().search)
  const [isPicking, setIsPicking] = useState(false)
  const [isMerging, setIsMerging] = useState(false)
  const otherId = compare.other ?? issue.id
  const other = useIssue(otherId)
  const a = useIssueEvent(issue.id, compare.a)
  const b = useIssueEvent(otherId, compare.b)
  const go = (change: Partial<CompareParams>) =>
    navigation.navigate(paths.issueTab(org, issue.id, 'compare', encodeCompare({ ...compare, ...change })), {
      replace: true,
    })
  const pick = (picked: IssueJson) => {
    setIsPicking(false)
    go({ other: picked.id === issue.id ? null : picked.id, b: 'latest' })
  }
  const isOne = a.data !== undefined && a.data.eventID === b.data?.eventID
  return (
    <div className={css.panel}>
      <div className={css.sides}>
        <CompareSide
          name="A"
          org={org}
          issue={issue}
          which={compare.a}
          event={a.data}
          error={a.error}
          onWhich={(which) => go({ a: which })}
        />
        <CompareSide
          name="B"
          org={org}
          issue={other.data}
          which={compare.b}
          event={b.data}
          error={b.error ?? other.error}
          onWhich={(which) => go({ b: which })}
        />
      </div>
      <div className={css.actions}>
        <Button size="sm" icon="search" onClick={() => setIsPicking(true)}>
          {compare.other === null ? 'Compare with another issue' : 'Choose another issue'}
        </Button>
        {compare.other === null ? (
          <Button size="sm" variant="ghost" onClick={() => go({ a: compare.b, b: compare.a })}>
            Swap A and B
          </Button>
        ) : (
          <>
            <Button size="sm" variant="ghost" onClick={() => go({ other: null, b: 'oldest' })}>
              Back to this issue alone
            </Button>
            {canWrite && other.data !== undefined ? (
              <Button size="sm" variant="ghost" icon="merge" onClick={() => setIsMerging(true)}>
                Merge the two…
              </Button>
            ) : null}
          </>
        )}
      </div>
      {isOne ? (
        <Card>
          <EmptyState icon="layers" title="A and B are the same event">
            {a.data?.total === 1
              ? 'This issue has only this event. Compare it with another issue.'
              : 'Choose another event for one of them.'}
          </EmptyState>
        </Card>
      ) : null}
      {!isOne && a.data !== undefined && b.data !== undefined ? (
        <>
          <Grouping a={[issue.id, a.data.eventID]} b={[otherId, b.data.eventID]} />
          <Thinned events={[a.data, b.data]} />
          <EventDiff key={a.data.eventID + b.data.eventID} one={a.data} other={b.data} names={NAMES} />
        </>
      ) : null}
      {(a.data === undefined && a.error === null) || (b.data === undefined && b.error === null) ? (
        <Skeleton lines={12} height={24} label="Loading the two events" />
      ) : null}
      <Dialog isOpen={isPicking} onClose={() => setIsPicking(false)} title="Compare with">
        {isPicking ? (
          <IssuePicker
            org={org}
            project={issue.project.id}
            label="Another issue"
            verb="Compare"
            without={[issue.id]}
            onPick={pick}
          />
        ) : null}
      </Dialog>
      {other.data === undefined ? null : (
        <MergeDialog
          org={org}
          issues={[issue, other.data]}
          isOpen={isMerging}
          onClose={() => setIsMerging(false)}
          onMerged={(id) => navigation.navigate(paths.issue(org, id))}
        />
      )}
    </div>
  )
}

type Named = readonly [issue: string, event: string]

function Grouping({ a, b }: { readonly a: Named; readonly b: Named }) {
  const one = useExplanation(...a)
  const other = useExplanation(...b)
  const error = one.error ?? other.error
  return (
    <Card title="Grouping" isFlush>
      {error === null ? null : (
        <ErrorState
          error={error}
          onRetry={() => {
            void one.refetch()
            void other.refetch()
          }}
        />
      )}
      {error === null && (one.data === undefined || other.data === undefined) ? (
        <Skeleton lines={2} label="Loading how they are grouped" className={css.loading} />
      ) : null}
      {one.data === undefined || other.data === undefined ? null : (
        <GroupingCompare one={one.data} other={other.data} names={NAMES} isOneIssue={a[0] === b[0]} />
      )}
    </Card>
  )
}

function Thinned({ events }: { readonly events: readonly EventDetailJson[] }) {
  const thinned = NAMES.filter((_, at) => events[at]?.payloadRemovedAt !== null)
  if (thinned.length === 0) return null
  return (
    <p role="note" className={css.note}>
      Retention has thinned out {thinned.join(' and ')}: what is missing there may have been there.
    </p>
  )
}
