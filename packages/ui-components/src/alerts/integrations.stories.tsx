import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { anIntegration } from '../provider/memory/builders.js'
import { organizationWorld } from '../provider/memory/organization-world.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { inWorld, never } from '../provider/story.js'
import { IntegrationsScreen } from './integrations-screen.js'

const meta = {
  title: 'Screens/Integrations',
  decorators: [inWorld],
  parameters: { isBare: true },
  render: () => <IntegrationsScreen org="acme" />,
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const at = (fixtures: MemoryFixtures, change: object = {}): Story => ({
  parameters: { world: { at: '/acme/settings/integrations', fixtures, change } },
})
const jira = anIntegration({
  ...{ id: '2', kind: 'jira', name: 'Jira', url: 'https://acme.atlassian.net', account: 'ada@example.com' },
  ...{ state: 'failing', error: 'HTTP 401: the token is not known.' },
})
const mapping = { id: '1', integrationID: '1', project: 'web', repository: 'acme/web', stackRoot: '/app/' }

/** Nothing is connected. */
export const First = at(organizationWorld())
export const Connected = at({
  ...organizationWorld(),
  integrations: [anIntegration(), jira, anIntegration({ id: '3', kind: 'slack', name: 'Slack', state: 'incomplete' })],
  codeMappings: [{ ...mapping, sourceRoot: 'packages/web/', branch: 'main' }],
})
/** Who may read and not change. */
export const OfAMember = at({ ...organizationWorld('member'), integrations: [anIntegration()] })
export const Hostile = at({
  ...organizationWorld(),
  integrations: [XSS, LONG.slice(0, 250), RTL].map((name, place) =>
    anIntegration({ id: String(place), name, account: name, state: 'failing', error: LONG.slice(0, 600) }),
  ),
  codeMappings: [{ ...mapping, integrationID: '0', repository: LONG.slice(0, 200), sourceRoot: XSS, branch: RTL }],
})
export const Loading = at(organizationWorld(), { listIntegrations: never, listChannelStates: never })
export const Failing = at(organizationWorld(), {
  listIntegrations: () => Promise.reject(new ApiError(500, 'The database is away.')),
})
