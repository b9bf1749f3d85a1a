import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, XSS } from '../event/fixtures/hostile-event.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { aMonitor, uptimeWorld } from '../provider/memory/uptime-world.js'
import { inWorld } from '../provider/story.js'
import { EditMonitorScreen, NewMonitorScreen } from './monitor-editor-screen.js'

const at = (search = '') => ({ world: { fixtures: uptimeWorld, at: `/acme/uptime/new${search}` } })

const hostile = aMonitor({
  ...{
    id: 1,
    name: XSS,
    monitorType: 'HTTP',
    url: `https://${LONG.slice(0, 1500)}`,
    group: LONG.slice(0, 200),
    tags: [XSS],
  },
  ...{ projectID: '77', parentID: 78, interval: 77, remindEvery: 77 },
  assertions: [
    { kind: 'json', path: LONG.slice(0, 400), compare: 'equals', value: XSS },
    { kind: 'body', compare: 'matches', value: LONG.slice(0, 900) },
  ],
  request: {
    ...{ method: 'PUT', body: LONG.slice(0, 3000), redirects: 20, verifyTls: false },
    headers: [{ name: LONG.slice(0, 90), value: null }],
    auth: { kind: 'basic', username: XSS, password: null },
  },
})

const meta = {
  title: 'Uptime/MonitorEditor',
  component: NewMonitorScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof NewMonitorScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Certificate: Story = { parameters: at('?type=SSL') }

export const Dns: Story = { parameters: at('?type=DNS') }

export const Cron: Story = { parameters: at('?type=Cron') }

export const Heartbeat: Story = { parameters: at('?type=Heartbeat') }

export const LikeAnother: Story = { parameters: at('?like=2') }

export const Change: Story = { render: () => <EditMonitorScreen org="acme" id={2} /> }

export const Refused: Story = {
  parameters: {
    world: {
      fixtures: uptimeWorld,
      change: { createMonitor: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
}

export const Hostile: Story = {
  render: () => <EditMonitorScreen org="acme" id={1} />,
  parameters: { world: { fixtures: { ...shopWorld, monitors: [hostile] } } },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
