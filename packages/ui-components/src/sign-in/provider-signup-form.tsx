import type { SessionJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { EmailField } from '../setup/email-field.js'
import { Form, FormActions } from '../setup/form.js'
import { useFinishProviderSignup } from './use-sign-in.js'

export interface ProviderSignupFormProps {
  /** The provider's. */
  readonly name: string
  readonly onDone: (session: SessionJson) => void
}

/** The one thing that the provider did not tell. */
export function ProviderSignupForm({ name, onDone }: ProviderSignupFormProps) {
  const [email, setEmail] = useState('')
  const finish = useFinishProviderSignup()
  return (
    <Form onSubmit={() => finish.mutate(email.trim(), { onSuccess: onDone })} error={finish.error} fields={['email']}>
      <p>
        <bdi>{visibleText(name)}</bdi> has let you in, and told no address. Your account here needs one.
      </p>
      <EmailField
        hint="A link goes there that confirms it."
        error={finish.error}
        value={email}
        onChange={setEmail}
        isContact
      />
      <FormActions>
        <Button type="submit" variant="primary" busy={finish.isPending}>
          Make an account
        </Button>
        <AppLink to={paths.login()}>Sign in another way</AppLink>
      </FormActions>
    </Form>
  )
}
