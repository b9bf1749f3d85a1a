import { ApiError, type MishapClient, type RetentionJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { RetentionSettings } from './retention-settings.js'

const meta = {
  title: 'Screens/Retention settings',
  component: RetentionSettings,
  args: { org: 'acme', project: 'shop-api' },
  parameters: { width: 720 },
  decorators: [inWorld],
} satisfies Meta<typeof RetentionSettings>
export default meta

type Story = StoryObj<typeof meta>

const busy: Partial<RetentionJson> = {
  events: 812_345,
  payloads: 640_118,
  bytes: 3_104_000_000,
  oldestDay: '2025-11-03',
}
const holding = (retention: Partial<RetentionJson>, change: Partial<MishapClient> = {}): Story => ({
  parameters: { world: { fixtures: { ...shopWorld, retention: { ...busy, ...retention } }, change } },
})

export const Busy = holding({})

export const Fresh = holding({ events: 0, payloads: 0, bytes: 0, oldestDay: null })

export const OwnLimits = holding({ maxEvents: 2_000_000, maxBytes: 12_000_000_000 })

export const AboveItsLimit = holding({ maxEvents: 500_000 })

export const Unlimited = holding({ maxEvents: 0, defaultMaxBytes: 0 })

export const Huge = holding({
  events: Number.MAX_SAFE_INTEGER,
  payloads: Number.MAX_SAFE_INTEGER - 1,
  bytes: Number.MAX_SAFE_INTEGER,
  maxEvents: Number.MAX_SAFE_INTEGER,
  maxBytes: Number.MAX_SAFE_INTEGER,
})

export const Dark: Story = { parameters: { ...AboveItsLimit.parameters, theme: 'dark' } }

export const Loading = holding({}, { getRetention: never })

export const Failing = holding({}, { getRetention: () => Promise.reject(new ApiError(500, 'The database is away.')) })

/** Whatever is saved. */
export const Refused = holding(
  { maxEvents: 2_000_000 },
  {
    updateRetention: () =>
      Promise.reject(new ApiError(422, 'Invalid input', { fields: { maxEvents: 'Wanted at most 9007199254740991.' } })),
  },
)
