import type { IncidentJson } from '@mishap/core/client'
import { Select } from '../primitives/index.js'
import { SEVERITIES } from './incident-words.js'

type Severity = IncidentJson['severity']

const ALL = Object.keys(SEVERITIES) as readonly Severity[]

export interface SeveritySelectProps {
  readonly value: Severity
  readonly onChange: (severity: Severity) => void
}

/** How bad an incident is, with what each of them means. */
export function SeveritySelect({ value, onChange }: SeveritySelectProps) {
  return (
    <Select value={value} onChange={(event) => onChange(event.target.value as Severity)}>
      {ALL.map((name) => (
        <option key={name} value={name}>
          {SEVERITIES[name].label}: {SEVERITIES[name].means}
        </option>
      ))}
    </Select>
  )
}
