import type { SessionJson } from '@mishap/core/client'
import type { ReactNode } from 'react'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useSettings } from '../provider/use-queries.js'
import { PasskeyButton, useHasPasskeys } from './passkey-button.js'
import { ProviderButtons } from './provider-buttons.js'
import { providerRefusal } from './refusals.js'
import css from './sign-in.module.css'

export interface WaysInProps {
  /** Where to go then, as a path of the app. */
  readonly next: string
  /** Of the page: says why a provider led back here. */
  readonly search: string
  /** By a passkey; a provider leads away from the page. */
  readonly onSignedIn: (session: SessionJson) => void
  /** The form for the password, which is not shown where passwords open nothing. */
  readonly children: ReactNode
}

/** Every way to sign in that this server has, and the one to an account. */
export function WaysIn({ next, search, onSignedIn, children }: WaysInProps) {
  const settings = useSettings().data
  const refusal = providerRefusal(search)
  const byPassword = settings?.passwordLogin !== false
  const hasPasskeys = useHasPasskeys()
  const isOpen = settings?.enableUserRegistration === true || settings?.enableSocialAppsUserRegistration === true
  return (
    <>
      <div role="alert">{refusal === null ? null : <p className={css.alert}>{refusal}</p>}</div>
      {byPassword ? children : null}
      <PasskeyButton after="nothing" isBelowForm={byPassword} onDone={onSignedIn} />
      {hasPasskeys ? <div className={css.below} /> : null}
      <ProviderButtons next={next} isBelowForm={byPassword && !hasPasskeys} />
      {isOpen ? (
        <p className={css.foot}>
          New here? <AppLink to={paths.register(next)}>Make an account</AppLink>
        </p>
      ) : null}
    </>
  )
}
