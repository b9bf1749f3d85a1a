import { ApiError, type IngestLimitsJson, type IngestLogJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { minutesAgo } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { IngestLogScreen } from './ingest-log-screen.js'
import { OrganizationSettingsScreen } from './organization-settings-screen.js'
import { ProjectLimitsScreen } from './project-limits-screen.js'

const meta = {
  title: 'Screens/Limits and log',
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const request = (minutes: number, fields: Partial<IngestLogJson> = {}): IngestLogJson => ({
  at: minutesAgo(minutes),
  outcome: 'accepted',
  reason: '',
  sdk: 'sentry.javascript.node/11.12.0',
  items: ['event'],
  bytes: 4_812,
  ...fields,
})

const requests = [
  request(0.2),
  request(1, { outcome: 'rate_limited', reason: 'spike', items: [], bytes: 5_120 }),
  request(2, { items: ['session'], bytes: 412 }),
  request(4, { outcome: 'filtered', reason: 'web-crawlers', sdk: 'sentry.javascript.react/10.53.1' }),
  request(9, { outcome: 'invalid', reason: 'unknown_key', sdk: null, items: [], bytes: 0 }),
  request(11, { outcome: 'rate_limited', reason: 'key_rate', items: [] }),
  request(25, { sdk: 'sentry.python.flask/2.71.0', items: ['event', 'attachment'], bytes: 1_280_000 }),
]

const limits: IngestLimitsJson = {
  normal: { perHour: 1_840, limitPerHour: 9_200 },
  spike: { since: minutesAgo(120), last: minutesAgo(0), sampled: 48_211 },
  refused: [
    { category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 48_211 },
    { category: 'error', outcome: 'filtered', reason: 'web-crawlers', quantity: 312 },
    { category: 'session', outcome: 'filtered', reason: 'not_stored', quantity: 9 },
  ],
}

const hostile = [
  request(1, { outcome: XSS, reason: LONG, sdk: `${RTL} ${LONG}`, items: [XSS, LONG] }),
  request(2, { outcome: 'invalid', reason: 'unknown_key', sdk: XSS, items: [] }),
]

const busy = { fixtures: { ...shopWorld, requests, limits } }
const atLog = '/acme/settings/projects/shop-api/ingest-log'
const atLimits = '/acme/settings/projects/shop-api/limits'

export const Log: Story = {
  render: () => <IngestLogScreen org="acme" project="shop-api" />,
  parameters: { world: { ...busy, at: atLog } },
}

export const LogDark: Story = { ...Log, parameters: { ...Log.parameters, theme: 'dark' } }

export const LogEmpty: Story = { ...Log, parameters: { world: { at: atLog } } }

export const LogLoading: Story = { ...Log, parameters: { world: { at: atLog, change: { getIngestLog: never } } } }

export const LogFailing: Story = {
  ...Log,
  parameters: {
    world: { at: atLog, change: { getIngestLog: () => Promise.reject(new ApiError(500, 'The database is away.')) } },
  },
}

export const LogHostile: Story = {
  ...Log,
  parameters: { world: { at: atLog, fixtures: { ...shopWorld, requests: hostile } } },
}

export const Limits: Story = {
  render: () => <ProjectLimitsScreen org="acme" project="shop-api" />,
  parameters: { world: { at: atLimits } },
}

export const LimitsInASpike: Story = { ...Limits, parameters: { world: { ...busy, at: atLimits } } }

export const LimitsDark: Story = { ...Limits, parameters: { theme: 'dark', world: { ...busy, at: atLimits } } }

export const LimitsHostile: Story = {
  ...Limits,
  parameters: {
    world: {
      at: atLimits,
      fixtures: {
        ...shopWorld,
        limits: { ...limits, refused: [{ category: LONG, outcome: 'invalid', reason: XSS, quantity: 1e12 }] },
      },
    },
  },
}

export const LimitsLoading: Story = {
  ...Limits,
  parameters: { world: { at: atLimits, change: { getIngestLimits: never } } },
}

export const LimitsFailing: Story = {
  ...Limits,
  parameters: {
    world: { at: atLimits, change: { getIngestLimits: () => Promise.reject(new ApiError(500, 'Away.')) } },
  },
}

export const OrganizationSettings: Story = { render: () => <OrganizationSettingsScreen org="acme" /> }

export const OrganizationSettingsDark: Story = { ...OrganizationSettings, parameters: { theme: 'dark' } }

export const OrganizationSettingsLoading: Story = {
  ...OrganizationSettings,
  parameters: { world: { change: { getOrganization: never } } },
}

export const OrganizationSettingsFailing: Story = {
  ...OrganizationSettings,
  parameters: { world: { change: { getOrganization: () => Promise.reject(new ApiError(500, 'Away.')) } } },
}
