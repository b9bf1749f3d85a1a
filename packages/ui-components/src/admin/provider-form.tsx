import type { ProviderKindJson, SignInProviderInput, SignInProviderJson } from '@mishap/core/client'
import { useState } from 'react'
import { Button, Checkbox, Field, Select, TextInput } from '../primitives/index.js'
import settings from '../screens/settings.module.css'
import { Form, FormActions, fieldError, PasswordField } from '../setup/form.js'
import css from '../sign-in/sign-in.module.css'
import { useSaveProvider } from '../sign-in/use-sign-in.js'
import { JoiningFields } from './joining-fields.js'
import { freeId, KIND_FIELDS, readJoining, type TypedJoining, typedJoining, wordsOf } from './typed-provider.js'

export interface ProviderFormProps {
  /** Not given: another one is made. */
  readonly provider?: SignInProviderJson
  /** Those that there are, whose names are taken. */
  readonly known: readonly SignInProviderJson[]
  readonly onDone: () => void
}

/** Everything about one provider. The secret stays as it is unless another is typed. */
export function ProviderForm({ provider, known, onDone }: ProviderFormProps) {
  const [kind, setKind] = useState<ProviderKindJson>(provider?.kind ?? 'oidc')
  const [id, setId] = useState<string | null>(provider?.id ?? null)
  const [name, setName] = useState(provider?.name ?? '')
  const [issuer, setIssuer] = useState(provider?.issuer ?? '')
  const [clientId, setClientId] = useState(provider?.clientId ?? '')
  const [secret, setSecret] = useState('')
  const [scopes, setScopes] = useState((provider?.scopes ?? []).join(' '))
  const [flags, setFlags] = useState({
    isEnabled: provider?.isEnabled ?? true,
    opensSignUp: provider?.opensSignUp ?? false,
    trustsEmail: provider?.trustsEmail ?? false,
    trustsSecondFactor: provider?.trustsSecondFactor ?? false,
  })
  const [joining, setJoining] = useState<TypedJoining>(typedJoining(provider?.joining ?? null))
  const save = useSaveProvider()
  const fields = KIND_FIELDS[kind]
  const wantedId = id ?? freeId(kind, known)
  const submit = () => {
    const input: SignInProviderInput = {
      kind,
      name: name.trim() === '' ? fields.name : name.trim(),
      clientId: clientId.trim(),
      ...(secret === '' ? {} : { clientSecret: secret }),
      issuer: issuer.trim() === '' ? null : issuer.trim(),
      scopes: wordsOf(scopes),
      ...flags,
      joining: readJoining(joining),
    }
    save.mutate({ id: wantedId, provider: input }, { onSuccess: onDone })
  }
  const check = (flag: keyof typeof flags, label: string) => (
    <Checkbox
      label={label}
      checked={flags[flag]}
      onChange={(event) => setFlags({ ...flags, [flag]: event.target.checked })}
    />
  )
  return (
    <Form onSubmit={submit} error={save.error} fields={SHOWN}>
      <div className={settings.pair}>
        <Field label="Kind" className={settings.grow}>
          <Select
            value={kind}
            disabled={provider !== undefined}
            onChange={(event) => setKind(event.target.value as ProviderKindJson)}
          >
            {Object.entries(KIND_FIELDS).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Name"
          hint="What the button says."
          className={settings.grow}
          error={fieldError(save.error, 'name')}
        >
          <TextInput maxLength={40} placeholder={fields.name} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
      </div>
      {provider === undefined ? (
        <Field
          label="Short name"
          hint="Stands in the address that the provider sends people back to. It cannot be changed later."
          error={fieldError(save.error, 'id')}
        >
          <TextInput
            required
            maxLength={30}
            pattern="[a-z0-9][a-z0-9\-]*"
            autoComplete="off"
            value={wantedId}
            onChange={(event) => setId(event.target.value)}
          />
        </Field>
      ) : null}
      {fields.issuer === null ? null : (
        <Field label={fields.issuer.label} hint={fields.issuer.hint} error={fieldError(save.error, 'issuer')}>
          <TextInput
            required={kind === 'oidc'}
            maxLength={300}
            autoComplete="off"
            value={issuer}
            onChange={(event) => setIssuer(event.target.value)}
          />
        </Field>
      )}
      <div className={settings.pair}>
        <Field label="Client id" className={settings.grow} error={fieldError(save.error, 'clientId')}>
          <TextInput
            required
            maxLength={300}
            autoComplete="off"
            value={clientId}
            onChange={(event) => setClientId(event.target.value)}
          />
        </Field>
        <div className={settings.grow}>
          <PasswordField
            label="Client secret"
            hint={
              provider?.hasSecret ? 'Left empty, it stays as it is.' : 'As the provider gave it. It is kept sealed.'
            }
            error={fieldError(save.error, 'clientSecret')}
            maxLength={4000}
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </div>
      </div>
      <Field
        label="More scopes"
        hint="With spaces between them, such as one for groups."
        error={fieldError(save.error, 'scopes')}
      >
        <TextInput autoComplete="off" value={scopes} onChange={(event) => setScopes(event.target.value)} />
      </Field>
      <fieldset className={css.checks}>
        <legend className={settings.legend}>Who comes by it</legend>
        {check('opensSignUp', 'gets an account the first time, also where registration is closed')}
        {check('trustsEmail', 'has an address that counts as verified, though the provider may not say so')}
        {check('trustsSecondFactor', 'is asked for no second factor here')}
      </fieldset>
      <JoiningFields value={joining} onChange={setJoining} error={save.error} />
      {check('isEnabled', 'People can sign in by it')}
      <FormActions>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {provider === undefined ? 'Add provider' : 'Save'}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </FormActions>
    </Form>
  )
}

const SHOWN = [
  ...['id', 'name', 'issuer', 'clientId', 'clientSecret', 'scopes', 'organization', 'emailDomains', 'groupRoles'],
  'groupsClaim',
]
