import type { IssueChangeInput } from '@mishap/core/client'
import { type FormEvent, useState } from 'react'
import { Field, Select, TextInput } from '../primitives/index.js'
import css from './issue-menus.module.css'
import { QuestionDialog } from './question-dialog.js'

export type IgnoreQuestion = 'time' | 'events' | 'users'

export interface IgnoreDialogProps {
  /** What is to be asked; null while the dialog is closed. */
  readonly question: IgnoreQuestion | null
  readonly onClose: () => void
  readonly onAnswer: (change: IssueChangeInput) => void
}

const TITLES: Readonly<Record<IgnoreQuestion, string>> = {
  time: 'Ignore until a time',
  events: 'Ignore until so many events',
  users: 'Ignore until so many users',
}

/** Asks for the moment, or for how many events or users, until which an issue is ignored. */
export function IgnoreDialog({ question, onClose, onAnswer }: IgnoreDialogProps) {
  return (
    <QuestionDialog question={question} titles={TITLES} verb="Ignore" onClose={onClose}>
      {(what, form) =>
        what === 'time' ? (
          <TimeForm id={form} onAnswer={onAnswer} />
        ) : (
          <AmountForm key={what} id={form} what={what} onAnswer={onAnswer} />
        )
      }
    </QuestionDialog>
  )
}

interface FormProps {
  readonly id: string
  readonly onAnswer: (change: IssueChangeInput) => void
}

function TimeForm({ id, onAnswer }: FormProps) {
  const [text, setText] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    // What such a field holds is local time, and so `Date` reads it.
    const at = new Date(text)
    if (Number.isNaN(at.getTime())) return
    onAnswer({ status: 'ignored', statusDetails: { ignoreUntil: at.toISOString() } })
  }
  return (
    <form id={id} onSubmit={onSubmit}>
      <Field label="Until" hint="In your own time zone. The issue is unresolved again from then on.">
        <TextInput required type="datetime-local" value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
    </form>
  )
}

const WINDOWS = [
  { minutes: null, label: 'however long it takes' },
  { minutes: 60, label: 'within an hour' },
  { minutes: 24 * 60, label: 'within a day' },
  { minutes: 7 * 24 * 60, label: 'within a week' },
] as const

function AmountForm({ id, what, onAnswer }: FormProps & { readonly what: 'events' | 'users' }) {
  const [amount, setAmount] = useState('100')
  const [minutes, setMinutes] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const count = Number(amount)
    const limit = what === 'events' ? { ignoreCount: count } : { ignoreUserCount: count }
    onAnswer({
      status: 'ignored',
      statusDetails: { ...limit, ...(minutes === '' ? {} : { ignoreWindow: Number(minutes) }) },
    })
  }
  return (
    <form id={id} className={css.pair} onSubmit={onSubmit}>
      <Field label={what === 'events' ? 'More events' : 'More users'}>
        <TextInput
          required
          type="number"
          min={1}
          max={1_000_000_000}
          step={1}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </Field>
      <Field label="In what time">
        <Select value={minutes} onChange={(event) => setMinutes(event.target.value)}>
          {WINDOWS.map((window) => (
            <option key={window.label} value={window.minutes ?? ''}>
              {window.label}
            </option>
          ))}
        </Select>
      </Field>
    </form>
  )
}
