import type { Meta, StoryObj } from '@storybook/react-vite'
import { IssueTable } from '../issues/issue-table.js'
import { Button } from '../primitives/index.js'
import { anIssue, minutesAgo } from '../provider/memory/builders.js'
import { EventView } from './event-view.js'
import { RTL, XSS } from './fixtures/hostile-event.js'
import { HostileHost } from './fixtures/hostile-host.js'
import { shopEvent } from './fixtures/shop-event.js'

/** A host page that says about every element what it should look like. None of it may get inside. */
const meta = { title: 'Hostile host', component: HostileHost, args: { children: null } } satisfies Meta<
  typeof HostileHost
>
export default meta

type Story = StoryObj<typeof meta>

const issues = [
  anIssue({ id: '1' }),
  anIssue({
    id: '2',
    status: 'resolved',
    isUnhandled: false,
    level: 'warning',
    metadata: { type: 'Warning', value: RTL },
  }),
  anIssue({ id: '3', level: 'fatal', regressedAt: minutesAgo(30), metadata: { type: XSS, value: XSS } }),
]

export const AroundAnEvent: Story = { args: { children: <EventView event={shopEvent} onPickTag={() => undefined} /> } }

export const AroundTheIssueList: Story = {
  args: {
    children: (
      <IssueTable
        issues={issues}
        href={({ id }) => `#${id}`}
        selected={new Map(issues.slice(1, 2).map((issue) => [issue.id, issue]))}
        onToggle={() => undefined}
        onToggleShown={() => undefined}
        hasProjects
        hasStatuses
      />
    ),
  },
}

export const AroundAButton: Story = { args: { children: <Button variant="primary">Resolve</Button> } }
