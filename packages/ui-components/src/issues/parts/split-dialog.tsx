import type { IssueJson, SplitInput, SplitPartJson, SplitPreviewJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { useEffect, useState } from 'react'
import {
  Badge,
  Button,
  cx,
  Dialog,
  ErrorState,
  Num,
  ScrollBox,
  Skeleton,
  Time,
  useToast,
} from '../../primitives/index.js'
import { usePartChange, useSplitPreview } from '../../provider/use-issue-parts.js'
import css from './parts-dialog.module.css'
import { SplitWays } from './split-ways.js'

export interface SplitDialogProps {
  readonly org: string
  readonly issue: Pick<IssueJson, 'id' | 'shortId'>
  readonly isOpen: boolean
  readonly onClose: () => void
  /** What is chosen at first, such as events of the list. */
  readonly initial?: SplitInput
  /** `ids` are those of the new issues. */
  readonly onSplit?: (ids: readonly string[]) => void
}

/** Chooses what to take out of an issue, shows what would come of it, and does it. */
export function SplitDialog({ org, issue, isOpen, onClose, initial, onSplit }: SplitDialogProps) {
  const [input, setInput] = useState<SplitInput | null>(initial ?? null)
  const toast = useToast()
  const preview = useSplitPreview(issue.id, isOpen ? input : null)
  const split = usePartChange(org, (client, wanted: SplitInput) => client.splitIssue(issue.id, wanted))
  const { reset } = split
  useEffect(() => {
    if (isOpen) reset()
  }, [isOpen, reset])
  const [wasOpen, setWasOpen] = useState(isOpen)
  // While rendering, so that the dialog opens with its choice made and the focus on it.
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen)
    setInput(initial ?? null)
  }

  const shown = input === null ? undefined : preview.data
  const made = shown?.parts.filter(({ stays }) => !stays).length ?? 0
  const isReady = shown?.isPossible === true && !preview.isPlaceholderData
  const submit = () => {
    if (input === null) return
    split.mutate(input, {
      onSuccess: ({ ids }) => {
        toast.show({
          message: `Made ${counted(ids.length, 'issue')} of ${issue.shortId}. For 30 days they can go back.`,
        })
        onClose()
        onSplit?.(ids)
      },
    })
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Split ${issue.shortId}`}
      className={css.wide}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={split.isPending} disabled={!isReady} onClick={submit}>
            {made > 0 && isReady ? `Make ${counted(made, 'new issue')}` : 'Split'}
          </Button>
        </>
      }
    >
      {isOpen ? (
        <div className={css.body}>
          <SplitWays
            org={org}
            issueId={issue.id}
            value={input}
            onChange={setInput}
            {...(initial === undefined ? {} : { initial })}
          />
          {input === null ? null : (
            <section aria-label="What will be" className={css.outcome}>
              <h3 className={css.heading}>What will be</h3>
              {shown === undefined && preview.error !== null ? (
                <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
              ) : null}
              {shown === undefined && preview.error === null ? (
                <Skeleton lines={4} height={30} label="Looking at what would be split" />
              ) : null}
              {shown === undefined ? null : <Outcome preview={shown} isOutdated={preview.isPlaceholderData} />}
            </section>
          )}
          {split.error === null ? null : (
            <p role="alert" className={css.problem}>
              {split.error.message}
            </p>
          )}
        </div>
      ) : null}
    </Dialog>
  )
}

const MOST_PARTS = 50

function Outcome({ preview, isOutdated }: { readonly preview: SplitPreviewJson; readonly isOutdated: boolean }) {
  const { parts, future, isPossible, sampled } = preview
  return (
    <div className={cx(css.outcome, isOutdated && css.outdated)} aria-busy={isOutdated}>
      <p role="status" className={isPossible ? css.note : css.problem}>
        {future}
        {isPossible ? ' For 30 days what is split off can go back.' : null}
      </p>
      {isPossible ? (
        <ScrollBox as="section" className={css.scroll} aria-label="Resulting issues">
          <table className={css.parts}>
            <thead>
              <tr>
                <th scope="col">Issue</th>
                <th scope="col" className={css.number}>
                  Events
                </th>
                <th scope="col" className={cx(css.number, css.users)}>
                  Users
                </th>
                <th scope="col" className={css.time}>
                  Last seen
                </th>
              </tr>
            </thead>
            <tbody>
              {parts.slice(0, MOST_PARTS).map((part, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two parts may have one name, and the rows never move
                <PartRow key={at} part={part} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      ) : null}
      {parts.length > MOST_PARTS ? <p className={css.note}>and {parts.length - MOST_PARTS} more issues.</p> : null}
      {sampled ? (
        <p className={css.note}>
          Counted over the newest 10,000 events of this issue only. What is older follows by the same rule.
        </p>
      ) : null}
    </div>
  )
}

/** Its first digits are enough to tell it from the others. */
const HASH = /^[0-9a-f]{32}$/

function PartRow({ part: { name, title, events, users, latestEvent, stays } }: { readonly part: SplitPartJson }) {
  return (
    <tr data-stays={stays}>
      <th scope="row">
        <span className={css.partName}>
          <bdi>{visibleText(clip(name, HASH.test(name) ? 12 : 160))}</bdi>
          <Badge tone={stays ? 'neutral' : 'accent'}>{stays ? 'stays' : 'new issue'}</Badge>
        </span>
        <bdi className={css.partTitle}>{visibleText(clip(title, 160))}</bdi>
      </th>
      <td className={css.number}>
        <Num value={events} />
      </td>
      <td className={cx(css.number, css.users)}>
        <Num value={users} />
      </td>
      <td className={css.time}>
        {latestEvent === null ? '–' : <Time value={latestEvent.dateCreated} isFocusable={false} />}
      </td>
    </tr>
  )
}
