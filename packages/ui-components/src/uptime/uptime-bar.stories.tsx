import type { Meta, StoryObj } from '@storybook/react-vite'
import { STORY_NOW } from '../provider/memory/builders.js'
import { uptimeOf } from '../provider/memory/monitor-past.js'
import { uptimeWorld } from '../provider/memory/uptime-world.js'
import { STATUSES } from './status.js'
import { StatusShape } from './status-shape.js'
import { UptimeBar } from './uptime-bar.js'

const DAY = 86_400_000

function barsOf(id: number, count = 96, span = DAY) {
  const past = uptimeWorld.monitorPasts?.[id]
  if (past === undefined) return []
  return uptimeOf({ past, intervalSeconds: 60, hasPhases: true, now: STORY_NOW.getTime() }, count, span).bars
}

const meta = {
  title: 'Uptime/UptimeBar',
  component: UptimeBar,
  args: { bars: barsOf(1), label: 'Storefront, last 24 hours', hasReadout: true },
} satisfies Meta<typeof UptimeBar>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Ninety: Story = { args: { bars: barsOf(1, 90, 90 * DAY), label: 'Last 90 days', onPick: () => undefined } }

export const Down: Story = { args: { bars: barsOf(2) } }

export const NothingKnown: Story = { args: { bars: barsOf(8) } }

export const NoBars: Story = { args: { bars: [] } }

export const EveryState: Story = {
  args: {
    height: 56,
    bars: [0, 1, 2, 3, 4, 5, 6, 7].map((place) => ({
      ...{
        start: new Date(STORY_NOW.getTime() + place * 900_000).toISOString(),
        seconds: 900,
        checks: place === 7 ? 0 : 15,
      },
      ...{
        knownSeconds: place === 7 ? 0 : 900,
        failed: 0,
        downSeconds: [0, 20, 450, 800, 900][place] ?? 0,
        degradedSeconds: place === 5 ? 300 : 0,
      },
      ...{ maintenanceSeconds: place === 6 ? 900 : 0, p50: 80, p95: 120, p99: 300 },
    })),
  },
}

export const Narrow: Story = { parameters: { width: 120 } }

export const Dark: Story = { ...EveryState, parameters: { theme: 'dark' } }

export const Shapes: Story = {
  render: () => (
    <div style={{ display: 'grid', gap: 8 }}>
      {STATUSES.map((status) => (
        <StatusShape key={status} status={status} />
      ))}
    </div>
  ),
}

export const ShapesDark: Story = { ...Shapes, parameters: { theme: 'dark' } }
