import type { IncidentJson } from '@mishap/core/client'
import { useId, useState } from 'react'
import { Button, Dialog, Field, TextInput, useToast } from '../primitives/index.js'
import { Form, fieldError } from '../setup/form.js'
import { SeveritySelect } from './severity-select.js'
import { useUpdateIncident } from './use-incidents.js'

export interface EditIncidentDialogProps {
  readonly org: string
  readonly incident: Pick<IncidentJson, 'id' | 'title' | 'severity'>
  readonly onClose: () => void
}

/** Says better what is wrong and how bad it is: a monitor that opened it knew little. */
export function EditIncidentDialog({ org, incident, onClose }: EditIncidentDialogProps) {
  const form = useId()
  const toast = useToast()
  const update = useUpdateIncident(org, incident.id)
  const [title, setTitle] = useState(incident.title)
  const [severity, setSeverity] = useState(incident.severity)
  const submit = () =>
    update.mutate(
      { title: title.trim(), severity },
      {
        onSuccess: () => {
          toast.show({ message: 'Saved', durationMs: 3000 })
          onClose()
        },
      },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Change the incident"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={update.isPending} disabled={title.trim() === ''}>
            Save
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} error={update.error} fields={['title']}>
        <Field label="What is wrong" error={fieldError(update.error, 'title')}>
          <TextInput required maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <Field label="How bad it is">
          <SeveritySelect value={severity} onChange={setSeverity} />
        </Field>
      </Form>
    </Dialog>
  )
}
