import type { FrameJson } from '@mishap/core/client'
import { type FormEvent, useId, useState } from 'react'
import { Button, Dialog, Field, LinkButton, Select, TextInput } from '../primitives/index.js'
import { useRemembered } from '../primitives/use-remembered.js'
import { EDITORS, type EditorChoice, type EditorName, editorUrl, isEditorChoice } from './editor.js'
import css from './frame.module.css'

/** Opens the line of a frame in the editor of the reader, who is asked for it once. */
export function OpenInEditor({ frame }: { readonly frame: FrameJson }) {
  const [choice, setChoice] = useRemembered<EditorChoice | null>('editor', null, isEditorChoice)
  const [isAsking, setIsAsking] = useState(false)
  if (!frame.absPath && !frame.filename) return null
  const url = choice === null ? null : editorUrl(frame, choice)
  const name = EDITORS.find(({ id }) => id === choice?.editor)?.label
  return (
    <>
      {url === null ? null : (
        <LinkButton size="sm" variant="ghost" icon="code" href={url}>
          Open in {name}
        </LinkButton>
      )}
      <Button
        size="sm"
        variant="ghost"
        {...(url === null ? { icon: 'code' } : { 'aria-label': 'Which editor, and where the code is' })}
        onClick={() => setIsAsking(true)}
      >
        {url === null ? 'Open in editor…' : '…'}
      </Button>
      {isAsking ? (
        <EditorDialog
          frame={frame}
          choice={choice}
          onClose={() => setIsAsking(false)}
          onChoose={(next) => {
            setChoice(next)
            setIsAsking(false)
          }}
        />
      ) : null}
    </>
  )
}

interface EditorDialogProps {
  readonly frame: FrameJson
  readonly choice: EditorChoice | null
  readonly onClose: () => void
  readonly onChoose: (choice: EditorChoice) => void
}

function EditorDialog({ frame, choice, onClose, onChoose }: EditorDialogProps) {
  const form = useId()
  const [editor, setEditor] = useState<EditorName>(choice?.editor ?? 'vscode')
  const [from, setFrom] = useState(choice?.from ?? '')
  const [to, setTo] = useState(choice?.to ?? '')
  const leadsTo = editorUrl(frame, { editor, from, to })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Open in an editor"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary">
            Save
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={css.editorForm}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          onChoose({ editor, from, to })
        }}
      >
        <Field label="Editor">
          <Select
            value={editor}
            onChange={(event) => setEditor(EDITORS.find(({ id }) => id === event.target.value)?.id ?? 'vscode')}
          >
            {EDITORS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Paths in events begin with"
          hint="Where the program runs elsewhere, such as /app/. Else leave both empty."
        >
          <TextInput value={from} spellCheck={false} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="On this computer that is" hint="Such as /home/you/shop/">
          <TextInput value={to} spellCheck={false} onChange={(event) => setTo(event.target.value)} />
        </Field>
        <p className={css.leadsTo}>
          {leadsTo === null ? 'With that, this frame has no file on this computer.' : leadsTo.slice(0, 300)}
        </p>
      </form>
    </Dialog>
  )
}
