import type { IssueChangeInput } from '@mishap/core/client'
import { forwardRef, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant, cx, IconButton, type MenuItem } from '../primitives/index.js'
import { IssueMenu, type IssuePickerHandle, usePicker } from './issue-menu.js'
import css from './issue-menus.module.css'
import { ResolveDialog, type ResolveQuestion } from './resolve-dialog.js'

export interface ResolveMenuProps {
  readonly onChange: (change: IssueChangeInput) => void
  /** The newest version that is known, to be named in the menu. */
  readonly latestRelease?: string | null
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly className?: string
}

/** Resolve now, on a button of its own; behind it the other ways. The handle opens these. */
export const ResolveMenu = forwardRef<IssuePickerHandle, ResolveMenuProps>(function ResolveMenu(
  { onChange, latestRelease = null, variant = 'secondary', size = 'md', className },
  ref,
) {
  const [question, setQuestion] = useState<ResolveQuestion | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  const { button, menu, open } = usePicker(ref)
  return (
    <span className={cx(css.split, className)}>
      <Button
        variant={variant}
        size={size}
        icon="check"
        aria-keyshortcuts="e"
        className={css.main}
        onClick={() => onChange({ status: 'resolved' })}
      >
        Resolve
      </Button>
      <IconButton
        ref={button}
        icon="chevron-down"
        label="Other ways to resolve"
        variant={variant}
        size={size}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={css.rest}
        onClick={open}
      />
      <IssueMenu
        ref={menu}
        label="Resolve"
        items={resolveItems(onChange, setQuestion, latestRelease)}
        onOpenChange={setIsOpen}
      />
      <ResolveDialog
        question={question}
        onClose={() => setQuestion(null)}
        onAnswer={(change) => {
          setQuestion(null)
          onChange(change)
        }}
      />
    </span>
  )
})

function resolveItems(
  onChange: (change: IssueChangeInput) => void,
  ask: (question: ResolveQuestion) => void,
  latestRelease: string | null,
): readonly MenuItem[] {
  const resolve = (statusDetails: IssueChangeInput['statusDetails']) => () =>
    onChange({ status: 'resolved', ...(statusDetails === undefined ? {} : { statusDetails }) })
  const latest =
    latestRelease === null ? 'In the latest release' : <>In the latest release ({<bdi>{latestRelease}</bdi>})</>
  return [
    { id: 'now', label: 'Now: the next event reopens it', onSelect: resolve(undefined) },
    { id: 'next', label: 'In the next release', onSelect: resolve({ inNextRelease: true }) },
    { id: 'latest', label: latest, onSelect: resolve({ inRelease: 'latest' }) },
    { id: 'release', label: 'In another release…', onSelect: () => ask('release') },
    { id: 'commit', label: 'By a commit…', onSelect: () => ask('commit') },
  ]
}
