import { entryOf } from '@mishap/core/format'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Breadcrumbs } from './breadcrumbs.js'
import { aCrumb, EVENT_TIME } from './fixtures/builders.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { shopEvent } from './fixtures/shop-event.js'

const meta = {
  title: 'Event/Breadcrumbs',
  component: Breadcrumbs,
  args: { values: entryOf(shopEvent, 'breadcrumbs')?.values ?? [], eventTime: EVENT_TIME },
} satisfies Meta<typeof Breadcrumbs>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Empty: Story = { args: { values: [] } }

export const LongContent: Story = {
  args: {
    values: Array.from({ length: 100 }, (_, at) =>
      aCrumb(300 - at, { category: 'log', message: `line ${at} `.repeat(at) }),
    ),
  },
}

export const Hostile: Story = { args: { values: entryOf(hostileEvent, 'breadcrumbs')?.values ?? [] } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }
