import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { Button } from './button.js'
import { Dialog } from './dialog.js'
import { Field, TextInput } from './field.js'
import { Menu } from './menu.js'
import { useToast } from './toast.js'
import { Tooltip } from './tooltip.js'

const meta = { title: 'Primitives/Overlays', component: Menu, args: { label: 'Ignore', items: [] } } satisfies Meta<
  typeof Menu
>
export default meta

type Story = StoryObj<typeof meta>

const nothing = () => undefined

export const Default: Story = {
  args: {
    items: [
      { id: 'hour', label: 'For an hour', icon: 'clock', onSelect: nothing },
      { id: 'escalates', label: 'Until it escalates', hint: 'E', onSelect: nothing },
      { id: 'users', label: 'Until more users see it', isDisabled: true, onSelect: nothing },
      { id: 'delete', label: 'Delete', icon: 'trash', isDanger: true, startsGroup: true, onSelect: nothing },
    ],
  },
}

export const IconOnly: Story = { args: { ...Default.args, label: 'More', isIconOnly: true, icon: 'more' } }

function DialogStory() {
  const [isOpen, setIsOpen] = useState(true)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Delete the project</Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title="Delete Shop API?"
        actions={
          <>
            <Button onClick={() => setIsOpen(false)}>Keep it</Button>
            <Button variant="danger">Delete it</Button>
          </>
        }
      >
        <Field label="Type its name to go on" hint="Its 1,204 issues go with it, and do not come back.">
          <TextInput />
        </Field>
      </Dialog>
    </>
  )
}

export const InDialog: Story = { render: () => <DialogStory /> }
export const InDialogDark: Story = { ...InDialog, parameters: { theme: 'dark' } }

function ToastStory() {
  const { show } = useToast()
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Button onClick={() => show({ message: 'Resolved 3 issues', onUndo: nothing, durationMs: null })}>Resolve</Button>
      <Button onClick={() => show({ message: 'The issue could not be merged', tone: 'danger', durationMs: null })}>
        Merge
      </Button>
    </div>
  )
}

export const Toasts: Story = { render: () => <ToastStory /> }

export const WithTooltip: Story = {
  render: () => (
    <div style={{ padding: 60 }}>
      <Tooltip content="Seen by 37 different users in the last 24 hours">
        <Button>37 users</Button>
      </Tooltip>
    </div>
  ),
}
