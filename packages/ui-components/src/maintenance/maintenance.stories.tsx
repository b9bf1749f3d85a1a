import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aMaintenance, shopMaintenance } from '../provider/memory/shop-maintenance.js'
import { uptimeWorld } from '../provider/memory/uptime-world.js'
import { inWorld, never } from '../provider/story.js'
import { MaintenanceScreen } from './maintenance-screen.js'

const fixtures = { ...uptimeWorld, maintenance: shopMaintenance }
const at = (search = '') => ({ world: { fixtures, at: `/acme/maintenance${search}` } })

const hostile = [XSS, RTL, LONG.slice(0, 200)].map((text, index) =>
  aMaintenance({
    ...{ id: String(index), title: text, text, isPublic: true, groups: [text, 'b', 'c', 'd'], tags: [text] },
    window: { kind: 'cron', cron: text, minutes: 99_999_999, timezone: text, until: null },
  }),
)

const meta = {
  title: 'Screens/Maintenance',
  component: MaintenanceScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, ...at() },
} satisfies Meta<typeof MaintenanceScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const None: Story = { parameters: { world: { fixtures: uptimeWorld, at: '/acme/maintenance' } } }

export const Planning: Story = { parameters: at('?edit=new') }

export const EditingWeekly: Story = { parameters: at('?edit=1') }

export const EditingCron: Story = { parameters: at('?edit=3') }

export const Loading: Story = { parameters: { world: { fixtures, change: { listMaintenance: never } } } }

export const Failing: Story = {
  parameters: {
    world: { fixtures, change: { listMaintenance: () => Promise.reject(new ApiError(503, 'The database is away.')) } },
  },
}

export const Hostile: Story = {
  parameters: { world: { fixtures: { ...uptimeWorld, maintenance: hostile }, at: '/acme/maintenance' } },
}

export const Dark: Story = { ...EditingWeekly, parameters: { ...EditingWeekly.parameters, theme: 'dark' } }

export const Narrow: Story = { ...EditingWeekly, parameters: { ...EditingWeekly.parameters, width: 390 } }
