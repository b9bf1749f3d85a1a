import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aDelivery, alertWorld } from '../provider/memory/alert-world.js'
import { minutesAgo } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { AlertLogScreen } from './alert-log-screen.js'

const at = (search = '') => ({ world: { fixtures: alertWorld, at: `/acme/alerts/log${search}` } })

const hostile = [XSS, RTL, LONG.slice(0, 400), '\u202eevil'].map((text, place) =>
  aDelivery({
    ...{ id: `h${place}`, alertName: text, target: text, error: text, state: 'failed', payload: text, attempts: 999 },
    ...{ project: { id: '1', slug: 'shop-api', name: text }, issueIDs: [text], issueCount: 1e9, duration: 1e9 },
    history: [{ at: text, duration: -1, status: 599, error: text, answer: text }],
  }),
)

const many = Array.from({ length: 240 }, (_, place) => aDelivery({ id: `m${place}`, created: minutesAgo(place * 7) }))

const overtaken = [
  aDelivery({
    ...{ id: 'o1', state: 'superseded', attempts: 2, nextAttempt: null, error: 'Answered with 503' },
    ...{ subject: 'monitor', change: 'down', trigger: 'monitor_down', issueCount: 0, issueIDs: [] },
  }),
]

const meta = {
  title: 'Alerts/AlertLogScreen',
  component: AlertLogScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof AlertLogScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const NotDelivered: Story = { parameters: at('?state=failed') }

export const Overtaken: Story = {
  parameters: {
    world: { fixtures: { ...alertWorld, deliveries: overtaken }, at: '/acme/alerts/log?state=superseded' },
  },
}

export const NothingFound: Story = { parameters: at('?alert=4') }

export const None: Story = {
  parameters: { world: { fixtures: { ...shopWorld, deliveries: [] }, at: '/acme/alerts/log' } },
}

export const Many: Story = {
  parameters: { world: { fixtures: { ...alertWorld, deliveries: many }, at: '/acme/alerts/log?cursor=25' } },
}

export const Hostile: Story = {
  parameters: { world: { fixtures: { ...alertWorld, deliveries: hostile }, at: '/acme/alerts/log' } },
}

export const Loading: Story = {
  parameters: { world: { fixtures: alertWorld, change: { listOrganizationDeliveries: never } } },
}

export const NotRead: Story = {
  parameters: {
    world: {
      fixtures: alertWorld,
      change: { listOrganizationDeliveries: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
