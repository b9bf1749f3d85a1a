import type { ActorJson, IssueChangeInput } from '@mishap/core/client'
import { forwardRef, useImperativeHandle, useRef, useState } from 'react'
import { type ButtonSize, cx, Popover, type PopoverHandle } from '../primitives/index.js'
import { ActorList } from './actor-list.js'
import { ActorMark, nameOf } from './actor-mark.js'
import css from './assignee-picker.module.css'
import { type IssueMenuHandle, type IssuePickerHandle, usePicker } from './issue-menu.js'
import look from './picker-button.module.css'

export interface AssigneePopupProps {
  /** Everybody who may have the issue; undefined while they are on their way. */
  readonly people: readonly ActorJson[] | undefined
  /** Comes first, as "me". */
  readonly me?: Pick<ActorJson, 'type' | 'id'> | null
  /** Whom the ownership rules name, with the rule. */
  readonly suggested?: readonly { readonly owner: ActorJson; readonly why: string }[]
  /** The present one, to be marked. */
  readonly value?: ActorJson | null
  /** `user:1`, `team:2`, or null for nobody. */
  readonly onChange: (change: Pick<IssueChangeInput, 'assignedTo'>) => void
  /** Before the list is needed for the first time. */
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** The choice alone, opened by its handle at any element. */
export const AssigneePopup = forwardRef<IssueMenuHandle, AssigneePopupProps>(function AssigneePopup(
  { people, me = null, suggested = [], value = null, onChange, onOpenChange },
  ref,
) {
  const popover = useRef<PopoverHandle>(null)
  useImperativeHandle(ref, () => ({ openAt: (anchor) => popover.current?.openAt(anchor) }))
  return (
    <Popover ref={popover} className={css.popover} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {(close) => (
        <ActorList
          people={people}
          me={me}
          suggested={suggested}
          value={value}
          onPick={(actor) => {
            close()
            onChange({ assignedTo: actor === null ? null : `${actor.type}:${actor.id}` })
          }}
        />
      )}
    </Popover>
  )
})

export interface AssigneePickerProps extends Omit<AssigneePopupProps, 'value'> {
  readonly value: ActorJson | null
  readonly size?: ButtonSize
  readonly className?: string
}

/** Who looks after an issue, as a button that changes it. */
export const AssigneePicker = forwardRef<IssuePickerHandle, AssigneePickerProps>(function AssigneePicker(
  { size = 'md', className, onOpenChange, ...rest },
  ref,
) {
  const [isOpen, setIsOpen] = useState(false)
  const { button, menu, open } = usePicker(ref)
  const name = rest.value === null ? null : nameOf(rest.value)
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={name === null ? 'Assign' : `Assigned to ${name}`}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-keyshortcuts="a"
        className={cx(look.button, look[size], look.pictured, className)}
        onClick={open}
      >
        <ActorMark actor={rest.value} />
        <bdi className={css.name}>{name ?? 'Assign'}</bdi>
      </button>
      <AssigneePopup
        ref={menu}
        {...rest}
        onOpenChange={(next) => {
          setIsOpen(next)
          onOpenChange?.(next)
        }}
      />
    </>
  )
})
