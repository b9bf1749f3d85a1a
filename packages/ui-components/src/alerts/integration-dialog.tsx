import type { IntegrationJson, IntegrationKind, NewIntegrationJson } from '@mishap/core/client'
import { useId, useState } from 'react'
import { Button, Checkbox, Code, Dialog, Field, Icon, TextArea, TextInput } from '../primitives/index.js'
import { useSaveIntegration } from '../provider/use-integrations.js'
import settings from '../screens/settings.module.css'
import { Form, fieldError, PasswordField } from '../setup/form.js'
import { INTEGRATION_CATALOGUE } from './catalogue.js'
import css from './integrations.module.css'

export interface IntegrationDialogProps {
  readonly org: string
  readonly kind: IntegrationKind
  /** Null for a new one. */
  readonly integration: IntegrationJson | null
  readonly onClose: () => void
}

/** Connects something, step by step, or changes what is connected. What is secret is taken and never shown. */
export function IntegrationDialog({ org, kind, integration, onClose }: IntegrationDialogProps) {
  const form = useId()
  const save = useSaveIntegration(org, integration)
  const [made, setMade] = useState<NewIntegrationJson | null>(null)
  const { name: product } = INTEGRATION_CATALOGUE[kind]
  if (made !== null) return <Made kind={kind} made={made} onClose={onClose} />
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={integration === null ? `Connect ${product}` : `Change ${product}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending}>
            {integration === null ? 'Connect' : 'Save'}
          </Button>
        </>
      }
    >
      <Fields
        {...{ form, kind, integration, save }}
        onSaved={(saved) => (integration === null ? setMade(saved) : onClose())}
      />
    </Dialog>
  )
}

interface FieldsProps extends Pick<IntegrationDialogProps, 'kind' | 'integration'> {
  readonly form: string
  readonly save: ReturnType<typeof useSaveIntegration>
  readonly onSaved: (saved: NewIntegrationJson) => void
}

const NAMED = ['name', 'url', 'account', 'token', 'webhookSecret', 'title', 'body']

function Fields({ form, kind, integration, save, onSaved }: FieldsProps) {
  const { name: product, steps } = INTEGRATION_CATALOGUE[kind]
  const [typed, setTyped] = useState({
    name: integration?.name ?? product,
    url: integration?.url ?? '',
    account: integration?.account ?? '',
    token: '',
    webhookSecret: '',
    closesLinked: integration?.closesLinked ?? true,
    resolvesIssues: integration?.resolvesIssues ?? true,
    template: integration?.template ?? null,
  })
  const change = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part })
  const isTracker = kind !== 'slack'
  const submit = () => {
    const { url, account, token, webhookSecret, template, closesLinked, resolvesIssues } = typed
    save.mutate(
      {
        ...{ kind, name: typed.name.trim() },
        ...(url.trim() === '' ? {} : { url: url.trim() }),
        ...(kind === 'jira' ? { account: account.trim() } : {}),
        ...(token === '' ? {} : { token }),
        ...(webhookSecret === '' ? {} : { webhookSecret }),
        ...(isTracker ? { closesLinked, resolvesIssues } : {}),
        ...(template === null ? {} : { template }),
      },
      { onSuccess: onSaved },
    )
  }
  const isElsewhere = integration !== null && typed.url !== integration.url
  const stays = integration?.hasToken === true && !isElsewhere ? 'There is one; empty, it stays as it is.' : undefined
  return (
    <Form id={form} error={save.error} fields={NAMED} onSubmit={submit}>
      {integration === null ? (
        <ol className={css.list}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
      <Field label="Name" error={fieldError(save.error, 'name')}>
        <TextInput
          required
          maxLength={100}
          value={typed.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      {isTracker ? (
        <Field
          label={kind === 'jira' ? 'Address of the site' : 'Address (of a server of your own)'}
          error={fieldError(save.error, 'url')}
        >
          <TextInput
            type="url"
            required={kind === 'jira'}
            maxLength={500}
            placeholder={PLACES[kind]}
            value={typed.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        </Field>
      ) : null}
      {kind === 'jira' ? (
        <Field
          label="Mail address of the token’s user"
          hint="Of Jira Cloud. Empty for Jira Data Center."
          error={fieldError(save.error, 'account')}
        >
          <TextInput
            maxLength={200}
            inputMode="email"
            spellCheck={false}
            value={typed.account}
            onChange={(event) => change({ account: event.target.value })}
          />
        </Field>
      ) : null}
      <PasswordField
        label="Token"
        {...(stays === undefined ? {} : { hint: stays })}
        error={fieldError(save.error, 'token')}
        // It is sent to no address but the one that it was given for.
        required={integration === null || isElsewhere}
        maxLength={2000}
        autoComplete="off"
        value={typed.token}
        onChange={(event) => change({ token: event.target.value })}
      />
      {isTracker ? (
        <div className={settings.switches}>
          <Checkbox
            label="A resolved issue closes what it is linked to"
            checked={typed.closesLinked}
            onChange={(event) => change({ closesLinked: event.target.checked })}
          />
          <Checkbox
            label="What is closed there resolves the issue"
            checked={typed.resolvesIssues}
            onChange={(event) => change({ resolvesIssues: event.target.checked })}
          />
        </div>
      ) : (
        <PasswordField
          label="Signing secret"
          {...(integration?.hasWebhookSecret === true ? { hint: 'There is one; empty, it stays as it is.' } : {})}
          error={fieldError(save.error, 'webhookSecret')}
          required={integration === null}
          maxLength={2000}
          autoComplete="off"
          value={typed.webhookSecret}
          onChange={(event) => change({ webhookSecret: event.target.value })}
        />
      )}
      {isTracker && typed.template !== null ? (
        <details className={css.steps}>
          <summary>What is written into new issues there</summary>
          <div className={css.stack}>
            <Field label="Title" error={fieldError(save.error, 'title')}>
              <TextInput
                required
                maxLength={300}
                className={css.code}
                value={typed.template.title}
                onChange={(event) =>
                  typed.template && change({ template: { ...typed.template, title: event.target.value } })
                }
              />
            </Field>
            <Field label="Text" hint={NAMES} error={fieldError(save.error, 'body')}>
              <TextArea
                rows={8}
                maxLength={10_000}
                className={css.code}
                spellCheck={false}
                value={typed.template.body}
                onChange={(event) =>
                  typed.template && change({ template: { ...typed.template, body: event.target.value } })
                }
              />
            </Field>
          </div>
        </details>
      ) : null}
    </Form>
  )
}

const PLACES = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  jira: 'https://acme.atlassian.net',
  slack: '',
} as const
const NAMES =
  '{{ title }}, {{ shortID }}, {{ url }}, {{ culprit }}, {{ project }}, {{ release }}, {{ environment }}, {{ level }}, {{ stack }}'

/** What is still to be done on the other side; the secret is told this once. */
function Made({
  kind,
  made,
  onClose,
}: {
  readonly kind: IntegrationKind
  readonly made: NewIntegrationJson
  readonly onClose: () => void
}) {
  const { name, hooks } = INTEGRATION_CATALOGUE[kind]
  return (
    <Dialog
      isOpen
      onClose={onClose}
      // A click beside it would throw the secret away.
      onClick={() => undefined}
      title={`${name} is connected`}
      actions={
        <Button variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <div className={css.stack}>
        <p>{hooks}</p>
        <div>
          <p className={settings.legend}>Address</p>
          <Code isBlock isWrapped>
            {made.webhookURL}
          </Code>
        </div>
        {made.webhookSecret === null ? null : (
          <div>
            <p className={settings.legend}>Secret</p>
            <Code isBlock isWrapped>
              {made.webhookSecret}
            </Code>
            <p role="status" className={css.note}>
              <Icon name="info" size={13} /> Copy it now: it is not shown again.
            </p>
          </div>
        )}
      </div>
    </Dialog>
  )
}
