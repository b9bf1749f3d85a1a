import { Field, TextInput } from '../primitives/index.js'
import css from './throttle-field.module.css'

export interface ThrottleFieldProps {
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

/** The share of requests that is refused, as it is typed. */
export function ThrottleField({ error, value, onChange }: ThrottleFieldProps) {
  return (
    <Field
      label="Throttle"
      hint="Share of requests to refuse, in percent; 100 takes nothing."
      error={error}
      className={css.percent}
    >
      <TextInput
        type="number"
        inputMode="numeric"
        required
        min={0}
        max={100}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
