import type { IncidentJson } from '@mishap/core/client'
import { useId, useState } from 'react'
import { Button, Dialog, Field, TextArea, TextInput } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Form, fieldError } from '../setup/form.js'
import { MonitorPicker } from '../uptime/monitor-picker.js'
import { SeveritySelect } from './severity-select.js'
import { useCreateIncident } from './use-incidents.js'

/** Opens an incident that no monitor noticed. */
export function NewIncidentDialog({ org, onClose }: { readonly org: string; readonly onClose: () => void }) {
  const form = useId()
  const navigation = useNavigation()
  const create = useCreateIncident(org)
  const [title, setTitle] = useState('')
  const [severity, setSeverity] = useState<IncidentJson['severity']>('down')
  const [text, setText] = useState('')
  const [monitors, setMonitors] = useState<readonly number[]>([])
  const submit = () =>
    create.mutate(
      { title: title.trim(), severity, text: text.trim(), monitors },
      { onSuccess: ({ id }) => navigation.navigate(paths.incident(org, id)) },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Open an incident"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={create.isPending}>
            Open it
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} error={create.error} fields={['title', 'text']}>
        <Field label="What is wrong" error={fieldError(create.error, 'title')}>
          <TextInput
            required
            maxLength={200}
            placeholder="Checkout is slow for some customers"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        <Field label="How bad it is">
          <SeveritySelect value={severity} onChange={setSeverity} />
        </Field>
        <Field label="What is known" hint="Markdown, for your colleagues." error={fieldError(create.error, 'text')}>
          <TextArea rows={3} maxLength={10_000} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <MonitorPicker org={org} label="Monitors that it is about" value={monitors} onChange={setMonitors} />
      </Form>
    </Dialog>
  )
}
