import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { SplitDialog } from '../issues/parts/split-dialog.js'
import {
  Button,
  Card,
  Checkbox,
  Code,
  CopyButton,
  EmptyState,
  ErrorState,
  Skeleton,
  Time,
} from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useIssueHashes } from '../provider/use-issue-parts.js'
import css from './issue-hashes.module.css'
import type { IssuePanelProps } from './issue-panel-props.js'

export interface IssueHashesProps extends IssuePanelProps {
  /** Asks why that event is here. */
  readonly onExplain: (eventId: string) => void
}

/** What grouping tells apart within the issue, each with its newest event; to be split off by choice. */
export function IssueHashes({ org, issue, canWrite, onExplain }: IssueHashesProps) {
  const hashes = useIssueHashes(org, issue.id)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isSplitting, setIsSplitting] = useState(false)
  const items = hashes.data?.items ?? []
  const canSplit = canWrite && items.length > 1
  return (
    <Card
      title="Hashes of this issue"
      isFlush={items.length > 0}
      actions={
        canWrite && hashes.data !== undefined ? (
          <Button size="sm" onClick={() => setIsSplitting(true)}>
            {chosen.length === 0 ? 'Split this issue…' : `Split off ${chosen.length}…`}
          </Button>
        ) : null
      }
    >
      {hashes.data === undefined && hashes.error !== null ? (
        <ErrorState error={hashes.error} onRetry={() => void hashes.refetch()} />
      ) : null}
      {hashes.data === undefined && hashes.error === null ? (
        <Skeleton lines={3} height={30} label="Loading hashes" />
      ) : null}
      {hashes.data !== undefined && items.length === 0 ? (
        <EmptyState title="This issue has no hash">No event has ever been grouped into it.</EmptyState>
      ) : null}
      {items.length === 0 ? null : (
        <ul className={css.hashes}>
          {items.map(({ id, latestEvent }) => (
            <li key={id} className={css.hash}>
              {canSplit ? (
                <Checkbox
                  label={`Choose hash ${id.slice(0, 8)}`}
                  isLabelHidden
                  checked={chosen.includes(id)}
                  onChange={() => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])}
                />
              ) : null}
              <span className={css.code}>
                <Code>{id.slice(0, 12)}</Code>
                <CopyButton text={id} label={`Copy hash ${id.slice(0, 8)}`} isIconOnly variant="ghost" />
              </span>
              {latestEvent === null ? (
                <span className={css.none}>No event of it is left.</span>
              ) : (
                <>
                  <AppLink to={paths.event(org, issue.id, latestEvent.eventID)} className={css.newest}>
                    <bdi>{visibleText(clip(latestEvent.title, 200))}</bdi>
                  </AppLink>
                  <span className={css.when}>
                    newest <Time value={latestEvent.dateCreated} isFocusable={false} />
                  </span>
                  <Button size="sm" variant="ghost" onClick={() => onExplain(latestEvent.eventID)}>
                    Why<span className="mh-hidden"> {id.slice(0, 8)}</span>
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <SplitDialog
        org={org}
        issue={issue}
        isOpen={isSplitting}
        onClose={() => setIsSplitting(false)}
        onSplit={() => setChosen([])}
        {...(chosen.length === 0 ? {} : { initial: { hashes: chosen } })}
      />
    </Card>
  )
}
