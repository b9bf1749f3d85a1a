import { useState } from 'react'
import { Button, ErrorState, Skeleton } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths, safeNext } from '../provider/paths.js'
import { useSignup } from '../provider/use-entrance.js'
import { useSettings } from '../provider/use-queries.js'
import { EmailField } from '../setup/email-field.js'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { NewPasswordField } from '../setup/new-password-field.js'
import { ProviderButtons } from '../sign-in/provider-buttons.js'
import css from '../sign-in/sign-in.module.css'
import { HostSignIn } from './host-sign-in.js'
import { NarrowPage, NarrowText } from './narrow-page.js'

/** A new account on one's own behalf, where that is open; goes on to `?next=`. */
export function RegisterScreen() {
  const { search } = useNavigation().useLocation()
  const settings = useSettings()
  const next = safeNext(search)
  if (settings.data === undefined)
    return (
      <NarrowPage title="Make an account">
        {settings.error === null ? (
          <Skeleton lines={3} height={24} />
        ) : (
          <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
        )}
      </NarrowPage>
    )
  const { hostAuth, enableUserRegistration, enableSocialAppsUserRegistration, socialApps, passwordLogin } =
    settings.data
  if (hostAuth !== null) return <HostSignIn loginUrl={hostAuth.loginUrl} />
  const byPassword = enableUserRegistration && passwordLogin
  const byProvider = enableSocialAppsUserRegistration && socialApps.length > 0
  if (!byPassword && !byProvider)
    return (
      <NarrowPage title="Registration is closed">
        <NarrowText>
          <p>Nobody makes an account by themselves here. Somebody who is in an organization can invite you.</p>
          <AppLinkButton to={paths.login(next)}>Sign in</AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Make an account">
      {byPassword ? <AccountForm next={next} /> : null}
      {byProvider ? <ProviderButtons next={next} isBelowForm={byPassword} /> : null}
      <p className={css.foot}>
        You have an account? <AppLink to={paths.login(next)}>Sign in</AppLink>
      </p>
    </NarrowPage>
  )
}

function AccountForm({ next }: { readonly next: string }) {
  const { navigate } = useNavigation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signup = useSignup()
  const submit = () =>
    signup.mutate(
      { email: email.trim(), password },
      { onSuccess: ({ isAuthenticated }) => isAuthenticated && navigate(next, { replace: true }) },
    )
  return (
    <Form onSubmit={submit} error={signup.error} fields={['email', 'password']}>
      <EmailField error={signup.error} value={email} onChange={setEmail} />
      <NewPasswordField
        value={password}
        onChange={setPassword}
        email={email}
        error={fieldError(signup.error, 'password')}
      />
      <FormActions>
        <Button type="submit" variant="primary" busy={signup.isPending}>
          Make an account
        </Button>
      </FormActions>
    </Form>
  )
}
