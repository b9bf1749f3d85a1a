import { type ComponentProps, type FormEvent, forwardRef, type ReactNode, useState } from 'react'
import { Field, Icon, IconButton, TextInput } from '../primitives/index.js'
import css from './form.module.css'

/** What the server said about one field of a form; undefined where it said nothing. */
export function fieldError(error: unknown, name: string): string | undefined {
  const fields = (error as { fields?: Readonly<Record<string, unknown>> } | null)?.fields
  const message = fields === undefined || !Object.hasOwn(fields, name) ? undefined : fields[name]
  return typeof message === 'string' ? message : undefined
}

export interface FormProps {
  /** For a button that stands outside of it. */
  readonly id?: string
  readonly onSubmit: () => void
  /** Of the last attempt; what belongs to one of `fields` is shown there and not here. */
  readonly error?: unknown
  readonly fields?: readonly string[]
  readonly children: ReactNode
}

/** Fields under each other, with what failed above the button. */
export function Form({ id, onSubmit, error = null, fields = [], children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  const isShown = error !== null && fields.every((name) => fieldError(error, name) === undefined)
  return (
    <form id={id} className={css.form} onSubmit={submit}>
      {children}
      <div role="alert" className={css.alert}>
        {isShown ? (
          <p className={css.error}>
            <Icon name="alert" size={14} /> {error instanceof Error ? error.message : String(error)}
          </p>
        ) : null}
      </div>
    </form>
  )
}

/** The buttons of a form, the main one first in reading order. */
export function FormActions({ children }: { readonly children: ReactNode }) {
  return <div className={css.actions}>{children}</div>
}

export interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'ref' | 'type'> {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

/** A password that can be looked at, pasted, and filled in by a password manager. */
export const PasswordField = forwardRef<HTMLInputElement, PasswordFieldProps>(function PasswordField(
  { label, hint, error, ...rest },
  ref,
) {
  const [isShown, setIsShown] = useState(false)
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} error={error}>
      <div className={css.password}>
        <TextInput ref={ref} {...rest} type={isShown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" />
        <IconButton
          icon="eye"
          size="sm"
          label={isShown ? 'Hide the password' : 'Show the password'}
          aria-pressed={isShown}
          className={css.eye}
          onClick={() => setIsShown(!isShown)}
        />
      </div>
    </Field>
  )
})
