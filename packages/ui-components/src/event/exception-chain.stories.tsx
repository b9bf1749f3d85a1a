import { exceptionsOf } from '@mishap/core/format'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { ExceptionChain } from './exception-chain.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { pythonGroup } from './fixtures/python-group.js'
import { shopEvent } from './fixtures/shop-event.js'

const meta = {
  title: 'Event/ExceptionChain',
  component: ExceptionChain,
  args: { values: exceptionsOf(shopEvent), platform: 'node' },
} satisfies Meta<typeof ExceptionChain>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Group: Story = { args: { values: exceptionsOf(pythonGroup), platform: 'python' } }

export const RaisedWhileHandling: Story = {
  args: {
    platform: 'python',
    values: [
      {
        type: 'KeyError',
        value: "'id'",
        mechanism: { type: 'chained', exception_id: 1, parent_id: 0, source: '__context__' },
      },
      { type: 'ValueError', value: 'no such row', mechanism: { type: 'generic', exception_id: 0, handled: true } },
    ],
  },
}

export const LongContent: Story = {
  args: {
    values: Array.from({ length: 40 }, (_, at) => ({
      type: `Error${at}`,
      value: 'a long sentence about what went wrong, '.repeat(60),
    })),
  },
}

export const Empty: Story = { args: { values: [] } }

export const Hostile: Story = { args: { values: exceptionsOf(hostileEvent), platform: 'constructor' } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }
