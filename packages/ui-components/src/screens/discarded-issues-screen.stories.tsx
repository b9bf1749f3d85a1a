import { ApiError, type DiscardedIssueJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, XSS } from '../event/fixtures/hostile-event.js'
import { minutesAgo } from '../provider/memory/builders.js'
import { inWorld, never } from '../provider/story.js'
import { DiscardedIssuesScreen } from './discarded-issues-screen.js'

const some: readonly DiscardedIssueJson[] = [
  {
    id: '1',
    title: 'ResizeObserver loop completed with undelivered notifications.',
    culprit: '/products/:slug',
    level: 'error',
    actor: { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', username: 'ada' },
    dateCreated: minutesAgo(3 * 24 * 60),
  },
  { id: '2', title: 'Error: offline', culprit: '', level: 'warning', actor: null, dateCreated: minutesAgo(40) },
]

const listing = (list: () => Promise<readonly DiscardedIssueJson[]>) => ({
  world: { at: '/acme/settings/projects/shop-api/discarded', change: { listDiscardedIssues: list } },
})

const meta = {
  title: 'Screens/Discarded issues',
  component: DiscardedIssuesScreen,
  args: { org: 'acme', project: 'shop-api' },
  decorators: [inWorld],
  parameters: { isBare: true, ...listing(async () => some) },
} satisfies Meta<typeof DiscardedIssuesScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const None: Story = { parameters: listing(async () => []) }

export const Loading: Story = { parameters: listing(never) }

export const Failing: Story = { parameters: listing(() => Promise.reject(new ApiError(503, 'The database is away.'))) }

export const Hostile: Story = {
  parameters: listing(async () => [
    { ...some[0]!, title: XSS, culprit: LONG.slice(0, 5000), actor: { ...some[0]!.actor!, name: XSS } },
    { ...some[1]!, title: LONG.slice(0, 5000) },
  ]),
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
