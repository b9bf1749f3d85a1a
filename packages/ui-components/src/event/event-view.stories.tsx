import type { Meta, StoryObj } from '@storybook/react-vite'
import { EventView } from './event-view.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { shopAttachments, shopReports } from './fixtures/items.js'
import { bareEvent } from './fixtures/message-event.js'
import { pythonGroup } from './fixtures/python-group.js'
import { shopEvent } from './fixtures/shop-event.js'

const meta = {
  title: 'Event/EventView',
  component: EventView,
  args: { event: shopEvent, onPickTag: () => undefined },
} satisfies Meta<typeof EventView>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Recorded: Story = { args: { event: pythonGroup } }

export const WithFeedbackAndFiles: Story = { args: { reports: shopReports, attachments: shopAttachments } }

export const Empty: Story = { args: { event: bareEvent } }

export const Thinned: Story = {
  args: { event: { ...bareEvent, entries: [], payloadRemovedAt: '2026-01-15T04:00:00.000Z' } },
}

export const Hostile: Story = { args: { event: hostileEvent } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }

export const RightToLeft: Story = { globals: { dir: 'rtl' } }
