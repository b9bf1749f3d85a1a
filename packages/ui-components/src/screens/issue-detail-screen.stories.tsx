import { ApiError, type IssueDetailJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { bareEvent } from '../event/fixtures/message-event.js'
import { minutesAgo } from '../provider/memory/builders.js'
import { createMemoryClient } from '../provider/memory/client.js'
import { workedIssue, workedWorld } from '../provider/memory/issue-world.js'
import { hostileWorld, shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { IssueDetailScreen } from './issue-detail-screen.js'

const meta = {
  title: 'Screens/Issue',
  component: IssueDetailScreen,
  args: { org: 'acme', id: '1' },
  decorators: [inWorld],
  parameters: { isBare: true, world: { at: '/acme/issues/1', fixtures: workedWorld } },
} satisfies Meta<typeof IssueDetailScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const OlderEvent: Story = { args: { event: 'oldest' } }

const with1 = (change: Partial<IssueDetailJson>) => ({
  world: { at: '/acme/issues/1', fixtures: { ...workedWorld, issues: [{ ...workedIssue, ...change }] } },
})

export const Resolved: Story = {
  parameters: with1({
    status: 'resolved',
    substatus: null,
    statusDetails: { inRelease: 'shop@1.4.3' },
    statusReason: 'Resolved in release shop@1.4.3: an event of it or of a newer one reopens the issue.',
  }),
}

export const IgnoredUntil: Story = {
  parameters: with1({
    status: 'ignored',
    substatus: 'archived_until_condition_met',
    statusDetails: { ignoreUntil: minutesAgo(-26 * 60) },
    statusReason: `Ignored until ${minutesAgo(-26 * 60)}.`,
  }),
}

export const Escalating: Story = {
  parameters: with1({
    substatus: 'escalating',
    statusReason: 'Escalating: 240 events within one hour, where more than 40 are unusual.',
  }),
}

export const Assigned: Story = {
  parameters: with1({
    assignedTo: { type: 'user', id: '2', name: 'Grace Hopper', email: 'grace@example.com' },
    isBookmarked: true,
    isUnhandled: false,
  }),
}

/** Who may look and not touch sees no buttons that would be refused. */
export const ReadOnly: Story = {
  parameters: {
    world: {
      at: '/acme/issues/1',
      fixtures: workedWorld,
      change: {
        getOrganization: async () => ({
          ...(await createMemoryClient(workedWorld).getOrganization('acme')),
          access: ['event:read'],
        }),
      },
    },
  },
}

export const Activity: Story = { args: { tab: 'activity' } }

export const ActivityDark: Story = { args: { tab: 'activity' }, parameters: { theme: 'dark' } }

export const Loading: Story = {
  parameters: { world: { change: { getIssue: never, getIssueEvent: never, getIssueTags: never } } },
}

export const NoEventLeft: Story = { args: { id: '2' } }

export const NoEventLeftDark: Story = { ...NoEventLeft, parameters: { theme: 'dark' } }

export const EventGone: Story = { args: { event: '0'.repeat(32) } }

const thinned = { ...bareEvent, groupID: '1', entries: [], payloadRemovedAt: '2026-01-15T04:00:00.000Z' }

export const Thinned: Story = { parameters: { world: { fixtures: { ...shopWorld, events: [thinned] } } } }

export const ThinnedDark: Story = { parameters: { ...Thinned.parameters, theme: 'dark' } }

export const NotFound: Story = { args: { id: '404' } }

export const Failing: Story = {
  parameters: {
    world: {
      change: { getIssue: () => Promise.reject(new ApiError(503, 'The database is away.', { requestId: 'r1' })) },
    },
  },
}

export const Hostile: Story = { parameters: { world: { fixtures: hostileWorld } } }

export const LongMessage: Story = { args: { id: '3' }, parameters: { world: { fixtures: hostileWorld } } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
