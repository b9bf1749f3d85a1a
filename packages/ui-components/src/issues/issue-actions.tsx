import type { ActorJson, IssueChangeInput, IssueDetailJson } from '@mishap/core/client'
import { forwardRef, useImperativeHandle, useRef } from 'react'
import { Button, Menu, type MenuItem } from '../primitives/index.js'
import { AssigneePicker } from './assignee-picker.js'
import { IgnoreMenu } from './ignore-menu.js'
import css from './issue-header.module.css'
import type { IssuePickerHandle } from './issue-menu.js'
import { PriorityPicker } from './priority-picker.js'
import { ResolveMenu } from './resolve-menu.js'

export interface IssueActionsProps {
  readonly issue: Pick<IssueDetailJson, 'status' | 'priority' | 'assignedTo' | 'lastRelease'>
  readonly onChange: (change: IssueChangeInput) => void
  /** Everybody who may have the issue; undefined while they are on their way. */
  readonly people: readonly ActorJson[] | undefined
  readonly me?: Pick<ActorJson, 'type' | 'id'> | null
  /** Whom the ownership rules name, with the rule. */
  readonly suggested?: readonly { readonly owner: ActorJson; readonly why: string }[]
  /** Before `people` is needed for the first time. */
  readonly onPeopleNeeded?: () => void
  /** What is done more rarely. */
  readonly more?: readonly MenuItem[]
}

/** Opens what the keys of a page ask for. */
export interface IssueActionsHandle {
  readonly openIgnore: () => void
  readonly openAssign: () => void
  readonly openPriority: () => void
}

/** What to do about an issue: who and how pressing, then the likely thing as a button of its own. */
export const IssueActions = forwardRef<IssueActionsHandle, IssueActionsProps>(function IssueActions(
  { issue, onChange, people, me = null, suggested = [], onPeopleNeeded, more = [] },
  ref,
) {
  const ignore = useRef<IssuePickerHandle>(null)
  const assign = useRef<IssuePickerHandle>(null)
  const priority = useRef<IssuePickerHandle>(null)
  useImperativeHandle(ref, () => ({
    openIgnore: () => ignore.current?.open(),
    openAssign: () => assign.current?.open(),
    openPriority: () => priority.current?.open(),
  }))
  return (
    <div className={css.actions}>
      <div className={css.work}>
        <AssigneePicker
          ref={assign}
          value={issue.assignedTo}
          people={people}
          me={me}
          suggested={suggested}
          onChange={onChange}
          onOpenChange={(isOpen) => isOpen && onPeopleNeeded?.()}
        />
        <PriorityPicker ref={priority} shortcut="Shift+P" value={issue.priority} onChange={onChange} />
      </div>
      <div className={css.triage}>
        {issue.status === 'unresolved' ? (
          <>
            <ResolveMenu
              variant="primary"
              latestRelease={issue.lastRelease?.shortVersion ?? null}
              onChange={onChange}
              className={css.resolve}
            />
            <IgnoreMenu ref={ignore} onChange={onChange} />
          </>
        ) : (
          <Button
            icon="refresh"
            aria-keyshortcuts="u"
            className={css.resolve}
            onClick={() => onChange({ status: 'unresolved' })}
          >
            {issue.status === 'resolved' ? 'Reopen' : 'Stop ignoring'}
          </Button>
        )}
        {more.length === 0 ? null : (
          <Menu label="More actions" isIconOnly align="end" variant="secondary" items={more} />
        )}
      </div>
    </div>
  )
})
