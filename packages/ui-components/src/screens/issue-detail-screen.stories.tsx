import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { bareEvent } from '../event/fixtures/message-event.js'
import { hostileWorld, shopIssues, shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { IssueDetailScreen } from './issue-detail-screen.js'

const meta = {
  title: 'Screens/Issue',
  component: IssueDetailScreen,
  args: { org: 'acme', id: '1' },
  decorators: [inWorld],
  parameters: { isBare: true, world: { at: '/acme/issues/1' } },
} satisfies Meta<typeof IssueDetailScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const OlderEvent: Story = { args: { event: 'oldest' } }

export const Resolved: Story = {
  parameters: { world: { fixtures: { ...shopWorld, issues: [{ ...shopIssues[0]!, status: 'resolved' }] } } },
}

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
