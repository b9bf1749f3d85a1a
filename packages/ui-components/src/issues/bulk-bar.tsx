import type { IssueStatusName } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { Button, IconButton } from '../primitives/index.js'
import css from './bulk-bar.module.css'

export interface BulkBarProps {
  /** How many are chosen; the bar is for one at least. */
  readonly count: number
  /** Every issue of the search is chosen, also those of other pages. */
  readonly isEverything: boolean
  /** How many there are in the search, where more than those that are chosen can be; capped counts say so: `1,000+`. */
  readonly everything: string | null
  readonly onSelectEverything: () => void
  readonly onStatus: (status: IssueStatusName) => void
  readonly onDelete: () => void
  readonly onClear: () => void
}

/** What can be done to the chosen issues. */
export function BulkBar(props: BulkBarProps) {
  const { count, isEverything, everything, onSelectEverything, onStatus, onDelete, onClear } = props
  const chosen = isEverything && everything !== null ? `All ${everything} issues` : counted(count, 'issue')
  return (
    <section aria-label="Chosen issues" className={css.bar}>
      <div className={css.inside}>
        <p role="status" className={css.count}>
          {chosen} chosen
        </p>
        {isEverything || everything === null ? null : (
          <Button size="sm" variant="ghost" onClick={onSelectEverything}>
            Choose all {everything} that match
          </Button>
        )}
        <div className={css.actions}>
          <Button size="sm" icon="check" onClick={() => onStatus('resolved')}>
            Resolve
          </Button>
          <Button size="sm" icon="mute" onClick={() => onStatus('ignored')}>
            Ignore
          </Button>
          <Button size="sm" icon="refresh" onClick={() => onStatus('unresolved')}>
            Reopen
          </Button>
          {isEverything ? null : (
            <Button size="sm" icon="trash" onClick={onDelete}>
              Delete
            </Button>
          )}
          <IconButton size="sm" icon="close" label="Choose none" onClick={onClear} />
        </div>
      </div>
    </section>
  )
}
