import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LONG, RTL, XSS } from '../event/fixtures/hostile-event.js'
import { aStatusPage, shopStatusPages } from '../provider/memory/shop-status-pages.js'
import { uptimeWorld } from '../provider/memory/uptime-world.js'
import { inWorld, never } from '../provider/story.js'
import { NewPageDialog } from './new-page-dialog.js'
import { StatusPageScreen } from './status-page-screen.js'
import { StatusPagesScreen } from './status-pages-screen.js'

const fixtures = { ...uptimeWorld, statusPages: shopStatusPages }

const hostile = [XSS, RTL, LONG.slice(0, 200)].map((text, index) => {
  const shown = { id: index + 1, name: text, description: text }
  return {
    page: aStatusPage({
      ...{ name: text, slug: `page-${index}`, description: text, domain: text, homepage: 'javascript:alert(1)' },
      ...{ accent: '#ffff00', subscriberCount: 99_999_999, access: index === 0 ? 'password' : 'public' },
      sections: [{ name: text, isCollapsed: false, monitors: [shown, { ...shown, id: 404 }] }],
    }),
    subscribers: [{ id: '1', email: `${text}@x.example`, created: '2026-01-01T00:00:00Z', confirmed: null }],
  }
})

const meta = {
  title: 'Screens/Status pages',
  component: StatusPagesScreen,
  args: { org: 'acme' },
  decorators: [inWorld],
  parameters: { isBare: true, world: { fixtures, at: '/acme/status-pages' } },
} satisfies Meta<typeof StatusPagesScreen>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const None: Story = { parameters: { world: { fixtures: uptimeWorld, at: '/acme/status-pages' } } }

export const Loading: Story = { parameters: { world: { fixtures, change: { listStatusPages: never } } } }

export const Failing: Story = {
  parameters: {
    world: { fixtures, change: { listStatusPages: () => Promise.reject(new ApiError(503, 'The database is away.')) } },
  },
}

export const Hostile: Story = { parameters: { world: { fixtures: { ...uptimeWorld, statusPages: hostile } } } }

export const Making: Story = { render: () => <NewPageDialog org="acme" onClose={() => undefined} /> }

const editing = (slug: string): Story => ({
  render: () => <StatusPageScreen org="acme" slug={slug} />,
  parameters: { world: { fixtures, at: `/acme/status-pages/${slug}` } },
})

export const Editing: Story = editing('shop')

export const EditingForMembers: Story = editing('internal')

export const EditingNotFound: Story = editing('none')

export const EditingHostile: Story = {
  render: () => <StatusPageScreen org="acme" slug="page-2" />,
  parameters: { world: { fixtures: { ...uptimeWorld, statusPages: hostile } } },
}

export const EditingDark: Story = { ...Editing, parameters: { ...Editing.parameters, theme: 'dark' } }

export const EditingNarrow: Story = { ...Editing, parameters: { ...Editing.parameters, width: 390 } }
