import { useId, useState } from 'react'
import { Button, Dialog, Field, TextInput } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Form, fieldError } from '../setup/form.js'
import { MonitorPicker } from '../uptime/monitor-picker.js'
import { useCreateStatusPage } from './use-status-pages.js'

/** Makes a page that members alone see until somebody opens it to others. */
export function NewPageDialog({ org, onClose }: { readonly org: string; readonly onClose: () => void }) {
  const form = useId()
  const navigation = useNavigation()
  const create = useCreateStatusPage(org)
  const [name, setName] = useState('')
  const [monitors, setMonitors] = useState<readonly number[]>([])
  const submit = () => {
    const shown = monitors.map((id) => ({ id, name: '', description: '' }))
    create.mutate(
      {
        name: name.trim(),
        isPublic: false,
        access: 'members',
        sections: [{ name: '', isCollapsed: false, monitors: shown }],
      },
      { onSuccess: ({ slug }) => navigation.navigate(paths.statusPage(org, slug)) },
    )
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New status page"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={create.isPending}>
            Make it
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} error={create.error} fields={['name']}>
        <Field
          label="Name"
          hint="Members alone see it until you open it to others."
          error={fieldError(create.error, 'name')}
        >
          <TextInput
            required
            maxLength={200}
            placeholder="Acme"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <MonitorPicker org={org} label="What it shows" value={monitors} onChange={setMonitors} />
      </Form>
    </Dialog>
  )
}
