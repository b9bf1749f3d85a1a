import type { IssueChangeInput } from '@mishap/core/client'
import { forwardRef, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant, type MenuItem } from '../primitives/index.js'
import { IgnoreDialog, type IgnoreQuestion } from './ignore-dialog.js'
import { IssueMenu, type IssueMenuHandle, type IssuePickerHandle, usePicker } from './issue-menu.js'

export interface IgnoreMenuProps {
  readonly onChange: (change: IssueChangeInput) => void
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly className?: string
}

/** For how long, or until what, to hear no more of an issue. */
export const IgnoreMenu = forwardRef<IssuePickerHandle, IgnoreMenuProps>(function IgnoreMenu(
  { onChange, variant = 'secondary', size = 'md', className },
  ref,
) {
  const [isOpen, setIsOpen] = useState(false)
  const { button, menu, open } = usePicker(ref)
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        size={size}
        icon="mute"
        iconEnd="chevron-down"
        aria-keyshortcuts="m"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={className}
        onClick={open}
      >
        Ignore
      </Button>
      <IgnorePopup ref={menu} onChange={onChange} onOpenChange={setIsOpen} />
    </>
  )
})

export interface IgnorePopupProps extends Pick<IgnoreMenuProps, 'onChange'> {
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** The menu alone, with the questions behind it; opened by its handle at any element. */
export const IgnorePopup = forwardRef<IssueMenuHandle, IgnorePopupProps>(function IgnorePopup(
  { onChange, onOpenChange },
  ref,
) {
  const [question, setQuestion] = useState<IgnoreQuestion | null>(null)
  return (
    <>
      <IssueMenu
        ref={ref}
        label="Ignore"
        items={ignoreItems(onChange, setQuestion)}
        {...(onOpenChange === undefined ? {} : { onOpenChange })}
      />
      <IgnoreDialog
        question={question}
        onClose={() => setQuestion(null)}
        onAnswer={(change) => {
          setQuestion(null)
          onChange(change)
        }}
      />
    </>
  )
})

const HOUR = 60
const DAY = 24 * HOUR
const SPANS = [
  { minutes: HOUR, label: 'For 1 hour' },
  { minutes: 4 * HOUR, label: 'For 4 hours' },
  { minutes: DAY, label: 'For 1 day' },
  { minutes: 7 * DAY, label: 'For 1 week' },
  { minutes: 30 * DAY, label: 'For 30 days' },
] as const

function ignoreItems(
  onChange: (change: IssueChangeInput) => void,
  ask: (question: IgnoreQuestion) => void,
): readonly MenuItem[] {
  return [
    {
      id: 'escalates',
      label: 'Until it escalates',
      icon: 'bolt',
      onSelect: () => onChange({ status: 'ignored', substatus: 'archived_until_escalating' }),
    },
    { id: 'forever', label: 'For good', icon: 'mute', onSelect: () => onChange({ status: 'ignored' }) },
    ...SPANS.map(({ minutes, label }, at) => ({
      id: label,
      label,
      icon: 'clock' as const,
      startsGroup: at === 0,
      onSelect: () => onChange({ status: 'ignored', statusDetails: { ignoreDuration: minutes } }),
    })),
    { id: 'time', label: 'Until a time…', icon: 'clock', onSelect: () => ask('time') },
    { id: 'events', label: 'Until so many events…', icon: 'bug', startsGroup: true, onSelect: () => ask('events') },
    { id: 'users', label: 'Until so many users…', icon: 'users', onSelect: () => ask('users') },
  ]
}
