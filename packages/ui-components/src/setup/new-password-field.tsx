import type { ReactNode } from 'react'
import { PasswordField } from './form.js'
import css from './new-password-field.module.css'
import { MIN_PASSWORD, type PasswordStrength, passwordStrength } from './password-strength.js'

export interface NewPasswordFieldProps {
  readonly label?: string
  readonly value: string
  readonly onChange: (password: string) => void
  /** Of the account; it is no password. */
  readonly email?: string
  /** What the server said. */
  readonly error?: string | undefined
}

/** A password that is chosen: typed once, looked at with the eye beside it, judged while it grows. */
export function NewPasswordField({ label = 'Password', value, onChange, email, error }: NewPasswordFieldProps) {
  const strength = passwordStrength(value, email)
  return (
    <PasswordField
      label={label}
      hint={<Strength strength={strength} />}
      error={error ?? (strength === 'address' ? 'This is the email address, which everybody knows.' : undefined)}
      required
      minLength={MIN_PASSWORD}
      maxLength={1024}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

const BARS = [1, 2, 3, 4]

const SHOWN: Readonly<Record<PasswordStrength, { readonly bars: number; readonly says: ReactNode }>> = {
  empty: { bars: 0, says: `At least ${MIN_PASSWORD} characters; long beats strange.` },
  short: { bars: 0, says: `At least ${MIN_PASSWORD} characters; long beats strange.` },
  address: { bars: 0, says: 'Choose one that nobody can guess.' },
  weak: { bars: 1, says: 'Weak: a few more words would help.' },
  fair: { bars: 2, says: 'Fair: one more word would help.' },
  good: { bars: 3, says: 'Good.' },
  strong: { bars: 4, says: 'Strong.' },
}

/** Read out when it becomes another, not with every letter. */
function Strength({ strength }: { readonly strength: PasswordStrength }) {
  const { bars, says } = SHOWN[strength]
  return (
    <span className={css.strength} data-strength={strength}>
      {bars === 0 ? null : (
        <span className={css.bars} aria-hidden="true">
          {BARS.map((bar) => (
            <span key={bar} className={css.bar} data-on={bar <= bars || undefined} />
          ))}
        </span>
      )}
      <span aria-live="polite">{says}</span>
    </span>
  )
}
