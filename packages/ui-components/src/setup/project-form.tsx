import type { ProjectJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Field, Select, TextInput } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
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
  const [chosen, setChosen] = useState('')
  const { queries, queryClient } = useMishap()
  const teams = useQuery(queries.teams(org), queryClient).data?.items ?? []
  const create = useCreateProject(org)
  const team = chosen || (teams.find(({ isMember }) => isMember) ?? teams[0])?.slug
  const submit = () =>
    create.mutate(
      { name: name.trim() || platform.name, platform: platform.id, ...(team === undefined ? {} : { team }) },
      { onSuccess: onDone },
    )
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
      {teams.length < 2 ? null : (
        <Field label="Team" hint="Whose members are told of it. More teams can have it later.">
          <Select value={team} onChange={(event) => setChosen(event.target.value)}>
            {teams.map(({ id, slug }) => (
              <option key={id} value={slug}>
                {visibleText(slug)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <FormActions>
        <Button type="submit" variant="primary" busy={create.isPending} iconEnd="arrow-right">
          Create project
        </Button>
      </FormActions>
    </Form>
  )
}
