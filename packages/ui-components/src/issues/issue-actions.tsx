import type { IssueStatusName } from '@mishap/core/client'
import { Button, Menu } from '../primitives/index.js'
import css from './issue-header.module.css'

export interface IssueActionsProps {
  readonly status: IssueStatusName
  readonly onStatus: (status: IssueStatusName) => void
  readonly onDelete?: () => void
}

/** What to do about an issue: the likely thing as a button of its own. */
export function IssueActions({ status, onStatus, onDelete }: IssueActionsProps) {
  return (
    <div className={css.actions}>
      {status === 'unresolved' ? (
        <>
          <Button variant="primary" icon="check" aria-keyshortcuts="e" onClick={() => onStatus('resolved')}>
            Resolve
          </Button>
          <Button icon="mute" aria-keyshortcuts="m" onClick={() => onStatus('ignored')}>
            Ignore
          </Button>
        </>
      ) : (
        <Button icon="refresh" aria-keyshortcuts="u" onClick={() => onStatus('unresolved')}>
          {status === 'resolved' ? 'Reopen' : 'Stop ignoring'}
        </Button>
      )}
      {onDelete === undefined ? null : (
        <Menu
          label="More actions"
          isIconOnly
          align="end"
          variant="secondary"
          items={[{ id: 'delete', label: 'Delete issue', icon: 'trash', isDanger: true, onSelect: onDelete }]}
        />
      )}
    </div>
  )
}
