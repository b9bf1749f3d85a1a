import type { ActorJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { type ReactNode, useEffect, useRef } from 'react'
import { LONG, XSS } from '../event/fixtures/hostile-event.js'
import { AssigneePicker } from './assignee-picker.js'
import { IgnoreDialog } from './ignore-dialog.js'
import { IgnoreMenu } from './ignore-menu.js'
import type { IssuePickerHandle } from './issue-menu.js'
import { Priority, PriorityPicker } from './priority-picker.js'
import { ResolveDialog } from './resolve-dialog.js'
import { ResolveMenu } from './resolve-menu.js'

const noop = () => undefined

const ada: ActorJson = { type: 'user', id: '1', name: 'Ada Lovelace', email: 'ada@example.com' }
const people: readonly ActorJson[] = [
  ada,
  { type: 'user', id: '2', name: 'Grace Hopper', email: 'grace@example.com' },
  { type: 'user', id: '3', name: '', email: 'linus@example.com' },
  { type: 'team', id: '1', name: 'payments', slug: 'payments' },
]
const hostile: readonly ActorJson[] = [
  { type: 'user', id: '8', name: XSS, email: 'x@example.com' },
  { type: 'user', id: '9', name: LONG.slice(0, 300), email: `${'e'.repeat(200)}@example.com` },
]

const meta = { title: 'Issues/Menus', component: ResolveMenu, args: { onChange: noop } } satisfies Meta<
  typeof ResolveMenu
>
export default meta

type Story = StoryObj<typeof meta>

/** Shows a picker as it is once its button was pressed. */
function Opened({ children }: { readonly children: (ref: { current: IssuePickerHandle | null }) => ReactNode }) {
  const ref = useRef<IssuePickerHandle>(null)
  useEffect(() => ref.current?.open(), [])
  return <div style={{ minBlockSize: 420 }}>{children(ref)}</div>
}

export const Closed: Story = {
  render: () => (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <ResolveMenu onChange={noop} variant="primary" />
      <IgnoreMenu onChange={noop} />
      <AssigneePicker value={ada} people={people} onChange={noop} />
      <AssigneePicker value={null} people={people} onChange={noop} />
      <PriorityPicker value="high" onChange={noop} />
      <PriorityPicker value="medium" onChange={noop} size="sm" />
      <Priority priority="low" />
    </div>
  ),
}

export const Resolving: Story = {
  render: () => (
    <Opened>{(ref) => <ResolveMenu ref={ref} onChange={noop} latestRelease="shop@1.4.2" variant="primary" />}</Opened>
  ),
}

export const ResolvingInARelease: Story = {
  render: () => <ResolveDialog question="release" onClose={noop} onAnswer={noop} />,
}

export const ResolvingByACommit: Story = {
  render: () => <ResolveDialog question="commit" onClose={noop} onAnswer={noop} />,
}

export const Ignoring: Story = { render: () => <Opened>{(ref) => <IgnoreMenu ref={ref} onChange={noop} />}</Opened> }

export const IgnoringUntilUsers: Story = {
  render: () => <IgnoreDialog question="users" onClose={noop} onAnswer={noop} />,
}

export const IgnoringUntilATime: Story = {
  render: () => <IgnoreDialog question="time" onClose={noop} onAnswer={noop} />,
}

export const Assigning: Story = {
  render: () => (
    <Opened>
      {(ref) => (
        <AssigneePicker
          ref={ref}
          value={people[1]!}
          people={people}
          me={ada}
          suggested={[{ owner: people[3]!, why: 'path:src/checkout/*' }]}
          onChange={noop}
        />
      )}
    </Opened>
  ),
}

export const AssigningWhilePeopleAreRead: Story = {
  render: () => (
    <Opened>{(ref) => <AssigneePicker ref={ref} value={null} people={undefined} onChange={noop} />}</Opened>
  ),
}

export const AssigningHostile: Story = {
  render: () => (
    <Opened>{(ref) => <AssigneePicker ref={ref} value={hostile[0]!} people={hostile} onChange={noop} />}</Opened>
  ),
}

export const Prioritizing: Story = {
  render: () => <Opened>{(ref) => <PriorityPicker ref={ref} value="medium" onChange={noop} />}</Opened>,
}

export const PrioritizingDark: Story = { ...Prioritizing, parameters: { theme: 'dark' } }

export const AssigningDark: Story = { ...Assigning, parameters: { theme: 'dark' } }
