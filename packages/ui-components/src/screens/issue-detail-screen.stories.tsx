import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
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

export const EventGone: Story = { args: { id: '2' } }

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
