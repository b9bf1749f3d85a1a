import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Card, Checkbox, EmptyState, useToast } from '../primitives/index.js'
import { useEnvironments, useUpdateEnvironment } from '../provider/use-project-settings.js'
import { FindField } from './find-field.js'
import { Loaded } from './loaded.js'
import css from './project-environments-screen.module.css'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import settings from './settings.module.css'
import { useChoices } from './use-choices.js'

/** From how many environments on there is a field to find one. */
const MANY = 12

/** The environments that events have named, and which of them can be chosen elsewhere. */
export function ProjectEnvironmentsScreen({ org, project }: ProjectScreenProps) {
  const environments = useEnvironments(org, project)
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  return (
    <ProjectSettingsPage org={org} project={project}>
      <p className={settings.note}>
        A hidden environment is left out where environments are chosen. Its events are taken and kept like all others.
      </p>
      <Loaded query={environments} lines={4} height={36}>
        {({ items }) => {
          if (items.length === 0)
            return (
              <EmptyState icon="layers" title="No environments yet">
                They appear with the first event that names one: <code>environment: 'production'</code> in the options
                of the SDK.
              </EmptyState>
            )
          const found = items.filter(({ name }) => name.toLowerCase().includes(wanted))
          return (
            <>
              {items.length <= MANY ? null : (
                <FindField label="Find an environment" value={typed} onChange={setTyped} />
              )}
              <Card title="Offered to choose" isFlush>
                {found.length === 0 ? <p className={css.nothing}>None is called so.</p> : null}
                <ul>
                  {found.map(({ id, name, isHidden }) => (
                    <Environment key={id} org={org} project={project} name={name} isHidden={isHidden === true} />
                  ))}
                </ul>
              </Card>
            </>
          )
        }}
      </Loaded>
    </ProjectSettingsPage>
  )
}

interface EnvironmentProps extends ProjectScreenProps {
  readonly name: string
  readonly isHidden: boolean
}

function Environment({ org, project, name, isHidden: saved }: EnvironmentProps) {
  const update = useUpdateEnvironment(org, project)
  const toast = useToast()
  const shown = name === '' ? 'Without a name' : clip(visibleText(name), 200)
  const [chosen, choose] = useChoices(
    (_: 'isHidden', isHidden: boolean) => update.mutateAsync({ name, isHidden }),
    (error) => toast.show({ message: `${shown} stays as it was: ${error.message}`, tone: 'danger' }),
  )
  const isHidden = chosen.get('isHidden')?.value ?? saved
  return (
    <li className={css.environment}>
      <Checkbox
        className={css.name}
        label={<bdi>{shown}</bdi>}
        checked={!isHidden}
        onChange={(event) => choose('isHidden', !event.target.checked)}
      />
      {isHidden ? <Badge>Hidden</Badge> : null}
    </li>
  )
}
