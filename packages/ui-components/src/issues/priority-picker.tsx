import type { IssueChangeInput, PriorityName } from '@mishap/core/client'
import { forwardRef, useState } from 'react'
import { type ButtonSize, cx, type MenuItem } from '../primitives/index.js'
import { IssueMenu, type IssueMenuHandle, type IssuePickerHandle, usePicker } from './issue-menu.js'
import look from './picker-button.module.css'
import css from './priority-picker.module.css'

const NAMES: Readonly<Record<PriorityName, string>> = { high: 'High', medium: 'Medium', low: 'Low' }

const PRIORITIES: readonly PriorityName[] = ['high', 'medium', 'low']

export interface PriorityProps {
  readonly priority: PriorityName
  /** Only the bars; the word is then for screen readers. */
  readonly isCompact?: boolean
}

/** How pressing an issue is: one to three bars, and a word. */
export function Priority({ priority, isCompact = false }: PriorityProps) {
  return (
    <span className={css.priority} data-priority={priority}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        <rect x="0.5" y="7.5" width="3" height="4" rx="0.5" />
        <rect x="4.5" y="4.5" width="3" height="7" rx="0.5" className={priority === 'low' ? css.off : undefined} />
        <rect x="8.5" y="0.5" width="3" height="11" rx="0.5" className={priority === 'high' ? undefined : css.off} />
      </svg>
      <span className={isCompact ? 'mh-hidden' : undefined}>{NAMES[priority]}</span>
    </span>
  )
}

export interface PriorityPopupProps {
  /** The present one, to be marked; none where many issues differ. */
  readonly value?: PriorityName | null
  readonly onChange: (change: Pick<IssueChangeInput, 'priority'>) => void
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** The choice alone, opened by its handle at any element. */
export const PriorityPopup = forwardRef<IssueMenuHandle, PriorityPopupProps>(function PriorityPopup(
  { value = null, onChange, onOpenChange },
  ref,
) {
  const items: readonly MenuItem[] = [
    ...PRIORITIES.map((priority) => ({
      id: priority,
      label: <Priority priority={priority} />,
      isChecked: priority === value,
      onSelect: () => onChange({ priority }),
    })),
    {
      id: 'auto',
      label: 'Let Mishap choose',
      hint: 'by level',
      startsGroup: true,
      onSelect: () => onChange({ priority: 'auto' }),
    },
  ]
  return (
    <IssueMenu ref={ref} label="Priority" items={items} {...(onOpenChange === undefined ? {} : { onOpenChange })} />
  )
})

export interface PriorityPickerProps extends Omit<PriorityPopupProps, 'value' | 'onOpenChange'> {
  readonly value: PriorityName
  readonly size?: ButtonSize
  /** The key of the page that opens it. */
  readonly shortcut?: string
  readonly className?: string
}

/** The priority of an issue as a button that changes it. */
export const PriorityPicker = forwardRef<IssuePickerHandle, PriorityPickerProps>(function PriorityPicker(
  { value, onChange, size = 'md', shortcut = 'p', className },
  ref,
) {
  const [isOpen, setIsOpen] = useState(false)
  const { button, menu, open } = usePicker(ref)
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={`Priority: ${NAMES[value]}`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-keyshortcuts={shortcut}
        className={cx(look.button, look[size], className)}
        onClick={open}
      >
        <Priority priority={value} />
      </button>
      <PriorityPopup ref={menu} value={value} onChange={onChange} onOpenChange={setIsOpen} />
    </>
  )
})
