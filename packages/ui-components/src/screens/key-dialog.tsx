import type { ProjectKeyJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Checkbox, Dialog, Field, TextInput, useToast } from '../primitives/index.js'
import { useUpdateKey } from '../provider/use-changes.js'
import { useCreateKey } from '../provider/use-project-settings.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import { RateField, readRate, typedRate } from './rate-field.js'
import css from './settings.module.css'

export interface KeyDialogProps extends ProjectScreenProps {
  /** Another one is made where it is not given. */
  readonly saved?: ProjectKeyJson
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Makes a key, or changes its name, how much may come through it, and whether it works. */
export function KeyDialog({ org, project, saved, isOpen, onClose }: KeyDialogProps) {
  const [name, setName] = useState(saved?.name ?? '')
  const [rate, setRate] = useState(typedRate(saved?.rateLimit ?? null))
  const [isActive, setIsActive] = useState(saved?.isActive ?? true)
  const create = useCreateKey(org, project)
  const update = useUpdateKey(org, project)
  const { error, isPending } = saved === undefined ? create : update
  const toast = useToast()
  const done = {
    onSuccess: () => {
      toast.show({ message: 'Saved', durationMs: 3000 })
      onClose()
    },
  }
  const input = { name: name.trim(), rateLimit: readRate(rate) }
  const submit = () =>
    saved === undefined
      ? create.mutate(input, done)
      : update.mutate({ key: saved.id, change: { ...input, isActive } }, done)
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={saved === undefined ? 'New key' : 'Key'}>
      <Form onSubmit={submit} error={error} fields={['name', 'rateLimit']}>
        <Field label="Name" hint="What reports with it." error={fieldError(error, 'name')}>
          <TextInput maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <RateField
          label="Rate of the key"
          hint="Leave it empty for no limit."
          error={fieldError(error, 'rateLimit')}
          value={rate}
          onChange={setRate}
        />
        {saved === undefined ? null : (
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
        )}
        <FormActions>
          <Button type="submit" variant="primary" busy={isPending}>
            {saved === undefined ? 'Make the key' : 'Save'}
          </Button>
          <Button onClick={onClose}>{saved === undefined ? 'Cancel' : 'Leave as it was'}</Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
