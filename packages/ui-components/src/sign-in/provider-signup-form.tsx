import type { SessionJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
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
      <Field label="Email" hint="A link goes there that confirms it." error={fieldError(finish.error, 'email')}>
        <TextInput
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" busy={finish.isPending}>
          Make an account
        </Button>
        <AppLink to={paths.login()}>Sign in another way</AppLink>
      </FormActions>
    </Form>
  )
}
