import type { IssueJson } from '@mishap/core/client'
import { counted, exactNumber } from '@mishap/core/format'
import { useEffect, useState } from 'react'
import { Badge, Button, Dialog, IconButton, Level, useToast } from '../../primitives/index.js'
import { usePartChange } from '../../provider/use-issue-parts.js'
import { IssueName, IssuePicker } from './issue-picker.js'
import css from './parts-dialog.module.css'

export interface MergeDialogProps {
  readonly org: string
  /** Those that are chosen already. */
  readonly issues: readonly IssueJson[]
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Merges instead of the dialog, which closes first: for a page that can take it back. */
  readonly onMerge?: (issues: readonly IssueJson[]) => void
  /** `id` is of the issue that is left. */
  readonly onMerged?: (id: string) => void
}

/** More than this many are only counted, but for those that were added. */
const MAX_LISTED = 8

/** Finds what belongs to an issue, says what will be, and merges. */
export function MergeDialog({ org, issues, isOpen, onClose, onMerge, onMerged }: MergeDialogProps) {
  const [more, setMore] = useState<readonly IssueJson[]>([])
  const toast = useToast()
  const merge = usePartChange(org, (client, ids: readonly string[]) => client.mergeIssues(org, { id: ids }))
  const { reset } = merge
  useEffect(() => {
    if (isOpen) return
    setMore([])
    reset()
  }, [isOpen, reset])

  const all = mostEventsFirst([...issues, ...more])
  const [parent, ...others] = all
  const strangers = all.filter(({ project }) => project.id !== issues[0]?.project.id)
  const listed = all.filter((issue, at) => at < MAX_LISTED || more.includes(issue))
  const submit = () => {
    if (onMerge !== undefined) {
      onClose()
      onMerge(all)
      return
    }
    merge.mutate(
      all.map(({ id }) => id),
      {
        onSuccess: (done) => {
          toast.show({ message: `Merged ${counted(all.length, 'issue')}. For 30 days they can be taken apart again.` })
          onClose()
          onMerged?.(done.parent)
        },
      },
    )
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Merge issues"
      className={css.wide}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon="merge"
            busy={merge.isPending}
            disabled={others.length === 0 || strangers.length > 0}
            onClick={submit}
          >
            {others.length === 0 ? 'Merge' : `Merge ${all.length} issues`}
          </Button>
        </>
      }
    >
      {isOpen && parent !== undefined ? (
        <div className={css.body}>
          <IssuePicker
            org={org}
            project={parent.project.id}
            label="What belongs to it"
            verb="Add"
            without={all.map(({ id }) => id)}
            onPick={(issue) => setMore([...more, issue])}
          />
          <section aria-label="What will be" className={css.outcome}>
            <h3 className={css.heading}>What will be</h3>
            <ul className={css.issues}>
              {listed.map((issue, at) => (
                <li key={issue.id} className={css.issue} data-stays={at === 0}>
                  <Level level={issue.level} isCompact />
                  <IssueName issue={issue} />
                  {at === 0 && others.length > 0 ? <Badge tone="accent">stays</Badge> : null}
                  {more.includes(issue) ? (
                    <IconButton
                      icon="close"
                      size="sm"
                      label={`Leave ${issue.shortId} out`}
                      onClick={() => setMore(more.filter((one) => one !== issue))}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
            {listed.length < all.length ? <p>and {counted(all.length - listed.length, 'more', 'more')}.</p> : null}
            <p role="status" className={css.note}>
              {sentenceOf(parent, others)}
            </p>
          </section>
          {strangers.length === 0 ? null : (
            <p role="alert" className={css.problem}>
              {namesOf(strangers)} {strangers.length === 1 ? 'is' : 'are'} of another project. Only issues of one
              project can be merged.
            </p>
          )}
          {merge.error === null ? null : (
            <p role="alert" className={css.problem}>
              {merge.error.message}
            </p>
          )}
        </div>
      ) : null}
    </Dialog>
  )
}

/** As the server does it: the one with most events stays. */
function mostEventsFirst(issues: readonly IssueJson[]): readonly IssueJson[] {
  return [...issues].sort((a, b) => Number(b.count) - Number(a.count))
}

function namesOf(issues: readonly IssueJson[]): string {
  if (issues.length > MAX_LISTED) return counted(issues.length, 'issue')
  return issues.map(({ shortId }) => shortId).join(', ')
}

function sentenceOf(parent: IssueJson, others: readonly IssueJson[]): string {
  if (others.length === 0) return `Choose at least one issue to merge with ${parent.shortId}.`
  const events = [parent, ...others].reduce((sum, { count }) => sum + Number(count), 0)
  const users = [parent, ...others].reduce((sum, { userCount }) => sum + userCount, 0)
  return (
    `${parent.shortId} stays, because it has most events. It will have ${counted(events, 'event')} of at most ` +
    `${exactNumber(users)} ${users === 1 ? 'user' : 'users'}, and the comments of all. Future events of the others go ` +
    'to it as well, and their links lead to it. For 30 days each of them can be taken out again.'
  )
}
