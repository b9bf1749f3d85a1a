import { useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import { useSetUp } from '../provider/use-changes.js'
import { EmailField } from './email-field.js'
import { Form, FormActions, fieldError } from './form.js'
import { NewPasswordField } from './new-password-field.js'

export interface AccountFormProps {
  /** The server wants the token that it printed when it started. */
  readonly isTokenRequired: boolean
  /** From the link in the log. */
  readonly token?: string
  readonly onDone: () => void
}

/** The first account of a server; its owner is a superuser. */
export function AccountForm({ isTokenRequired, token: given = '', onDone }: AccountFormProps) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [token, setToken] = useState(given)
  const setUp = useSetUp()
  const submit = () =>
    setUp.mutate(
      { email: email.trim(), password, name: name.trim(), ...(isTokenRequired ? { token: token.trim() } : {}) },
      { onSuccess: onDone },
    )
  return (
    <Form onSubmit={submit} error={setUp.error} fields={['email', 'password', 'token', 'name']}>
      {isTokenRequired ? (
        <Field
          label="Set-up token"
          hint="The server printed it in its log when it started. It proves that you are at home there."
          error={fieldError(setUp.error, 'token')}
        >
          <TextInput
            required
            autoComplete="off"
            spellCheck={false}
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </Field>
      ) : null}
      <EmailField error={setUp.error} value={email} onChange={setEmail} />
      <Field label="Name" hint="How others see you. Can be left empty." error={fieldError(setUp.error, 'name')}>
        <TextInput autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <NewPasswordField
        value={password}
        onChange={setPassword}
        email={email}
        error={fieldError(setUp.error, 'password')}
      />
      <FormActions>
        <Button type="submit" variant="primary" busy={setUp.isPending} iconEnd="arrow-right">
          Create account
        </Button>
      </FormActions>
    </Form>
  )
}
