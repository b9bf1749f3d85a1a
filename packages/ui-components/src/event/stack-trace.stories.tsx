import { exceptionsOf } from '@mishap/core/format'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { aLibraryFrame, anAppFrame } from './fixtures/builders.js'
import { hostileEvent } from './fixtures/hostile-event.js'
import { shopEvent } from './fixtures/shop-event.js'
import { StackTrace } from './stack-trace.js'

const meta = {
  title: 'Event/StackTrace',
  component: StackTrace,
  args: { frames: exceptionsOf(shopEvent)[1]?.stacktrace?.frames ?? [], platform: 'node' },
} satisfies Meta<typeof StackTrace>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Full: Story = { args: { mode: 'full' } }

export const Text: Story = { args: { mode: 'text' } }

export const OldestFirst: Story = { args: { order: 'oldest-first' } }

export const Empty: Story = { args: { frames: [] } }

export const NothingInApp: Story = {
  args: {
    frames: Array.from({ length: 60 }, (_, at) => aLibraryFrame(at < 30 ? 'next' : 'react-dom', `call${at}`, at)),
  },
}

export const Recursion: Story = {
  args: {
    frames: [
      anAppFrame('src/main.ts', 'main', '>walk(tree)'),
      ...Array.from({ length: 412 }, () =>
        anAppFrame('src/tree.ts', 'walk', ' for (const child of node.children)\n>  walk(child)', { lineNo: 8 }),
      ),
      anAppFrame('src/leaf.ts', 'read', '>throw new RangeError()'),
    ],
  },
}

export const Addresses: Story = {
  args: {
    platform: 'native',
    frames: Array.from({ length: 4 }, (_, at) => ({
      function: `-[Player decode${at}]`,
      package: '/usr/lib/libplayer.dylib',
      instruction_addr: `0x10a3f${at}c4`,
      symbol_addr: '0x10a3f00',
      inApp: at > 2,
    })),
  },
}

export const LongContent: Story = {
  args: {
    frames: Array.from({ length: 250 }, (_, at) =>
      anAppFrame(
        `src/${'deep/'.repeat(30)}file${at}.ts`,
        `a${'VeryLongName'.repeat(20)}${at}`,
        `>${'const x = 1; '.repeat(400)}`,
        { lineNo: 7, colNo: 2600 },
      ),
    ),
  },
}

export const Hostile: Story = {
  args: { frames: exceptionsOf(hostileEvent)[1]?.stacktrace?.frames ?? [], defaultExpanded: 'all' },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }
