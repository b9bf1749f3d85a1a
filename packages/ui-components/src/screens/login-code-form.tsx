import type { SessionJson } from '@mishap/core/client'
import { useEffect, useRef, useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import { useLoginByCode } from '../provider/use-entrance.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { PasskeyButton } from '../sign-in/passkey-button.js'
import css from '../sign-in/sign-in.module.css'

export interface LoginCodeFormProps {
  /** What may be shown: `totp`, `recovery_codes`, `webauthn`. */
  readonly factors: readonly string[]
  /** Signed in, or not: it waits no more then. */
  readonly onDone: (session: SessionJson) => void
  readonly onBack: () => void
}

/** The second factor: one field, for the server knows which code it is. */
export function LoginCodeForm({ factors, onDone, onBack }: LoginCodeFormProps) {
  const [code, setCode] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const login = useLoginByCode()
  // The form has taken the place of the one that had the focus.
  useEffect(() => input.current?.focus(), [])
  const refuse = () => {
    setCode('')
    input.current?.focus()
  }
  const hasPasskey = factors.includes('webauthn')
  return (
    <>
      {hasPasskey ? <PasskeyButton after="password" onDone={onDone} /> : null}
      {hasPasskey ? <p className={css.or}>or</p> : null}
      <Form
        onSubmit={() => login.mutate(code.trim(), { onSuccess: onDone, onError: refuse })}
        error={login.error}
        fields={['code']}
      >
        <Field label="Code" hint={hintFor(factors)} error={fieldError(login.error, 'code')}>
          <TextInput
            ref={input}
            required
            maxLength={20}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" busy={login.isPending}>
            Sign in
          </Button>
          <Button onClick={onBack}>Back to the password</Button>
        </FormActions>
      </Form>
    </>
  )
}

function hintFor(factors: readonly string[]): string {
  if (!factors.includes('totp')) return 'One of your recovery codes.'
  const orElse = factors.includes('recovery_codes') ? ', or one of your recovery codes' : ''
  return `The six digits that your authenticator app shows${orElse}.`
}
