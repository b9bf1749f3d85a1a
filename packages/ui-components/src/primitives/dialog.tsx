import { type DialogHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.js'
import { cx } from './cx.js'
import css from './dialog.module.css'

export interface DialogProps extends Omit<DialogHTMLAttributes<HTMLDialogElement>, 'open' | 'title' | 'onClose'> {
  readonly isOpen: boolean
  /** By Escape, the close button or a click beside it. The dialog stays until `isOpen` says otherwise. */
  readonly onClose: () => void
  readonly title: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
}

/** A native modal dialog: focus is kept inside and given back, the page behind is inert. */
export function Dialog({ isOpen, onClose, title, actions, className, children, ...rest }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (dialog === null || dialog.open === isOpen) return
    if (!isOpen) {
      dialog.close()
      return
    }
    dialog.showModal()
    // The browser would take the close button, which comes first; the first field or the gentlest answer is meant.
    const field = dialog.querySelector<HTMLElement>('input, textarea, select')
    const answer = field ?? dialog.querySelector<HTMLElement>(':scope footer button')
    chosenOf(dialog, answer)?.focus()
  }, [isOpen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is one on the backdrop; Escape is the keyboard's way
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      className={cx(css.dialog, className)}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // A click on the backdrop arrives at the dialog itself.
      onClick={(event) => event.target === event.currentTarget && onClose()}
      {...rest}
    >
      <div className={css.inside}>
        <header className={css.header}>
          <h2 id={titleId} className={css.title}>
            {title}
          </h2>
          <IconButton icon="close" size="sm" label="Close" onClick={onClose} />
        </header>
        <div className={css.body}>{children}</div>
        {actions === undefined ? null : <footer className={css.footer}>{actions}</footer>}
      </div>
    </dialog>
  )
}

/** Of a choice by radio buttons the one that is chosen, which is where the Tab key goes as well. */
function chosenOf(dialog: HTMLElement, field: HTMLElement | null): HTMLElement | null {
  if (!(field instanceof HTMLInputElement) || field.type !== 'radio') return field
  return dialog.querySelector<HTMLElement>(`input[name="${CSS.escape(field.name)}"]:checked`) ?? field
}
