import type { IssueChangeInput } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { Button, IconButton, Menu } from '../primitives/index.js'
import css from './bulk-bar.module.css'
import { IgnoreMenu } from './ignore-menu.js'
import { ResolveMenu } from './resolve-menu.js'

export interface BulkBarProps {
  /** How many are chosen; the bar is for one at least. */
  readonly count: number
  /** Every issue of the search is chosen, also those of other pages. */
  readonly isEverything: boolean
  /** How many there are in the search, where more than those that are chosen can be; capped counts say so: `1,000+`. */
  readonly everything: string | null
  /** Why the last change of what is chosen was refused. */
  readonly problem?: string | null
  readonly onSelectEverything: () => void
  readonly onChange: (change: IssueChangeInput) => void
  /** Open a picker at the element. */
  readonly onAssign: (at: HTMLElement) => void
  readonly onPrioritize: (at: HTMLElement) => void
  readonly onMerge: () => void
  readonly onDiscard: () => void
  readonly onDelete: () => void
  readonly onClear: () => void
}

/** What can be done to the chosen issues. */
export function BulkBar(props: BulkBarProps) {
  const { count, isEverything, everything, problem = null, onChange } = props
  const chosen = isEverything && everything !== null ? `All ${everything} issues` : counted(count, 'issue')
  return (
    <section aria-label="Chosen issues" className={css.bar} data-bulk-bar>
      <div className={css.inside}>
        <p role="status" className={css.count}>
          {chosen} chosen
        </p>
        {isEverything || everything === null ? null : (
          <Button size="sm" variant="ghost" onClick={props.onSelectEverything}>
            Choose all {everything} that match
          </Button>
        )}
        <div className={css.actions}>
          <ResolveMenu size="sm" onChange={onChange} />
          <IgnoreMenu size="sm" onChange={onChange} />
          <Button size="sm" icon="user" aria-haspopup="dialog" onClick={(event) => props.onAssign(event.currentTarget)}>
            Assign
          </Button>
          <Button size="sm" aria-haspopup="menu" onClick={(event) => props.onPrioritize(event.currentTarget)}>
            Priority
          </Button>
          <Menu
            label="More to do"
            isIconOnly
            size="sm"
            align="end"
            variant="secondary"
            items={[
              {
                id: 'merge',
                label: 'Merge into one…',
                icon: 'merge',
                isDisabled: count < 2 && !isEverything,
                onSelect: props.onMerge,
              },
              { id: 'reopen', label: 'Reopen', icon: 'refresh', onSelect: () => onChange({ status: 'unresolved' }) },
              { id: 'bookmark', label: 'Bookmark', icon: 'bookmark', onSelect: () => onChange({ isBookmarked: true }) },
              { id: 'unbookmark', label: 'Take bookmark off', onSelect: () => onChange({ isBookmarked: false }) },
              {
                id: 'discard',
                label: 'Delete and refuse from now on',
                icon: 'mute',
                isDanger: true,
                startsGroup: true,
                onSelect: props.onDiscard,
              },
              { id: 'delete', label: 'Delete', icon: 'trash', isDanger: true, onSelect: props.onDelete },
            ]}
          />
          <IconButton size="sm" icon="close" label="Choose none" onClick={props.onClear} />
        </div>
      </div>
      {problem === null ? null : (
        <p role="alert" className={css.problem}>
          Nothing was changed, all of them are still chosen. {problem}
        </p>
      )}
    </section>
  )
}
