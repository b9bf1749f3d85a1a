import type { SessionJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useLogin } from '../provider/use-entrance.js'
import { EmailField } from '../setup/email-field.js'
import { Form, FormActions, fieldError, PasswordField } from '../setup/form.js'

export interface LoginFormProps {
  /** They had given the password before, and took too long over the code. */
  readonly isLate: boolean
  /** Signed in, or waiting for a second factor. */
  readonly onDone: (session: SessionJson) => void
}

const LATE = 'That took too long. Enter your password again.'

/** Who one is. */
export function LoginForm({ isLate, onDone }: LoginFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const login = useLogin()
  const submit = () =>
    login.mutate({ email: email.trim(), password }, { onSuccess: onDone, onError: () => setPassword('') })
  return (
    <Form onSubmit={submit} error={login.error ?? (isLate ? LATE : null)} fields={['email', 'password']}>
      <EmailField error={login.error} value={email} onChange={setEmail} />
      <PasswordField
        label="Password"
        error={fieldError(login.error, 'password')}
        required
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <FormActions>
        <Button type="submit" variant="primary" busy={login.isPending}>
          Sign in
        </Button>
        <AppLink to={paths.resetPassword()}>Forgot password?</AppLink>
      </FormActions>
    </Form>
  )
}
