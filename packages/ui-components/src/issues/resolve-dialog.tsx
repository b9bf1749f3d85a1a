import type { IssueChangeInput } from '@mishap/core/client'
import { type FormEvent, useState } from 'react'
import { Field, TextInput } from '../primitives/index.js'
import css from './issue-menus.module.css'
import { QuestionDialog } from './question-dialog.js'

export type ResolveQuestion = 'release' | 'commit'

export interface ResolveDialogProps {
  /** What is to be asked; null while the dialog is closed. */
  readonly question: ResolveQuestion | null
  readonly onClose: () => void
  readonly onAnswer: (change: IssueChangeInput) => void
}

const TITLES: Readonly<Record<ResolveQuestion, string>> = {
  release: 'Resolve in a release',
  commit: 'Resolve by a commit',
}

/** Asks for the release or the commit that mends an issue. */
export function ResolveDialog({ question, onClose, onAnswer }: ResolveDialogProps) {
  return (
    <QuestionDialog question={question} titles={TITLES} verb="Resolve" onClose={onClose}>
      {(what, form) =>
        what === 'release' ? (
          <ReleaseForm id={form} onAnswer={onAnswer} />
        ) : (
          <CommitForm id={form} onAnswer={onAnswer} />
        )
      }
    </QuestionDialog>
  )
}

interface FormProps {
  readonly id: string
  readonly onAnswer: (change: IssueChangeInput) => void
}

function ReleaseForm({ id, onAnswer }: FormProps) {
  const [version, setVersion] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onAnswer({ status: 'resolved', statusDetails: { inRelease: version.trim() } })
  }
  return (
    <form id={id} onSubmit={onSubmit}>
      <Field label="Release" hint="As SDKs report it. An event of this release or of a newer one reopens the issue.">
        <TextInput
          required
          maxLength={250}
          pattern=".*\S.*"
          placeholder="shop@1.4.3"
          value={version}
          onChange={(event) => setVersion(event.target.value)}
        />
      </Field>
    </form>
  )
}

function CommitForm({ id, onAnswer }: FormProps) {
  const [commit, setCommit] = useState('')
  const [repository, setRepository] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const inCommit = { commit: commit.trim(), repository: repository.trim() === '' ? null : repository.trim() }
    onAnswer({ status: 'resolved', statusDetails: { inCommit } })
  }
  return (
    <form id={id} className={css.form} onSubmit={onSubmit}>
      <Field label="Commit" hint="Its hash. An event of a release after the newest one of now reopens the issue.">
        <TextInput
          required
          maxLength={64}
          pattern=".*\S.*"
          spellCheck={false}
          value={commit}
          onChange={(event) => setCommit(event.target.value)}
        />
      </Field>
      <Field label="Repository" hint="May be left out.">
        <TextInput
          maxLength={200}
          placeholder="acme/shop"
          spellCheck={false}
          value={repository}
          onChange={(event) => setRepository(event.target.value)}
        />
      </Field>
    </form>
  )
}
