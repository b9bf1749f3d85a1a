import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { aProject } from '../provider/memory/builders.js'
import type { MemoryClient } from '../provider/memory/client.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { SetupScreen } from '../screens/setup-screen.js'

const meta = {
  title: 'Setup/Wizard',
  component: SetupScreen,
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta<typeof SetupScreen>
export default meta

type Story = StoryObj<typeof meta>

const waiting = { ...shopWorld, projects: [aProject({ firstEvent: null })], issues: [], events: [] }
const verify = '/setup?step=verify&org=acme&project=shop-api'

const requests = [
  { outcome: 'invalid', reason: 'unknown_key', sdk: 'sentry.python/2.68.0', items: [], bytes: 0 },
  {
    outcome: 'invalid',
    reason: 'too_large',
    sdk: 'sentry.javascript.node/11.12.0',
    items: ['event'],
    bytes: 24_000_000,
  },
  { outcome: 'accepted', reason: '', sdk: 'sentry.javascript.node/11.12.0', items: ['session'], bytes: 412 },
  { outcome: 'rate_limited', reason: 'key_rate', sdk: '<img src=x>', items: ['<b>'], bytes: 10 },
] as const

function refuse(client: MemoryClient) {
  requests.forEach((request, at) => {
    const message = { topic: 'ingest.outcome', projectId: '1', at: '2026-01-15T11:59:58Z', ...request } as const
    setTimeout(() => client.emit(message), 100 * (at + 1))
  })
}

export const Account: Story = { parameters: { world: { fixtures: {}, at: '/setup' } } }

export const AccountWithToken: Story = {
  parameters: { world: { fixtures: { settings: { setupTokenRequired: true } }, at: '/setup' } },
}

export const Organization: Story = {
  parameters: { world: { fixtures: { ...shopWorld, organizations: [], projects: [] }, at: '/setup' } },
}

export const Project: Story = { parameters: { world: { at: '/setup?step=project&org=acme' } } }

export const Verify: Story = { parameters: { world: { fixtures: waiting, at: verify } } }

export const VerifyWithRefusals: Story = {
  parameters: { world: { fixtures: waiting, at: verify, onStart: refuse } },
}

export const VerifyDark: Story = {
  ...VerifyWithRefusals,
  parameters: { ...VerifyWithRefusals.parameters, theme: 'dark' },
}

export const VerifyNarrow: Story = { ...Verify, parameters: { ...Verify.parameters, width: 390 } }

export const Loading: Story = { parameters: { world: { change: { getSettings: never }, at: '/setup' } } }

export const Failing: Story = {
  parameters: {
    world: { change: { getSettings: () => Promise.reject(new ApiError(0, 'The server could not be reached.')) } },
  },
}
