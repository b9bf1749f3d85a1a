import type { OrganizationJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import { useCreateOrganization } from '../provider/use-changes.js'
import { Form, FormActions, fieldError } from './form.js'

/** Makes an organization: who works together. */
export function OrganizationForm({ onDone }: { readonly onDone: (made: OrganizationJson) => void }) {
  const [name, setName] = useState('')
  const create = useCreateOrganization()
  return (
    <Form
      onSubmit={() => create.mutate({ name: name.trim() }, { onSuccess: onDone })}
      error={create.error}
      fields={['name']}
    >
      <Field
        label="Organization"
        hint="Your team or company. Its projects, members and issues belong together."
        error={fieldError(create.error, 'name')}
      >
        <TextInput
          required
          maxLength={200}
          autoComplete="organization"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" busy={create.isPending} iconEnd="arrow-right">
          Create organization
        </Button>
      </FormActions>
    </Form>
  )
}
