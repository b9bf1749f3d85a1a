import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aKey } from '../provider/memory/builders.js'
import { inWorld } from '../provider/story.js'
import { KeyDialog } from './key-dialog.js'

const meta = {
  title: 'Screens/Key',
  component: KeyDialog,
  args: { org: 'acme', project: 'shop-api', saved: aKey(), isOpen: true, onClose: () => undefined },
  decorators: [inWorld],
} satisfies Meta<typeof KeyDialog>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Limited: Story = {
  args: { saved: aKey({ rateLimit: { count: 1_000_000_000, window: 7 }, isActive: false }) },
}

export const Hostile: Story = { args: { saved: aKey({ name: `${RTL}${XSS}${LONG}`.slice(0, 64) }) } }

export const Dark: Story = { ...Hostile, parameters: { theme: 'dark' } }
