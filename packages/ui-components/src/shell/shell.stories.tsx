import type { Meta, StoryObj } from '@storybook/react-vite'
import { hostileWorld } from '../provider/memory/shop-world.js'
import { inWorld } from '../provider/story.js'
import { ProjectsScreen } from '../screens/projects-screen.js'
import { AppShell } from './app-shell.js'
import { KeyboardHelp } from './keyboard-help.js'
import { LiveIndicator } from './live-indicator.js'

const noop = () => undefined

const meta = {
  title: 'Shell/AppShell',
  component: AppShell,
  args: { org: 'acme', children: <ProjectsScreen org="acme" /> },
  decorators: [inWorld],
  parameters: { isBare: true, world: { at: '/acme/projects' } },
} satisfies Meta<typeof AppShell>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Tablet: Story = { parameters: { width: 900 } }

export const Narrow: Story = { parameters: { width: 390 } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Hostile: Story = { parameters: { world: { fixtures: hostileWorld, at: '/acme/projects' } } }

export const Keyboard: Story = {
  render: () => (
    <KeyboardHelp
      isOpen
      onClose={noop}
      isEnabled
      onEnabledChange={noop}
      shortcuts={[
        { keys: ['g i'], label: 'Go to issues', group: 'Everywhere', run: noop },
        { keys: ['Enter', 'o'], label: 'Open', group: 'Issue list', run: noop },
        { keys: ['1', '2', '3', '9'], label: 'Go to a section', group: 'Issue', run: noop },
      ]}
    />
  ),
}

export const Live: Story = {
  render: () => (
    <>
      <LiveIndicator state="open" onPause={noop} />
      <LiveIndicator state="waiting" onPause={noop} />
      <LiveIndicator state="paused" onPause={noop} />
    </>
  ),
}
