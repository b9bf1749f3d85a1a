import { useState } from 'react'
import { EventVolume } from '../../src/charts/index.js'
import { Button, Dialog, Field, Menu, Tabs, TextInput, Tooltip, useToast } from '../../src/primitives/index.js'

const HOUR = 3_600_000
const START = Date.parse('2026-01-15T09:00:00Z')

/** Everything that answers to keys, and a line that tells what was done last. */
export function Widgets() {
  const [done, setDone] = useState('nothing')
  const [isOpen, setIsOpen] = useState(false)
  const toasts = useToast()
  return (
    <div style={{ display: 'grid', gap: 24, justifyItems: 'start', padding: 40 }}>
      <output id="done">{done}</output>
      <Menu
        label="Ignore"
        items={[
          { id: 'hour', label: 'For an hour', onSelect: () => setDone('hour') },
          { id: 'day', label: 'For a day', onSelect: () => setDone('day') },
          { id: 'never', label: 'Never', isDisabled: true, onSelect: () => setDone('never') },
        ]}
      />
      <Tabs
        label="Parts"
        items={[
          { id: 'one', label: 'One', panel: 'first panel' },
          { id: 'two', label: 'Two', panel: 'second panel' },
          { id: 'three', label: 'Three', panel: 'third panel' },
        ]}
      />
      <Tooltip content="37 of them">
        <Button>Users</Button>
      </Tooltip>
      <Button onClick={() => setIsOpen(true)}>Delete</Button>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title="Delete it?">
        <Field label="Name">
          <TextInput />
        </Field>
      </Dialog>
      <Button onClick={() => toasts.show({ message: 'Resolved', onUndo: () => setDone('undone') })}>Resolve</Button>
      <Button busy onClick={() => setDone('busy')}>
        Saving
      </Button>
      <EventVolume
        style={{ inlineSize: 400 }}
        buckets={[4, 0, 9].map((count, at) => ({ at: START + at * HOUR, count }))}
        onPick={({ count }) => setDone(`picked ${count}`)}
      />
    </div>
  )
}
