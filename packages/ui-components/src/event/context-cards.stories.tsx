import type { Meta, StoryObj } from '@storybook/react-vite'
import { ContextCards } from './context-cards.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { shopEvent } from './fixtures/shop-event.js'

const meta = {
  title: 'Event/ContextCards',
  component: ContextCards,
  args: { contexts: shopEvent.contexts },
} satisfies Meta<typeof ContextCards>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Empty: Story = { args: { contexts: {} } }

export const Hostile: Story = { args: { contexts: hostileEvent.contexts } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }
