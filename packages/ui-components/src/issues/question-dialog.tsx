import { type ReactNode, useId } from 'react'
import { Button, Dialog } from '../primitives/index.js'

export interface QuestionDialogProps<Question extends string> {
  /** What is to be asked; null while the dialog is closed. */
  readonly question: Question | null
  readonly titles: Readonly<Record<Question, string>>
  /** On the button that answers. */
  readonly verb: string
  readonly onClose: () => void
  /** The form that asks; it must have the id. */
  readonly children: (question: Question, form: string) => ReactNode
}

/** Asks for what an action must know, and does it by the form's submit. */
export function QuestionDialog<Question extends string>({
  question,
  titles,
  verb,
  onClose,
  children,
}: QuestionDialogProps<Question>) {
  const form = useId()
  return (
    <Dialog
      isOpen={question !== null}
      onClose={onClose}
      title={question === null ? '' : titles[question]}
      actions={
        question === null ? undefined : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" form={form}>
              {verb}
            </Button>
          </>
        )
      }
    >
      {question === null ? null : children(question, form)}
    </Dialog>
  )
}
