import type { SignInProviderJson, SignInSettingsJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Checkbox, CopyButton, EmptyState, useToast } from '../primitives/index.js'
import { Loaded } from '../screens/loaded.js'
import settings from '../screens/settings.module.css'
import css from '../sign-in/sign-in.module.css'
import { useAllowPasswords, useCheckProvider, useSignInSettings } from '../sign-in/use-sign-in.js'
import { AdminPage } from './admin-page.js'
import { DeleteProviderDialog } from './delete-provider-dialog.js'
import { ProviderForm } from './provider-form.js'

/** Whom people can sign in by, and whether passwords open anything. */
export function AdminSignInScreen() {
  const query = useSignInSettings()
  const [isAdding, setIsAdding] = useState(false)
  return (
    <AdminPage title="Sign-in">
      <Loaded query={query} lines={6}>
        {(all) => (
          <>
            {all.providers.length === 0 && !isAdding ? (
              <Card title="Providers">
                <EmptyState icon="key" title="People sign in by passwords alone">
                  <p>With a provider they come in by an account that they have elsewhere.</p>
                  <AddButton settings={all} onAdd={() => setIsAdding(true)} />
                </EmptyState>
              </Card>
            ) : (
              all.providers.map((one) => <Provider key={one.id} provider={one} />)
            )}
            {isAdding ? (
              <Card title="Another provider">
                <ProviderForm known={all.providers} onDone={() => setIsAdding(false)} />
              </Card>
            ) : null}
            {all.providers.length > 0 && !isAdding ? (
              <p>
                <AddButton settings={all} onAdd={() => setIsAdding(true)} />
              </p>
            ) : null}
            <Passwords settings={all} />
          </>
        )}
      </Loaded>
    </AdminPage>
  )
}

function AddButton({ settings: all, onAdd }: { readonly settings: SignInSettingsJson; readonly onAdd: () => void }) {
  if (!all.hasProviders) return <span className={settings.note}>This server speaks to no providers.</span>
  if (!all.keepsSecrets)
    return (
      <span className={settings.note}>This server has no secret key, so it cannot keep the secrets of providers.</span>
    )
  return (
    <Button icon="plus" onClick={onAdd}>
      Add a provider
    </Button>
  )
}

function Provider({ provider }: { readonly provider: SignInProviderJson }) {
  const [is, setIs] = useState<'shown' | 'changed' | 'deleted'>('shown')
  const check = useCheckProvider()
  const { id, kind, name, isConfigured, isEnabled, isSecretLost, callbackUrl, joining, issuer } = provider
  const shown = visibleText(name)
  if (is === 'changed')
    return (
      <Card title={shown}>
        <ProviderForm provider={provider} known={[]} onDone={() => setIs('shown')} />
      </Card>
    )
  return (
    <Card
      title={<bdi>{shown}</bdi>}
      actions={
        isConfigured ? undefined : (
          <>
            <Button size="sm" onClick={() => setIs('changed')} aria-label={`Change ${shown}`}>
              Change
            </Button>
            <Button size="sm" onClick={() => setIs('deleted')} aria-label={`Delete ${shown}`}>
              Delete
            </Button>
          </>
        )
      }
    >
      <dl className={settings.facts}>
        <dt>Kind</dt>
        <dd>
          {KINDS[kind]} <code>{id}</code>
          <span className={css.badges}>
            {isConfigured ? <Badge>From the configuration</Badge> : null}
            {isEnabled ? null : <Badge tone="warn">Switched off</Badge>}
            {isSecretLost ? <Badge tone="danger">Its secret cannot be read: give it again</Badge> : null}
          </span>
        </dd>
        {issuer === null ? null : (
          <>
            <dt>Where</dt>
            <dd>
              <bdi>{visibleText(issuer)}</bdi>
            </dd>
          </>
        )}
        <dt>Callback</dt>
        <dd className={css.callback}>
          <code>{callbackUrl}</code>
          <CopyButton text={callbackUrl} label="Copy the callback" />
        </dd>
        <dt>Who comes</dt>
        <dd>{effectOf(provider)}</dd>
        {joining === null ? null : (
          <>
            <dt>Members of</dt>
            <dd>{joiningOf(joining)}</dd>
          </>
        )}
      </dl>
      <div className={settings.apart}>
        <Button size="sm" busy={check.isPending} disabled={!isEnabled} onClick={() => check.mutate(id)}>
          Ask the provider
        </Button>
        <div role="status">
          {check.isSuccess ? <p className={css.ok}>It answers, and would take people in.</p> : null}
          {check.error === null ? null : <p className={css.alert}>{check.error.message}</p>}
        </div>
      </div>
      {is === 'deleted' ? <DeleteProviderDialog provider={provider} onClose={() => setIs('shown')} /> : null}
    </Card>
  )
}

const KINDS: Readonly<Record<SignInProviderJson['kind'], string>> = {
  oidc: 'OpenID Connect',
  github: 'GitHub',
  gitlab: 'GitLab',
  google: 'Google',
  microsoft: 'Microsoft',
}

function effectOf({ opensSignUp, trustsEmail, trustsSecondFactor }: SignInProviderJson): string {
  return [
    opensSignUp ? 'gets an account the first time' : 'needs an account, or open registration',
    ...(trustsEmail ? ['has an address that counts as verified'] : []),
    trustsSecondFactor ? 'is asked for no second factor here' : 'is asked for their second factor here',
  ].join('; ')
}

function joiningOf({
  organization,
  emailDomains,
  role,
  groupRoles,
}: NonNullable<SignInProviderJson['joining']>): string {
  const groups = Object.entries(groupRoles).map(([group, given]) => `${visibleText(group)} as ${given}`)
  return [
    organization,
    emailDomains.length === 0 ? 'everybody' : `addresses of ${emailDomains.join(', ')}`,
    ...(groups.length === 0 ? [] : [`by group: ${groups.join(', ')}`]),
    role === null ? 'others stay out' : `${groups.length === 0 ? '' : 'others '}as ${role}`,
  ].join('; ')
}

function Passwords({
  settings: { allowsPasswords, isPasswordConfigured, providers },
}: {
  readonly settings: SignInSettingsJson
}) {
  const allow = useAllowPasswords()
  const toast = useToast()
  const canDisable = providers.some(({ isEnabled, isSecretLost }) => isEnabled && !isSecretLost)
  const change = (isOn: boolean) =>
    allow.mutate(isOn, { onError: (error) => toast.show({ message: error.message, tone: 'danger' }) })
  return (
    <Card title="Passwords">
      <div className={settings.paragraphs}>
        <Checkbox
          label="People may sign in by a password"
          checked={allowsPasswords}
          disabled={isPasswordConfigured || allow.isPending || (allowsPasswords && !canDisable)}
          onChange={(event) => change(event.target.checked)}
        />
        <p className={settings.note}>
          <PasswordNote isConfigured={isPasswordConfigured} canDisable={canDisable} />
        </p>
      </div>
    </Card>
  )
}

function PasswordNote({ isConfigured, canDisable }: { readonly isConfigured: boolean; readonly canDisable: boolean }) {
  if (isConfigured)
    return (
      <>
        The configuration of the server says so: <code>MISHAP_ALLOW_PASSWORDS</code>.
      </>
    )
  if (!canDisable) return 'They can be switched off when there is a provider that works.'
  return (
    <>
      Before you switch them off, make sure that you can sign in by a provider yourself. The way back is a command on
      the server: <code>mishap sign-in passwords on</code>
    </>
  )
}
