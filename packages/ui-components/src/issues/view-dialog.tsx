import type { SavedViewJson } from '@mishap/core/client'
import { type FormEvent, useId, useState } from 'react'
import { Button, Checkbox, Dialog, Field, TextInput } from '../primitives/index.js'
import css from './issue-menus.module.css'

export interface ViewDialogProps {
  /** `new`, or the view to be renamed; null while the dialog is closed. */
  readonly subject: 'new' | SavedViewJson | null
  /** What the server did not take. */
  readonly error?: string | null
  readonly onClose: () => void
  readonly onSave: (input: { readonly name: string; readonly visibility: SavedViewJson['visibility'] }) => void
}

/** Asks for the name of a view, and who sees it. */
export function ViewDialog({ subject, error = null, onClose, onSave }: ViewDialogProps) {
  const form = useId()
  const title = subject === 'new' ? 'Save as a view' : 'Rename the view'
  return (
    <Dialog
      isOpen={subject !== null}
      onClose={onClose}
      title={subject === null ? '' : title}
      actions={
        subject === null ? undefined : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" form={form}>
              Save
            </Button>
          </>
        )
      }
    >
      {subject === null ? null : <ViewForm id={form} view={subject} error={error} onSave={onSave} />}
    </Dialog>
  )
}

interface ViewFormProps extends Required<Pick<ViewDialogProps, 'error' | 'onSave'>> {
  readonly id: string
  readonly view: 'new' | SavedViewJson
}

function ViewForm({ id, view, error, onSave }: ViewFormProps) {
  const [name, setName] = useState(view === 'new' ? '' : view.name)
  const [isShared, setIsShared] = useState(view !== 'new' && view.visibility === 'organization')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onSave({ name: name.trim(), visibility: isShared ? 'organization' : 'owner' })
  }
  return (
    <form id={id} className={css.form} onSubmit={onSubmit}>
      <Field
        label="Name"
        error={error}
        {...(view === 'new' ? { hint: 'The search, its projects, order and columns are saved with it.' } : {})}
      >
        <TextInput
          required
          maxLength={60}
          pattern=".*\S.*"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Checkbox
        label="Everybody in the organization sees it"
        checked={isShared}
        onChange={(event) => setIsShared(event.target.checked)}
      />
    </form>
  )
}
