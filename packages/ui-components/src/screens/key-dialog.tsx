import type { ProjectKeyJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Checkbox, Dialog, Field, TextInput, useToast } from '../primitives/index.js'
import { useUpdateKey } from '../provider/use-changes.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import { RateField, readRate, typedRate } from './rate-field.js'
import css from './settings.module.css'

export interface KeyDialogProps extends ProjectScreenProps {
  readonly saved: ProjectKeyJson
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Changes the name of a key, how much may come through it, and whether it works. */
export function KeyDialog({ org, project, saved, isOpen, onClose }: KeyDialogProps) {
  const [name, setName] = useState(saved.name)
  const [rate, setRate] = useState(typedRate(saved.rateLimit))
  const [isActive, setIsActive] = useState(saved.isActive)
  const update = useUpdateKey(org, project)
  const toast = useToast()
  const submit = () =>
    update.mutate(
      { key: saved.id, change: { name: name.trim(), rateLimit: readRate(rate), isActive } },
      {
        onSuccess: () => {
          toast.show({ message: 'Saved', durationMs: 3000 })
          onClose()
        },
      },
    )
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Key">
      <Form onSubmit={submit} error={update.error} fields={['name', 'rateLimit']}>
        <Field label="Name" error={fieldError(update.error, 'name')}>
          <TextInput maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <RateField
          label="Rate of the key"
          hint="Leave it empty for no limit."
          error={fieldError(update.error, 'rateLimit')}
          value={rate}
          onChange={setRate}
        />
        <Checkbox
          className={css.switch}
          label={
            <>
              <span className={css.switchLabel}>Works</span>{' '}
              <span className={css.note}>Off: requests with this key are refused.</span>
            </>
          }
          checked={isActive}
          onChange={(event) => setIsActive(event.target.checked)}
        />
        <FormActions>
          <Button type="submit" variant="primary" busy={update.isPending}>
            Save
          </Button>
          <Button onClick={onClose}>Leave as it was</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
