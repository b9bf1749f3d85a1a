import type { Meta, StoryObj } from '@storybook/react-vite'
import { Button, IconButton, LinkButton } from './button.js'

const meta = { title: 'Primitives/Button', component: Button } satisfies Meta<typeof Button>
export default meta

type Story = StoryObj<typeof meta>

const row = { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', marginBlockEnd: 12 } as const

export const Default: Story = {
  render: () => (
    <>
      {(['md', 'sm'] as const).map((size) => (
        <div key={size} style={row}>
          <Button size={size} variant="primary" icon="check">
            Resolve
          </Button>
          <Button size={size}>Ignore</Button>
          <Button size={size} variant="ghost" icon="copy">
            Copy
          </Button>
          <Button size={size} variant="danger" icon="trash">
            Delete
          </Button>
          <IconButton size={size} icon="more" label="More" />
          <LinkButton size={size} href="#there" iconEnd="arrow-right">
            Open the event
          </LinkButton>
        </div>
      ))}
    </>
  ),
}

export const BusyAndDisabled: Story = {
  render: () => (
    <div style={row}>
      <Button variant="primary" busy>
        Saving
      </Button>
      <Button disabled>Merge</Button>
      <IconButton icon="refresh" label="Refresh" busy />
    </div>
  ),
}

export const LongContent: Story = {
  parameters: { width: 240 },
  render: () => <Button icon="bug">{'A button with a label that is much longer than its place. '.repeat(2)}</Button>,
}

export const Dark: Story = { ...Default, parameters: { theme: 'dark' } }
