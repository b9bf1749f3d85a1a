import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { alertWorld, anAlert, aRecipient } from '../provider/memory/alert-world.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { AlertsScreen } from './alerts-screen.js'

const at = (search = '') => ({ world: { fixtures: alertWorld, at: `/acme/alerts${search}` } })

const hostile = [XSS, RTL, LONG.slice(0, 255), '\u202eevil', '__proto__'].map((name, place) =>
  anAlert({
    ...{
      id: place + 1,
      name,
      triggers: ['new_issue'],
      query: `${name} "${name}`,
      quantity: 32_767,
      timespanMinutes: 7,
    },
    project: { id: String(place), slug: `p${place}`, name },
    alertRecipients: [
      aRecipient({ id: place, recipientType: 'email', config: { addresses: [name], teams: [name], users: [name] } }),
      aRecipient({ id: place + 10, recipientType: 'telegram', config: { chatID: name } }),
    ],
    failing: [{ recipientID: place + 10, since: 'not a date', error: name.repeat(3), pausedUntil: null }],
    quietHours: { start: name, end: name, timeZone: name, days: [9, 1] },
  }),
)

const many = Array.from({ length: 120 }, (_, place) =>
  anAlert({ id: place + 1, name: `Rule ${place + 1}`, triggers: ['new_issue'], isEnabled: place % 7 !== 0 }),
)

const meta = {
  title: 'Alerts/AlertsScreen',
  component: AlertsScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof AlertsScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Failing: Story = { parameters: at('?state=failing') }

export const NothingFound: Story = { parameters: at('?query=moon') }

// Storybook puts parameters together: what is not said here would be there as it is above.
export const None: Story = { parameters: { world: { fixtures: { ...shopWorld, alerts: [] }, at: '/acme/alerts' } } }

export const Many: Story = { parameters: { world: { fixtures: { ...alertWorld, alerts: many }, at: '/acme/alerts' } } }

export const Loading: Story = {
  parameters: { world: { fixtures: alertWorld, change: { listOrganizationAlerts: never } } },
}

export const NotRead: Story = {
  parameters: {
    world: {
      fixtures: alertWorld,
      change: { listOrganizationAlerts: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
}

export const Hostile: Story = { parameters: { world: { fixtures: { ...alertWorld, alerts: hostile } } } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
