import { type ReactNode, useState } from 'react'
import { Button, Card, Dialog, Field, TextInput } from '../primitives/index.js'
import css from './settings.module.css'

export interface DeletionCardProps extends Omit<DeletionDialogProps, 'isOpen' | 'onClose'> {
  readonly title: string
  /** What goes with it. */
  readonly children: ReactNode
  /** Of the button that asks. */
  readonly label: string
}

/** The end of something, behind a word that nobody types by mistake. */
export function DeletionCard({ title, children, label, ...dialog }: DeletionCardProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Card title={title}>
      <div className={css.removal}>
        <div className={css.paragraphs}>{children}</div>
        <Button icon="trash" onClick={() => setIsOpen(true)}>
          {label}
        </Button>
      </div>
      <DeletionDialog {...dialog} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </Card>
  )
}

export interface DeletionDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** What the dialog asks. */
  readonly question: ReactNode
  /** What has to be typed, letter by letter. */
  readonly word: string
  readonly deletion: {
    readonly error: Error | null
    readonly isPending: boolean
    readonly reset: () => void
  }
  readonly onDelete: () => void
  /** What goes with it, where the page has not said so. */
  readonly children?: ReactNode
}

/** Asks for the word. */
export function DeletionDialog({ isOpen, onClose, question, word, deletion, onDelete, children }: DeletionDialogProps) {
  const [typed, setTyped] = useState('')
  const close = () => {
    setTyped('')
    deletion.reset()
    onClose()
  }
  const isRight = typed.trim() === word
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={question}
      actions={
        <>
          <Button onClick={close}>Keep it</Button>
          <Button variant="danger" disabled={!isRight} busy={deletion.isPending} onClick={onDelete}>
            Delete for good
          </Button>
        </>
      }
    >
      <div className={css.paragraphs}>
        {children}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (isRight && !deletion.isPending) onDelete()
          }}
        >
          <Field
            label={
              <>
                Type <code className={css.word}>{word}</code> to go on
              </>
            }
            error={deletion.error === null ? undefined : deletion.error.message}
          >
            <TextInput
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        </form>
      </div>
    </Dialog>
  )
}
