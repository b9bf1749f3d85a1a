import type { ProjectJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import { useCreateProject } from '../provider/use-changes.js'
import { Form, FormActions, fieldError } from './form.js'
import { PlatformPicker } from './platform-picker.js'
import { PLATFORMS, type Platform } from './platforms.js'

export interface ProjectFormProps {
  readonly org: string
  readonly onDone: (made: ProjectJson) => void
}

/** Makes a project: one app or service that reports. Works as it stands: a name can be left out. */
export function ProjectForm({ org, onDone }: ProjectFormProps) {
  const [platform, setPlatform] = useState<Platform>(PLATFORMS[0]!)
  const [name, setName] = useState('')
  const create = useCreateProject(org)
  const submit = () =>
    create.mutate({ name: name.trim() || platform.name, platform: platform.id }, { onSuccess: onDone })
  return (
    <Form onSubmit={submit} error={create.error} fields={['name', 'platform']}>
      <PlatformPicker value={platform.id} onChange={setPlatform} />
      <Field
        label="Project name"
        hint="One app or service, for example its repository’s name."
        error={fieldError(create.error, 'name') ?? fieldError(create.error, 'platform')}
      >
        <TextInput
          maxLength={64}
          autoComplete="off"
          placeholder={platform.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" busy={create.isPending} iconEnd="arrow-right">
          Create project
        </Button>
      </FormActions>
    </Form>
  )
}
