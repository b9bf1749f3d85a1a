import type { Meta, StoryObj } from '@storybook/react-vite'
import { hostileEvent } from '../fixtures/hostile-event.js'
import { laterShopEvent } from '../fixtures/later-shop-event.js'
import { bareEvent } from '../fixtures/message-event.js'
import { shopEvent } from '../fixtures/shop-event.js'
import { EventDiff } from './event-diff.js'

const meta = {
  title: 'Event/EventDiff',
  component: EventDiff,
  args: { one: shopEvent, other: laterShopEvent, names: ['A', 'B'] },
} satisfies Meta<typeof EventDiff>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Equal: Story = { args: { other: { ...shopEvent, eventID: 'e'.repeat(32) } } }

export const NothingAlike: Story = { args: { other: bareEvent } }

export const Hostile: Story = { args: { other: hostileEvent } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }

export const NarrowDark: Story = { parameters: { width: 390, theme: 'dark' } }
