import { Field, TextInput } from '../primitives/index.js'

export interface FindFieldProps {
  /** What is looked for: `Find a project`. */
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}

/** Narrows a list that is at hand, once it is too long to be read. */
export function FindField({ label, value, onChange }: FindFieldProps) {
  return (
    <Field label={label} isLabelHidden>
      <TextInput
        icon="search"
        type="search"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
