import { useState } from 'react'
import { Button, ErrorState, Field, Skeleton, TextInput } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { statusOf } from '../provider/query-client.js'
import { usePasswordReset, useResetPassword } from '../provider/use-entrance.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { NewPasswordField } from '../setup/new-password-field.js'
import { NarrowPage, NarrowText } from './narrow-page.js'

export interface NewPasswordScreenProps {
  /** The end of the link in the mail. */
  readonly resetKey: string
}

/** What the link of a mail leads to: sets another password. */
export function NewPasswordScreen({ resetKey }: NewPasswordScreenProps) {
  const [password, setPassword] = useState('')
  const account = usePasswordReset(resetKey)
  const reset = useResetPassword()
  if (reset.isSuccess)
    return (
      <NarrowPage title="Your password is set">
        <NarrowText>
          <p>Whoever was signed in to this account is signed out, everywhere.</p>
          <AppLinkButton to={paths.login()} variant="primary">
            Sign in
          </AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  if (statusOf(account.error) === 400 || fieldError(reset.error, 'key') !== undefined)
    return (
      <NarrowPage title="This link no longer works">
        <NarrowText>
          <p>It was used, is older than an hour, or was not copied whole from the mail.</p>
          <AppLinkButton to={paths.resetPassword()} variant="primary">
            Ask for another one
          </AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  if (account.data === undefined)
    return (
      <NarrowPage title="Set a new password">
        {account.error === null ? (
          <Skeleton lines={3} height={24} />
        ) : (
          <ErrorState error={account.error} onRetry={() => void account.refetch()} />
        )}
      </NarrowPage>
    )
  return (
    <NarrowPage title="Set a new password">
      <Form onSubmit={() => reset.mutate({ key: resetKey, password })} error={reset.error} fields={['password']}>
        <Field label="Account">
          <TextInput type="email" readOnly autoComplete="username" value={account.data.email} />
        </Field>
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          email={account.data.email}
          error={fieldError(reset.error, 'password')}
        />
        <FormActions>
          <Button type="submit" variant="primary" busy={reset.isPending}>
            Set the password
          </Button>
        </FormActions>
      </Form>
    </NarrowPage>
  )
}
