import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { alertWorld, anAlert, aRecipient, shopAlerts } from '../provider/memory/alert-world.js'
import { minutesAgo } from '../provider/memory/builders.js'
import { inWorld, never } from '../provider/story.js'
import { AlertScreen, NewAlertScreen } from './alert-editor-screen.js'
import { CHANNEL_TYPES } from './channels.js'

const at = (path: string) => ({ world: { fixtures: alertWorld, at: path } })

const firings = Array.from({ length: 80 }, (_, place) => ({
  ...{ at: minutesAgo(place * 240), trigger: 'events' as const, issueID: '1' },
  title: place % 9 === 0 ? XSS : 'PaymentDeclinedError: card_declined',
}))
const noisy = {
  backTestAlert: (_org: string, _project: string, { quantity = 0 }: { readonly quantity?: number | null }) =>
    Promise.resolve({
      ...{ from: minutesAgo(20_160), until: minutesAgo(0), firings, count: 92, unknown: ['quota' as const] },
      messages: (quantity ?? 0) > 50 ? 6 : 92,
    }),
}

const hostile = anAlert({
  ...{ id: 9, name: LONG.slice(0, 255), query: `${RTL} "${XSS}`, triggers: ['new_issue'] },
  alertRecipients: [
    aRecipient({
      ...{ id: 1, recipientType: 'email' },
      config: { audience: [], users: ['404', '__proto__'], teams: [XSS, LONG.slice(0, 80)], addresses: [XSS, RTL] },
    }),
    aRecipient({ id: 2, recipientType: 'webhook', url: `https://${LONG.slice(0, 1500)}`, tagsToAdd: [XSS] }),
    aRecipient({
      id: 3,
      recipientType: 'template',
      url: XSS,
      config: { body: LONG, headers: [{ name: XSS, value: 1 }] },
    }),
  ],
  failing: [{ recipientID: 2, since: '', error: LONG.slice(0, 900), pausedUntil: null }],
  quietHours: { start: XSS, end: '', timeZone: 'Mars/Olympus', days: [] },
})

const everyWay = anAlert({
  ...{ id: 8, name: 'Everybody', triggers: ['new_issue'] },
  alertRecipients: CHANNEL_TYPES.map((recipientType, id) => aRecipient({ id, recipientType })),
})

const meta = {
  title: 'Alerts/AlertScreen',
  component: AlertScreen,
  args: { org: 'acme', id: 2 },
  decorators: [inWorld],
  parameters: { isBare: true, ...at('/acme/alerts/2?project=shop-api') },
} satisfies Meta<typeof AlertScreen>
export default meta

type Story = StoryObj<typeof meta>

const making = () => <NewAlertScreen org="acme" />

export const Default: Story = {}

export const New: Story = { render: making, parameters: at('/acme/alerts/new?project=shop-api') }

export const NewWithoutProject: Story = { render: making, parameters: at('/acme/alerts/new') }

export const LikeAnother: Story = { render: making, parameters: at('/acme/alerts/new?like=2&project=shop-api') }

export const Noisy: Story = {
  parameters: { world: { fixtures: alertWorld, at: '/acme/alerts/2?project=shop-api', change: noisy } },
}

export const EveryWay: Story = {
  args: { id: 8 },
  parameters: { world: { fixtures: { ...alertWorld, alerts: [everyWay] }, at: '/acme/alerts/8' } },
}

export const Hostile: Story = {
  args: { id: 9 },
  parameters: { world: { fixtures: { ...alertWorld, alerts: [hostile] }, at: '/acme/alerts/9?project=shop-api' } },
}

export const LookingBack: Story = {
  render: making,
  parameters: {
    world: { fixtures: alertWorld, at: '/acme/alerts/new?project=shop-api', change: { backTestAlert: never } },
  },
}

export const NotLookedBack: Story = {
  render: making,
  parameters: {
    world: {
      ...{ fixtures: alertWorld, at: '/acme/alerts/new?project=shop-api' },
      change: { backTestAlert: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
}

export const Gone: Story = { args: { id: 77 }, parameters: at('/acme/alerts/77') }

export const Loading: Story = {
  parameters: {
    world: {
      fixtures: { ...alertWorld, alerts: shopAlerts },
      at: '/acme/alerts/2',
      change: { listOrganizationAlerts: never },
    },
  },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const NoisyDark: Story = { ...Noisy, parameters: { ...Noisy.parameters, theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
