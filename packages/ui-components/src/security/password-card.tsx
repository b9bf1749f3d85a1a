import type { UserJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Card, useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Form, FormActions, fieldError, PasswordField } from '../setup/form.js'
import { NewPasswordField } from '../setup/new-password-field.js'
import { isCancelled } from './proof.js'
import { useChangePassword } from './use-security.js'

/** Changes the password, or sets the first one. */
export function PasswordCard({ user }: { readonly user: UserJson }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useChangePassword()
  const toast = useToast()
  const submit = () =>
    change.mutate(user.hasPasswordAuth ? { current, password } : { password }, {
      onSuccess: () => {
        setCurrent('')
        setPassword('')
        toast.show({ message: 'The password is changed. Other browsers are signed out.', durationMs: 6000 })
      },
      onError: () => setCurrent(''),
    })
  const error = isCancelled(change.error) ? null : change.error
  return (
    <Card title="Password">
      <Form onSubmit={submit} error={error} fields={['current_password', 'new_password']}>
        {/* For password managers, which keep a password under its account. */}
        <input
          className="mh-hidden"
          autoComplete="username"
          readOnly
          tabIndex={-1}
          aria-label="Account"
          value={user.email}
        />
        {user.hasPasswordAuth ? (
          <PasswordField
            label="Current password"
            required
            autoComplete="current-password"
            error={fieldError(error, 'current_password')}
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        ) : null}
        <NewPasswordField
          label={user.hasPasswordAuth ? 'New password' : 'Password'}
          email={user.email}
          error={fieldError(error, 'new_password')}
          value={password}
          onChange={setPassword}
        />
        <FormActions>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {user.hasPasswordAuth ? 'Change password' : 'Set a password'}
          </Button>
          {user.hasPasswordAuth ? <AppLink to={paths.resetPassword()}>Forgot it?</AppLink> : null}
        </FormActions>
      </Form>
    </Card>
  )
}
