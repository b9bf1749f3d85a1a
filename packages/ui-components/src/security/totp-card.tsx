import type { AuthenticatorJson, RecoveryCodesJson } from '@mishap/core/client'
import { useState } from 'react'
import { Badge, Button, Card, CopyButton, Time, useToast } from '../primitives/index.js'
import settings from '../screens/settings.module.css'
import { Form, FormActions, fieldError } from '../setup/form.js'
import { isCancelled } from './proof.js'
import { CodeField } from './proof-dialog.js'
import { QrCode } from './qr-code.js'
import css from './security.module.css'
import { useActivateTotp, useBeginTotp, useDeactivateTotp } from './use-security.js'

export interface TotpCardProps {
  readonly totp: AuthenticatorJson | null
  /** The recovery codes that came with it. */
  readonly onCodes: (codes: RecoveryCodesJson) => void
}

/** An app that shows a code to be given after the password. */
export function TotpCard({ totp, onCodes }: TotpCardProps) {
  return (
    <Card title="Authenticator app" actions={totp === null ? null : <Badge tone="ok">On</Badge>}>
      {totp === null ? <Offer onCodes={onCodes} /> : <Active totp={totp} />}
    </Card>
  )
}

/** Forgets the secret that it showed, once there is an app. */
function Offer({ onCodes }: Pick<TotpCardProps, 'onCodes'>) {
  const begin = useBeginTotp()
  if (begin.data !== undefined) return <Enrolment {...begin.data} onCodes={onCodes} onCancel={() => begin.reset()} />
  return (
    <div className={css.choice}>
      <p className={settings.note}>
        An app on your phone shows a code that changes every half minute. It is asked for after the password, so that
        the password alone opens nothing.
      </p>
      <Button variant="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
        Set up an app
      </Button>
      {begin.error === null || isCancelled(begin.error) ? null : (
        <p role="alert" className={css.alert}>
          {begin.error.message}
        </p>
      )}
    </div>
  )
}

interface EnrolmentProps extends Pick<TotpCardProps, 'onCodes'> {
  readonly secret: string
  readonly url: string
  readonly onCancel: () => void
}

function Enrolment({ secret, url, onCodes, onCancel }: EnrolmentProps) {
  const [code, setCode] = useState('')
  const activate = useActivateTotp()
  const submit = () => activate.mutate(code.trim(), { onSuccess: onCodes, onError: () => setCode('') })
  const error = isCancelled(activate.error) ? null : activate.error
  return (
    <div className={css.enrolment}>
      <QrCode text={url} label="The secret of the app, as a code for its camera" />
      <div className={css.steps}>
        <p>
          <b>1.</b> Scan this with the app, or type the secret:
        </p>
        <p className={css.secret}>
          <code>{inFours(secret)}</code>
          <CopyButton text={secret} label="Copy the secret" isIconOnly variant="ghost" />
        </p>
        <p>
          <b>2.</b> Give the code that it shows.
        </p>
        <Form onSubmit={submit} error={error} fields={['code']}>
          <CodeField label="Code" error={fieldError(error, 'code')} value={code} onChange={setCode} />
          <FormActions>
            <Button type="submit" variant="primary" busy={activate.isPending}>
              Turn it on
            </Button>
            <Button onClick={onCancel}>Cancel</Button>
          </FormActions>
        </Form>
      </div>
    </div>
  )
}

function Active({ totp }: { readonly totp: AuthenticatorJson }) {
  const [isSure, setIsSure] = useState(false)
  const deactivate = useDeactivateTotp()
  const toast = useToast()
  const turnOff = () =>
    deactivate.mutate(undefined, {
      onSuccess: () => toast.show({ message: 'The app is not asked for any more', durationMs: 4000 }),
      onError: (error) => (isCancelled(error) ? null : toast.show({ message: error.message, tone: 'danger' })),
    })
  return (
    <div className={css.choice}>
      <p className={settings.note}>
        Its code is asked for after the password. Set up <Time value={isoOf(totp.created_at)} isFocusable={false} />
        {totp.last_used_at === null ? null : (
          <>
            , last used <Time value={isoOf(totp.last_used_at)} isFocusable={false} />
          </>
        )}
        .
      </p>
      {isSure ? (
        <div className={css.actions}>
          <Button variant="danger" busy={deactivate.isPending} onClick={turnOff}>
            Turn it off
          </Button>
          <Button onClick={() => setIsSure(false)}>Keep it</Button>
        </div>
      ) : (
        <Button onClick={() => setIsSure(true)}>Turn off…</Button>
      )}
    </div>
  )
}

/** Of seconds since 1970. */
export function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
