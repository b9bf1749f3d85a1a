import { clip, visibleText } from '@mishap/core/format'
import { Field, Select } from '../primitives/index.js'

export interface ProjectChoiceProps {
  /** Names by what is chosen of them. */
  readonly projects: ReadonlyMap<string, string>
  /** Empty: every project. */
  readonly value: string
  /** Some of what is listed is of no project. */
  readonly hasOthers?: boolean
  readonly className?: string | undefined
  readonly onChange: (value: string) => void
}

/** Narrows a list to one of its projects; nothing where all is of one. */
export function ProjectChoice({ projects, value, hasOthers = false, className, onChange }: ProjectChoiceProps) {
  if (projects.size < (hasOthers ? 1 : 2) && value === '') return null
  return (
    <Field label="Project" isLabelHidden className={className}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Every project</option>
        {[...projects].map(([one, name]) => (
          <option key={one} value={one}>
            {visibleText(clip(name, 60))}
          </option>
        ))}
        {value === '' || projects.has(value) ? null : <option value={value}>Another project</option>}
      </Select>
    </Field>
  )
}
