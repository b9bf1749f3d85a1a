import type { ChannelStateJson, IntegrationKind, OrganizationDetailJson, RecipientTypeName } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Time } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useIntegrations } from '../provider/use-integrations.js'
import { useMay } from '../provider/use-project-settings.js'
import { Loaded } from '../screens/loaded.js'
import { OrganizationPage, type OrganizationScreenProps } from '../screens/organization-page.js'
import { CHANNEL_CATALOGUE, INTEGRATION_CATALOGUE, INTEGRATION_KINDS } from './catalogue.js'
import { CHANNEL_TYPES, CHANNELS } from './channels.js'
import { CodeMappingsCard } from './code-mappings-card.js'
import { IntegrationCard } from './integration-card.js'
import { IntegrationDialog } from './integration-dialog.js'
import css from './integrations.module.css'
import { useChannelStates } from './use-alerts.js'

/** What Mishap works with for an organization, and what it could: what for, how to set it up, and how it does. */
export function IntegrationsScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Integrations">
      {(organization) => <Integrations organization={organization} />}
    </OrganizationPage>
  )
}

function Integrations({ organization: { slug: org } }: { readonly organization: OrganizationDetailJson }) {
  const integrations = useIntegrations(org)
  const mayManage = useMay(org, 'org:write')
  const [adding, setAdding] = useState<IntegrationKind | null>(null)
  return (
    <>
      <Loaded query={integrations} lines={4} height={40}>
        {(all) => (
          <>
            {all.map((integration) => (
              <IntegrationCard key={integration.id} org={org} integration={integration} mayManage={mayManage} />
            ))}
            <Card title="Trackers, code and Slack" isFlush>
              <ul>
                {INTEGRATION_KINDS.map((kind) => {
                  const { name, about } = INTEGRATION_CATALOGUE[kind]
                  const own = all.filter((one) => one.kind === kind)
                  const failing = own.filter(({ state }) => state === 'failing').length
                  return (
                    <li key={kind} className={css.entry}>
                      <div className={css.about}>
                        <h3 className={css.name}>
                          {name} {own.length === 0 ? null : <Badge>{counted(own.length, 'connection')}</Badge>}{' '}
                          <FailingBadge count={failing} />
                        </h3>
                        <p className={css.note}>{about}</p>
                      </div>
                      {mayManage ? (
                        <Button size="sm" icon="plus" onClick={() => setAdding(kind)}>
                          Connect<span className="mh-hidden"> {name}</span>
                        </Button>
                      ) : null}
                    </li>
                  )
                })}
              </ul>
            </Card>
            {all.some(({ kind }) => kind === 'github' || kind === 'gitlab') ? (
              <CodeMappingsCard org={org} integrations={all} mayManage={mayManage} />
            ) : null}
          </>
        )}
      </Loaded>
      <Channels org={org} hasSlack={integrations.data?.some(({ kind }) => kind === 'slack') ?? false} />
      {adding === null ? null : (
        <IntegrationDialog org={org} kind={adding} integration={null} onClose={() => setAdding(null)} />
      )}
    </>
  )
}

/** The ways that alerts tell people by. */
function Channels({ org, hasSlack }: { readonly org: string; readonly hasSlack: boolean }) {
  const states = useChannelStates(org)
  const mayWrite = useMay(org, 'project:write')
  return (
    <Card title="Ways of telling people" isFlush>
      <Loaded query={states} lines={8} height={36}>
        {(read) => (
          <ul>
            {CHANNEL_TYPES.map((type) => (
              <Channel
                key={type}
                org={org}
                type={type}
                state={read.find(({ recipientType }) => recipientType === type)}
                mayUse={mayWrite && (type !== 'slack_app' || hasSlack)}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}

interface ChannelProps {
  readonly org: string
  readonly type: RecipientTypeName
  readonly state: ChannelStateJson | undefined
  readonly mayUse: boolean
}

function Channel({ org, type, state, mayUse }: ChannelProps) {
  const { about, steps } = CHANNEL_CATALOGUE[type]
  const { recipients = 0, failing = 0, lastSent = null } = state ?? {}
  return (
    <li className={css.entry}>
      <div className={css.about}>
        <h3 className={css.name}>
          {CHANNELS[type].name} {recipients === 0 ? null : <Badge>{counted(recipients, 'recipient')}</Badge>}{' '}
          <FailingBadge count={failing} />
        </h3>
        <p className={css.note}>
          {about}
          {lastSent === null ? null : (
            <>
              {' '}
              Last message <Time value={lastSent} isFocusable={false} />.
            </>
          )}
        </p>
        <details className={css.steps}>
          <summary>
            How to set it up<span className="mh-hidden">: {CHANNELS[type].name}</span>
          </summary>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      </div>
      <div className={css.buttons}>
        {failing > 0 ? (
          <AppLinkButton size="sm" to={paths.alerts(org, '?state=failing')}>
            See which<span className="mh-hidden"> alerts fail by {CHANNELS[type].name}</span>
          </AppLinkButton>
        ) : null}
        {mayUse ? (
          <AppLinkButton size="sm" icon="plus" to={paths.newAlert(org, `?channel=${type}`)}>
            New rule<span className="mh-hidden"> with {CHANNELS[type].name}</span>
          </AppLinkButton>
        ) : null}
      </div>
    </li>
  )
}

function FailingBadge({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <Badge tone="danger" icon="alert">
      {count} failing
    </Badge>
  )
}
