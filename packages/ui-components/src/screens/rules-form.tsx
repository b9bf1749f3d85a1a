import type { UseMutationResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button, Card, ErrorState, ProgressBar } from '../primitives/index.js'
import { UnsavedGuard } from '../provider/unsaved-guard.js'
import { Form, FormActions } from '../setup/form.js'
import settings from './settings.module.css'

export interface RulesFormProps<Preview> {
  readonly title: string
  readonly note: string
  readonly isChanged: boolean
  readonly hasFaults: boolean
  readonly update: Pick<UseMutationResult, 'error' | 'isPending'>
  readonly preview: Pick<UseMutationResult<Preview>, 'data' | 'error' | 'isPending'>
  readonly onTry: () => void
  readonly onSave: () => void
  /** The editors and their help. */
  readonly children: ReactNode
  readonly result: (preview: Preview) => ReactNode
}

/** Rules that are tried on stored events before they are saved. */
export function RulesForm<Preview>({
  title,
  note,
  isChanged,
  hasFaults,
  update,
  preview,
  onTry,
  onSave,
  children,
  result,
}: RulesFormProps<Preview>) {
  return (
    <Card title={title}>
      <UnsavedGuard isUnsaved={isChanged && !update.isPending} />
      <Form onSubmit={onSave} error={update.error}>
        <p className={settings.note}>{note}</p>
        {children}
        {preview.isPending ? <ProgressBar label="Trying the rules on the newest events" /> : null}
        {preview.error === null ? null : <ErrorState error={preview.error} onRetry={onTry} />}
        {preview.data === undefined ? null : result(preview.data)}
        <FormActions>
          <Button type="submit" variant="primary" busy={update.isPending} disabled={!isChanged || hasFaults}>
            Save
          </Button>
          <Button icon="search" busy={preview.isPending} disabled={hasFaults} onClick={onTry}>
            Try it
          </Button>
          <span className={settings.note}>Trying changes nothing.</span>
        </FormActions>
      </Form>
    </Card>
  )
}
