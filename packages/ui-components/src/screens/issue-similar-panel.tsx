import type { IssueJson } from '@mishap/core/client'
import { clip, percent, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { encodeCompare } from '../issues/compare-params.js'
import { IssueName } from '../issues/parts/issue-picker.js'
import { MergeDialog } from '../issues/parts/merge-dialog.js'
import { Button, Card, Checkbox, cx, EmptyState, ErrorState, Level, Skeleton, Time } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useSimilarIssues } from '../provider/use-queries.js'
import type { IssuePanelProps } from './issue-panel-props.js'
import css from './issue-similar-panel.module.css'

/** Issues that may have the same cause: to compare with this one, or to merge into it. */
export function IssueSimilarPanel({ org, issue, canWrite }: IssuePanelProps) {
  const navigation = useNavigation()
  const similar = useSimilarIssues(issue.id)
  const [chosen, setChosen] = useState<readonly IssueJson[]>([])
  const [isMerging, setIsMerging] = useState(false)
  const [seen, setSeen] = useState<readonly IssueJson[]>([])
  const toggle = (one: IssueJson) =>
    setChosen(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one])
  const merge = () => {
    setSeen([issue, ...chosen])
    setIsMerging(true)
  }
  const found = similar.data ?? []
  return (
    <Card
      title="Similar issues"
      isFlush={found.length > 0}
      className={css.panel}
      actions={
        canWrite && found.length > 0 ? (
          <Button size="sm" icon="merge" disabled={chosen.length === 0} onClick={merge}>
            {chosen.length === 0 ? 'Merge…' : `Merge ${chosen.length} with this…`}
          </Button>
        ) : null
      }
    >
      {similar.data === undefined && similar.error !== null ? (
        <ErrorState error={similar.error} onRetry={() => void similar.refetch()} />
      ) : null}
      {similar.data === undefined && similar.error === null ? (
        <Skeleton lines={5} height={40} label="Looking for similar issues" />
      ) : null}
      {similar.data !== undefined && found.length === 0 ? (
        <EmptyState icon="layers" title="No other issue of this project is like this one">
          Compared are types, texts, places and the functions of stacks.
        </EmptyState>
      ) : null}
      <ul>
        {found.map(({ issue: one, score, why }) => (
          <li key={one.id} className={rows.row}>
            {canWrite ? (
              <Checkbox
                label={`Choose ${one.shortId}`}
                isLabelHidden
                checked={chosen.includes(one)}
                onChange={() => toggle(one)}
              />
            ) : null}
            <div className={cx(rows.about, css.about)}>
              <AppLink to={paths.issue(org, one.id)} className={css.link}>
                <Level level={one.level} isCompact /> <IssueName issue={one} />
              </AppLink>
              <p className={css.why}>{visibleText(clip(why, 400))}</p>
            </div>
            <p className={css.score}>
              <span>
                <b>{percent(score, 1)}</b> alike
              </span>
              <span className={css.seen}>
                seen <Time value={one.lastSeen} isFocusable={false} />
              </span>
            </p>
            <AppLinkButton
              size="sm"
              to={paths.issueTab(org, issue.id, 'compare', encodeCompare({ other: one.id }))}
              icon="layers"
            >
              Compare<span className="mh-hidden"> with {one.shortId}</span>
            </AppLinkButton>
          </li>
        ))}
      </ul>
      <MergeDialog
        org={org}
        issues={seen}
        isOpen={isMerging}
        onClose={() => setIsMerging(false)}
        onMerged={(id) => {
          setChosen([])
          if (id !== issue.id) navigation.navigate(paths.issue(org, id))
        }}
      />
    </Card>
  )
}
