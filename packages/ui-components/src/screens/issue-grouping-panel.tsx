import type { GroupingExplanation, GroupingVariant } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { GroupingTree } from '../event/grouping-tree.js'
import { SplitDialog } from '../issues/parts/split-dialog.js'
import { Badge, Button, Card, EmptyState, ErrorState, Field, Select, Skeleton, Tabs } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useExplanation } from '../provider/use-issue-parts.js'
import css from './issue-grouping-panel.module.css'
import { IssueHashes } from './issue-hashes.js'
import type { IssuePanelProps } from './issue-panel-props.js'
import { MergedIn, SplitOff } from './issue-parts.js'

/** Why the events of an issue are one, what it was made of, and how it is taken apart. */
export function IssueGroupingPanel({ org, issue, canWrite }: IssuePanelProps) {
  const [which, setWhich] = useState('latest')
  return (
    <div className={css.panel}>
      <Explanation org={org} issue={issue} canWrite={canWrite} which={which} onWhich={setWhich} />
      <IssueHashes org={org} issue={issue} canWrite={canWrite} onExplain={setWhich} />
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
      <p>{visibleText(clip(sentence, 600))}</p>
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
      <p className={css.sentence}>{visibleText(clip(sentence, 600))}</p>
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
