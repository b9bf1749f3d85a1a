import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { anEvent, anIssue, aProject } from '../provider/memory/builders.js'
import type { MemoryClient } from '../provider/memory/client.js'
import { hostileWorld, shopIssues, shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { AppShell } from '../shell/app-shell.js'
import { IssuesScreen } from './issues-screen.js'

const meta = {
  title: 'Screens/Issues',
  component: IssuesScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, world: { at: '/acme/issues' } },
} satisfies Meta<typeof IssuesScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const InItsFrame: Story = {
  render: ({ org }) => (
    <AppShell org={org}>
      <IssuesScreen org={org} />
    </AppShell>
  ),
}

export const Loading: Story = { parameters: { world: { change: { listIssues: never } } } }

export const EmptyWithoutProject: Story = { parameters: { world: { fixtures: { ...shopWorld, projects: [] } } } }

export const EmptyBeforeTheFirstEvent: Story = {
  parameters: {
    world: { fixtures: { ...shopWorld, projects: [aProject({ firstEvent: null })], issues: [], events: [] } },
  },
}

export const EmptyFiltered: Story = {
  parameters: { world: { at: '/acme/issues?query=level%3Afatal+nowhere+is%3Aresolved&project=2&environment=staging' } },
}

export const EmptyGoodNews: Story = { parameters: { world: { fixtures: { ...shopWorld, issues: [] } } } }

export const Failing: Story = {
  parameters: {
    world: {
      change: {
        listIssues: () => Promise.reject(new ApiError(500, 'The database is away.', { requestId: '5f0c3e8d' })),
      },
    },
  },
}

export const Forbidden: Story = {
  parameters: {
    world: { change: { listIssues: () => Promise.reject(new ApiError(403, 'You are no member of acme.')) } },
  },
}

export const SearchNotUnderstood: Story = {
  parameters: {
    world: {
      at: '/acme/issues?query=a+%22b',
      change: {
        listIssues: () =>
          Promise.reject(
            new ApiError(400, 'The search cannot be read: at character 3 a quotation mark is not closed.'),
          ),
      },
    },
  },
}

export const NewsArriving: Story = {
  parameters: {
    world: {
      onStart: (client: MemoryClient) =>
        void setTimeout(() => {
          client.report(
            anIssue({ id: '99', shortId: 'SHOP-API-99' }),
            anEvent({ groupID: '99', eventID: 'f'.repeat(32) }),
          )
          client.report({ ...shopIssues[3]!, count: '25' }, anEvent({ groupID: '4', eventID: 'e'.repeat(32) }))
        }, 500),
    },
  },
}

export const ManyPages: Story = {
  parameters: {
    world: {
      fixtures: {
        ...shopWorld,
        issues: Array.from({ length: 130 }, (_, at) => ({ ...shopIssues[at % 6]!, id: String(at + 100) })),
      },
    },
  },
}

export const Hostile: Story = { parameters: { world: { fixtures: hostileWorld, at: '/acme/issues?query=' } } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 390 } }
