import { useEffect, useState } from 'react'
import { Button, Card, Field, TextInput } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths, safeNext } from '../provider/paths.js'
import { useLogin } from '../provider/use-changes.js'
import { useSettings } from '../provider/use-queries.js'
import { Form, FormActions, fieldError, PasswordField } from '../setup/form.js'
import { Entrance } from '../shell/entrance.js'
import css from './login-screen.module.css'
import { useHeadingFocus, usePageTitle } from './page.js'

/** Signs in and goes on to `?next=`. A server without users is set up first. */
export function LoginScreen() {
  const { navigate, useLocation } = useNavigation()
  const { search } = useLocation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const settings = useSettings()
  const login = useLogin()
  const heading = useHeadingFocus()
  usePageTitle('Sign in')
  const needsSetup = settings.data?.needsSetup === true
  useEffect(() => {
    if (needsSetup) navigate(paths.setup(), { replace: true })
  }, [needsSetup, navigate])
  const submit = () =>
    login.mutate(
      { email: email.trim(), password },
      { onSuccess: () => navigate(safeNext(search), { replace: true }), onError: () => setPassword('') },
    )
  return (
    <Entrance isNarrow>
      <Card>
        <h1 ref={heading} tabIndex={-1} className={css.title}>
          Sign in
        </h1>
        <Form onSubmit={submit} error={login.error} fields={['email', 'password']}>
          <Field label="Email" error={fieldError(login.error, 'email')}>
            <TextInput
              type="email"
              required
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
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
          </FormActions>
        </Form>
      </Card>
    </Entrance>
  )
}
