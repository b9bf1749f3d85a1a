import { clip, visibleText } from '@mishap/core/format'
import { Field, Select } from '../primitives/index.js'
import { useIntegrations } from '../provider/use-integrations.js'
import css from './alert-form.module.css'

export interface WorkspaceSelectProps {
  readonly org: string
  /** Id of an integration; empty until one is chosen. */
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (integrationId: string) => void
}

/** The Slack workspace that the app is in. */
export function WorkspaceSelect({ org, value, error, onChange }: WorkspaceSelectProps) {
  const workspaces = (useIntegrations(org).data ?? []).filter(({ kind }) => kind === 'slack')
  const isKnown = value === '' || workspaces.some(({ id }) => id === value)
  return (
    <Field label="Slack workspace" error={error} className={css.word}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose a workspace</option>
        {workspaces.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(clip(name, 60))}
          </option>
        ))}
        {isKnown ? null : <option value={value}>Another workspace</option>}
      </Select>
    </Field>
  )
}
