import type { IntegrationJson, IntegrationTestJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Code, Icon, Time, type Tone, useToast } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useDeleteIntegration, useTestIntegration } from '../provider/use-integrations.js'
import { INTEGRATION_CATALOGUE } from './catalogue.js'
import { IntegrationDialog } from './integration-dialog.js'
import css from './integrations.module.css'

const STATES: Readonly<Record<IntegrationJson['state'], { readonly words: string; readonly tone: Tone }>> = {
  ok: { words: 'Works', tone: 'ok' },
  failing: { words: 'Failing', tone: 'danger' },
  incomplete: { words: 'Wants a token', tone: 'warn' },
}

export interface IntegrationCardProps {
  readonly org: string
  readonly integration: IntegrationJson
  readonly mayManage: boolean
}

/** One that is connected: how it does, where the other side is to report, and what can be done about it. */
export function IntegrationCard({ org, integration, mayManage }: IntegrationCardProps) {
  const { id, kind, url, account, error, state, webhookURL, hasWebhookSecret, lastUsed } = integration
  const [asked, setAsked] = useState<'change' | 'remove' | null>(null)
  const [tested, setTested] = useState<IntegrationTestJson | null>(null)
  const test = useTestIntegration(org)
  const removal = useDeleteIntegration(org)
  const toast = useToast()
  const { name: product, hooks } = INTEGRATION_CATALOGUE[kind]
  const name = visibleText(clip(integration.name, 100))
  const { words, tone } = STATES[state]
  const failed = (what: string) => (fault: Error) =>
    toast.show({ message: `${name} ${what}: ${fault.message}`, tone: 'danger' })
  return (
    <Card
      title={<bdi>{name}</bdi>}
      actions={
        <Badge tone={tone} icon={state === 'ok' ? 'check' : 'alert'}>
          {words}
        </Badge>
      }
    >
      <div className={css.stack}>
        <p className={css.note}>
          {product} · <bdi>{visibleText(clip(url, 120))}</bdi>
          {account === '' ? null : (
            <>
              {' '}
              as <bdi>{visibleText(clip(account, 120))}</bdi>
            </>
          )}
          {lastUsed === null ? null : (
            <>
              {' · '}used <Time value={lastUsed} isFocusable={false} />
            </>
          )}
        </p>
        {error === '' ? null : (
          <p className={css.fault}>
            <Icon name="alert" size={13} /> <bdi>{visibleText(clip(error, 500))}</bdi>
          </p>
        )}
        <details className={css.steps} open={!hasWebhookSecret || undefined}>
          <summary>Where {product} reports</summary>
          <p className={css.note}>{hooks}</p>
          <Code isBlock isWrapped>
            {webhookURL}
          </Code>
        </details>
        {mayManage ? (
          <div className={css.buttons}>
            <Button
              size="sm"
              icon="play"
              busy={test.isPending}
              onClick={() => test.mutate(id, { onSuccess: setTested, onError: failed('could not be tried') })}
            >
              Test<span className="mh-hidden"> {name}</span>
            </Button>
            {kind === 'slack' && state !== 'incomplete' ? (
              <AppLinkButton size="sm" icon="plus" to={paths.newAlert(org, `?channel=slack_app&integration=${id}`)}>
                New rule<span className="mh-hidden"> with {name}</span>
              </AppLinkButton>
            ) : null}
            <Button size="sm" onClick={() => setAsked('change')}>
              Change<span className="mh-hidden"> {name}</span>
            </Button>
            {asked === 'remove' ? (
              <>
                <Button
                  size="sm"
                  variant="danger"
                  busy={removal.isPending}
                  onClick={() => removal.mutate(id, { onError: failed('stays connected') })}
                >
                  Remove it with its links
                </Button>
                <Button size="sm" variant="ghost" onClick={() => setAsked(null)}>
                  Keep it
                </Button>
              </>
            ) : (
              <Button size="sm" variant="ghost" onClick={() => setAsked('remove')}>
                Remove<span className="mh-hidden"> {name}</span>
              </Button>
            )}
          </div>
        ) : null}
        <p role="status" className={tested?.ok === false ? css.fault : css.note}>
          {tested === null ? null : (
            <>
              <Icon name={tested.ok ? 'check' : 'alert'} size={13} />{' '}
              <bdi>
                {tested.ok ? 'It is known there as ' : ''}
                {visibleText(clip(tested.message, 500))}
              </bdi>
            </>
          )}
        </p>
      </div>
      {asked === 'change' ? (
        <IntegrationDialog org={org} kind={kind} integration={integration} onClose={() => setAsked(null)} />
      ) : null}
    </Card>
  )
}
