import { Field, TextInput } from '../primitives/index.js'
import { fieldError } from './form.js'

export interface EmailFieldProps {
  readonly label?: string
  readonly hint?: string
  /** Of the form; what it says of `email` is shown. */
  readonly error: unknown
  readonly value: string
  readonly onChange: (email: string) => void
  /** An address to be reached at, rather than one that signs in. */
  readonly isContact?: boolean
}

/** An email address, as long as the server takes one. */
export function EmailField({ label = 'Email', hint, error, value, onChange, isContact = false }: EmailFieldProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} error={fieldError(error, 'email')}>
      <TextInput
        type="email"
        required
        maxLength={254}
        autoComplete={isContact ? 'email' : 'username'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
