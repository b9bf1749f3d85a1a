import type { GroupingExplanation, GroupingVariant } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { GroupingTree } from '../event/grouping-tree.js'
import { mergedWords, PartsList, splitWords } from '../issues/parts/parts-list.js'
import { SplitDialog } from '../issues/parts/split-dialog.js'
import {
  Badge,
  Button,
  Card,
  Checkbox,
  Code,
  CopyButton,
  EmptyState,
  ErrorState,
  Field,
  Select,
  Skeleton,
  Tabs,
  Time,
  useToast,
} from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import {
  useExplanation,
  useIssueHashes,
  useMergedIssues,
  usePartChange,
  useSplits,
} from '../provider/use-issue-parts.js'
import css from './issue-grouping-panel.module.css'
import type { IssuePanelProps } from './issue-panels.js'

/** Why the events of an issue are one, what it was made of, and how it is taken apart. */
export function IssueGroupingPanel({ org, issue, canWrite }: IssuePanelProps) {
  const [which, setWhich] = useState('latest')
  return (
    <div className={css.panel}>
      <Explanation org={org} issue={issue} canWrite={canWrite} which={which} onWhich={setWhich} />
      <Hashes org={org} issue={issue} canWrite={canWrite} onExplain={setWhich} />
      <MergedIn org={org} issue={issue} canWrite={canWrite} />
      <SplitOff org={org} issue={issue} canWrite={canWrite} />
    </div>
  )
}

interface ExplanationProps extends IssuePanelProps {
  readonly which: string
  readonly onWhich: (which: string) => void
}

function Explanation({ org, issue, canWrite, which, onWhich }: ExplanationProps) {
  const explanation = useExplanation(issue.id, which)
  const isNamed = which !== 'latest' && which !== 'oldest'
  return (
    <Card
      title="Why these events are one issue"
      actions={
        <>
          <Field label="Event" isLabelHidden>
            <Select value={which} onChange={(event) => onWhich(event.target.value)}>
              <option value="latest">Latest event</option>
              <option value="oldest">First event</option>
              {isNamed ? <option value={which}>Event {which.slice(0, 8)}</option> : null}
            </Select>
          </Field>
          <AppLinkButton size="sm" icon="settings" to={paths.projectGrouping(org, issue.project.slug)}>
            Rules
          </AppLinkButton>
        </>
      }
    >
      {explanation.data === undefined && explanation.error !== null ? (
        <WithoutExplanation error={explanation.error} onRetry={() => void explanation.refetch()} />
      ) : null}
      {explanation.data === undefined && explanation.error === null ? (
        <Skeleton lines={8} height={20} label="Loading why" />
      ) : null}
      {explanation.data === undefined ? null : (
        <>
          {explanation.data.suggestion === null ? null : (
            <SplitHint org={org} issue={issue} canWrite={canWrite} sentence={explanation.data.suggestion.sentence} />
          )}
          <Why explanation={explanation.data} />
        </>
      )}
    </Card>
  )
}

const BY_MESSAGE = { by: 'message' } as const

/** One place that throws for many reasons: each may be made an issue of its own. */
function SplitHint({ org, issue, canWrite, sentence }: IssuePanelProps & { readonly sentence: string }) {
  const [isSplitting, setIsSplitting] = useState(false)
  return (
    <div className={css.hint}>
      <p>{sentence}</p>
      {canWrite ? (
        <Button size="sm" onClick={() => setIsSplitting(true)}>
          Split by message…
        </Button>
      ) : null}
      <SplitDialog
        org={org}
        issue={issue}
        isOpen={isSplitting}
        initial={BY_MESSAGE}
        onClose={() => setIsSplitting(false)}
      />
    </div>
  )
}

// By shape and not by class: a bundle may hold two copies of ApiError.
function WithoutExplanation({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if ((error as { status?: unknown } | null)?.status !== 404) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <EmptyState icon="info" title="No event is left to explain">
      Retention removed them. The issue keeps its hashes, so its next event comes here as before.
    </EmptyState>
  )
}

function Why({ explanation }: { readonly explanation: GroupingExplanation }) {
  const { sentence, variants, version } = explanation
  const [first, ...rest] = variants
  return (
    <div className={css.why}>
      <p className={css.sentence}>{visibleText(clip(sentence, 1000))}</p>
      <p className={css.engine}>
        Engine <Badge>{version}</Badge>
      </p>
      {rest.length === 0 || first === undefined ? (
        first === undefined ? null : (
          <GroupingTree variant={first} />
        )
      ) : (
        <Tabs
          label="Ways it is found"
          items={variants.map((variant) => ({
            id: variant.kind,
            label: VARIANTS[variant.kind],
            panel: <GroupingTree variant={variant} />,
          }))}
        />
      )}
    </div>
  )
}

const VARIANTS: Readonly<Record<GroupingVariant['kind'], string>> = {
  app: 'By frames of the app, first',
  system: 'By all frames, second',
  only: 'Its only way',
}

interface HashesProps extends IssuePanelProps {
  readonly onExplain: (eventId: string) => void
}

function Hashes({ org, issue, canWrite, onExplain }: HashesProps) {
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

function MergedIn({ org, issue, canWrite }: IssuePanelProps) {
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
          name: `${one.shortId} · ${mergedWords(one)}`,
        }))}
        {...(canWrite ? { onTakeBack: takeOut } : {})}
      />
    </Card>
  )
}

function SplitOff({ org, issue, canWrite }: IssuePanelProps) {
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
