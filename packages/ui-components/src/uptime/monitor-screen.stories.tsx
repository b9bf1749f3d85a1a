import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { aMonitor, aPast, uptimeWorld } from '../provider/memory/uptime-world.js'
import { inWorld, never } from '../provider/story.js'
import { MonitorScreen } from './monitor-screen.js'

const at = (id: number, search = '') => ({ world: { fixtures: uptimeWorld, at: `/acme/uptime/${id}${search}` } })

const hostile = aMonitor({
  ...{
    id: 1,
    name: XSS + LONG.slice(0, 150),
    url: `javascript:alert(1)//${LONG.slice(0, 1000)}`,
    group: RTL,
    isFlapping: true,
  },
  ...{ tags: [XSS, RTL, LONG.slice(0, 50)], projectName: LONG.slice(0, 64), projectID: '1', parentID: 1 },
})
const hostilePast = aPast({
  answer: {
    ...{ status: 999, url: LONG.slice(0, 900), address: XSS, records: [XSS, RTL] },
    headers: [{ name: XSS, value: LONG.slice(0, 900) }],
    body: XSS + LONG.slice(0, 3000),
    certificate: { subject: XSS, issuer: LONG.slice(0, 400), validFrom: 'never', validTo: '2026-01-01T00:00:00Z' },
  },
  troubles: [{ start: '2026-01-15T11:50:00Z', end: null, kind: 'down', detail: XSS + LONG.slice(0, 600) }],
})

const meta = {
  title: 'Uptime/MonitorScreen',
  component: MonitorScreen,
  args: { org: 'acme', id: 1 },
  decorators: [inWorld],
  parameters: { isBare: true, ...at(1) },
} satisfies Meta<typeof MonitorScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Down: Story = { args: { id: 2 }, parameters: at(2) }

export const ADayOpen: Story = {
  parameters: at(1, '?day=2026-01-03T00%3A00%3A00.000Z&hour=2026-01-03T11%3A00%3A00.000Z'),
}

export const Heartbeat: Story = { args: { id: 5 }, parameters: at(5) }

export const Cron: Story = { args: { id: 7 }, parameters: at(7) }

export const Paused: Story = { args: { id: 6 }, parameters: at(6) }

export const NotLookedAtYet: Story = { args: { id: 8 }, parameters: at(8) }

export const Loading: Story = { parameters: { world: { fixtures: uptimeWorld, change: { getMonitor: never } } } }

export const NotFound: Story = { args: { id: 99 }, parameters: at(99) }

export const PartsFailing: Story = {
  parameters: {
    world: {
      fixtures: uptimeWorld,
      change: {
        getMonitorHistory: () => Promise.reject(new ApiError(503, 'The database is away.')),
        listMonitorUptime: () => Promise.reject(new ApiError(503, 'The database is away.')),
        listMonitorChecks: () => Promise.reject(new ApiError(503, 'The database is away.')),
      },
    },
  },
}

export const Hostile: Story = {
  parameters: { world: { fixtures: { ...shopWorld, monitors: [hostile], monitorPasts: { 1: hostilePast } } } },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
