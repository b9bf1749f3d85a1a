import { type ReactNode, useState } from 'react'
import { Button } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { type InvitationLink, useSignupByInvitation } from '../provider/use-entrance.js'
import { EmailField } from '../setup/email-field.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { NewPasswordField } from '../setup/new-password-field.js'

export interface InvitedAccountFormProps extends InvitationLink {
  /** Where the invitation was sent; the account may have another address. */
  readonly email: string
  /** What it is about, before the fields. */
  readonly children: ReactNode
  readonly onDone: () => void
}

/** A new account for somebody who is invited. */
export function InvitedAccountForm({ id, token, email: invited, children, onDone }: InvitedAccountFormProps) {
  const [email, setEmail] = useState(invited)
  const [password, setPassword] = useState('')
  const signup = useSignupByInvitation({ id, token })
  return (
    <Form
      onSubmit={() => signup.mutate({ email: email.trim(), password }, { onSuccess: onDone })}
      error={signup.error}
      fields={['email', 'password']}
    >
      {children}
      <EmailField error={signup.error} value={email} onChange={setEmail} />
      <NewPasswordField
        value={password}
        onChange={setPassword}
        email={email}
        error={fieldError(signup.error, 'password')}
      />
      <FormActions>
        <Button type="submit" variant="primary" busy={signup.isPending}>
          Make an account and join
        </Button>
        <AppLink to={paths.login(paths.invitation(id, token))}>I have an account</AppLink>
      </FormActions>
    </Form>
  )
}
