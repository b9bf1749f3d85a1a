import { useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useRequestPasswordReset } from '../provider/use-entrance.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { NarrowPage, NarrowText } from './narrow-page.js'

/** Has a link sent by which one sets another password. A server without mail says whom to ask. */
export function ForgotPasswordScreen() {
  const [email, setEmail] = useState('')
  const request = useRequestPasswordReset()
  if (request.isSuccess)
    return (
      <NarrowPage title="Look into your mail">
        <NarrowText>
          <p>
            If there is an account with <bdi>{request.variables}</bdi>, a link for a new password is on its way there.
            It works once, for one hour.
          </p>
          <AppLinkButton to={paths.login()}>Back to the sign-in</AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Forgot your password?">
      <Form onSubmit={() => request.mutate(email.trim())} error={request.error} fields={['email']}>
        <Field
          label="Email"
          hint="A link for a new password is sent to the address of your account."
          error={fieldError(request.error, 'email')}
        >
          <TextInput
            type="email"
            required
            maxLength={254}
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" busy={request.isPending}>
            Send the link
          </Button>
          <AppLink to={paths.login()}>Back to the sign-in</AppLink>
        </FormActions>
      </Form>
    </NarrowPage>
  )
}
