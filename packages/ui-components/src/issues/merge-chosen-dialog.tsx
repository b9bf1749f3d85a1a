import type { IssueJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { Button, Dialog, Level, Num } from '../primitives/index.js'
import { titleParts } from './issue-title.js'
import css from './merge-chosen-dialog.module.css'

export interface MergeChosenDialogProps {
  /** Those to become one; null while the dialog is closed. */
  readonly issues: readonly IssueJson[] | null
  readonly onClose: () => void
  readonly onMerge: () => void
}

/** More than this many are only counted. */
const MAX_LISTED = 8

/** Says what merging does before it is done: which issue stays, and for how long the others can be taken out. */
export function MergeChosenDialog({ issues, onClose, onMerge }: MergeChosenDialogProps) {
  if (issues === null) return <Dialog isOpen={false} onClose={onClose} title="" />
  const sorted = [...issues].sort((a, b) => Number(b.count) - Number(a.count))
  const projects = new Set(sorted.map(({ project }) => project.id))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Merge ${counted(sorted.length, 'issue')} into one?`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" icon="merge" disabled={projects.size > 1} onClick={onMerge}>
            Merge
          </Button>
        </>
      }
    >
      {projects.size > 1 ? (
        <p role="alert" className={css.problem}>
          These are of {projects.size} projects. Only issues of one project can be merged.
        </p>
      ) : (
        <p>
          The first one stays, with the events and comments of all. Future events of the others go to it as well. For 30
          days each of the others can be taken out again.
        </p>
      )}
      <ol className={css.issues}>
        {sorted.slice(0, MAX_LISTED).map((issue) => {
          const { name, value } = titleParts(issue)
          return (
            <li key={issue.id} className={css.issue}>
              <Level level={issue.level} isCompact />
              <span className={css.title}>
                <bdi className={css.name}>{name}</bdi> <bdi>{value}</bdi>
              </span>
              <span className={css.count}>
                <Num value={Number(issue.count)} /> {issue.count === '1' ? 'event' : 'events'}
              </span>
            </li>
          )
        })}
      </ol>
      {sorted.length > MAX_LISTED ? <p>and {counted(sorted.length - MAX_LISTED, 'more', 'more')}.</p> : null}
    </Dialog>
  )
}
