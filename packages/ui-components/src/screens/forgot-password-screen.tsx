import { useState } from 'react'
import { Button } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useRequestPasswordReset } from '../provider/use-entrance.js'
import { EmailField } from '../setup/email-field.js'
import { Form, FormActions } from '../setup/form.js'
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
        <EmailField
          hint="A link for a new password is sent to the address of your account."
          error={request.error}
          value={email}
          onChange={setEmail}
        />
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
