import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { aMonitor, uptimeWorld } from '../provider/memory/uptime-world.js'
import { inWorld, never } from '../provider/story.js'
import { UptimeScreen } from './uptime-screen.js'

const at = (search = '') => ({ world: { fixtures: uptimeWorld, at: `/acme/uptime${search}` } })

const hostile = [XSS, RTL, LONG.slice(0, 200), '👩‍💻'.repeat(40), '__proto__'].map((name, place) =>
  aMonitor({
    ...{
      id: place + 1,
      name,
      url: `https://${LONG.slice(0, 1500)}`,
      group: place % 2 === 0 ? `${XSS}/${LONG.slice(0, 90)}` : '',
    },
    ...{
      tags: [XSS, RTL, LONG.slice(0, 50), '__proto__', 'a', 'b'],
      isFlapping: true,
      projectID: String(place),
      projectName: XSS,
    },
  }),
)

const meta = {
  title: 'Uptime/UptimeScreen',
  component: UptimeScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof UptimeScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Filtered: Story = { parameters: at('?query=shop&tag=public') }

export const NothingFound: Story = { parameters: at('?query=moon') }

// Storybook puts parameters together: what is not said here would be there as it is above.
export const None: Story = { parameters: { world: { fixtures: { ...shopWorld, monitors: [] } } } }

export const Loading: Story = { parameters: { world: { fixtures: uptimeWorld, change: { listMonitors: never } } } }

export const Failing: Story = {
  parameters: {
    world: {
      fixtures: uptimeWorld,
      change: { listMonitors: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
}

export const Hostile: Story = { parameters: { world: { fixtures: { ...shopWorld, monitors: hostile } } } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }

export const Wall: Story = { parameters: at('?view=wall') }

export const WallDark: Story = { parameters: { ...at('?view=wall'), theme: 'dark' } }
