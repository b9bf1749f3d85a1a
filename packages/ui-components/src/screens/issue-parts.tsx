import { mergedWords, PartsList, splitWords } from '../issues/parts/parts-list.js'
import { Card, ErrorState, useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useMergedIssues, usePartChange, useSplits } from '../provider/use-issue-parts.js'
import type { IssuePanelProps } from './issue-panel-props.js'

/** What is part of the issue and can be taken out again; nothing where nothing is. */
export function MergedIn({ org, issue, canWrite }: IssuePanelProps) {
  const merged = useMergedIssues(issue.id)
  const takeOut = useTakeBack(org, 'It is an issue of its own again.', (client, part) =>
    client.unmergeIssue(issue.id, part),
  )
  if (merged.error !== null && merged.data === undefined)
    return (
      <Card title="Merged in">
        <ErrorState error={merged.error} onRetry={() => void merged.refetch()} />
      </Card>
    )
  if (merged.data === undefined || merged.data.length === 0) return null
  return (
    <Card title="Merged in" isFlush>
      <PartsList
        label="Merged in"
        verb="Take out again"
        parts={merged.data.map((one) => ({
          ...one,
          name: mergedWords(one),
        }))}
        {...(canWrite ? { onTakeBack: takeOut } : {})}
      />
    </Card>
  )
}

/** What was split off the issue and can be brought back; nothing where nothing was. */
export function SplitOff({ org, issue, canWrite }: IssuePanelProps) {
  const splits = useSplits(issue.id)
  const bringBack = useTakeBack(org, 'Its events are part of this issue again.', (client, part) =>
    client.undoSplit(issue.id, part),
  )
  if (splits.error !== null && splits.data === undefined)
    return (
      <Card title="Split off">
        <ErrorState error={splits.error} onRetry={() => void splits.refetch()} />
      </Card>
    )
  if (splits.data === undefined || splits.data.length === 0) return null
  return (
    <Card title="Split off" isFlush>
      <PartsList
        label="Split off"
        verb="Bring back"
        parts={splits.data.map((one) => ({
          ...one,
          name: (
            <>
              <AppLink to={paths.issue(org, one.id)}>{one.shortId}</AppLink> · {splitWords(one)}
            </>
          ),
        }))}
        {...(canWrite ? { onTakeBack: bringBack } : {})}
      />
    </Card>
  )
}

type Run = Parameters<typeof usePartChange<string, unknown>>[1]

/** Runs it and says what became of it. */
function useTakeBack(org: string, done: string, run: Run) {
  const toast = useToast()
  const change = usePartChange(org, run)
  return (part: string) =>
    change.mutateAsync(part).then(
      () => toast.show({ message: done }),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        toast.show({ message: `That did not work: ${reason}`, tone: 'danger' })
      },
    )
}
