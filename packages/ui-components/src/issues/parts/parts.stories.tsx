import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { LATER_HASH, partsWorld } from '../../provider/memory/parts-world.js'
import { hostileWorld, shopIssues } from '../../provider/memory/shop-world.js'
import { inWorld, never } from '../../provider/story.js'
import { MergeDialog } from './merge-dialog.js'
import { SplitDialog } from './split-dialog.js'

const meta = { title: 'Issues/Merge and split', decorators: [inWorld], parameters: { isBare: true } } satisfies Meta
export default meta

type Story = StoryObj<typeof meta>

const close = () => undefined
const away = () => Promise.reject(new ApiError(503, 'The database is away.', { requestId: 'r1' }))
const [one, , three] = shopIssues
const strange = hostileWorld.issues ?? []

const merge = (issues = [one!]) => <MergeDialog org="acme" issues={issues} isOpen onClose={close} />
const split = (initial?: Parameters<typeof SplitDialog>[0]['initial']) => (
  <SplitDialog org="acme" issue={one!} isOpen onClose={close} {...(initial === undefined ? {} : { initial })} />
)

export const Merge: Story = { render: () => merge() }

export const MergeTwo: Story = { render: () => merge([one!, three!]) }

export const MergeMany: Story = {
  render: () => merge(Array.from({ length: 30 }, (_, at) => ({ ...one!, id: `m${at}`, shortId: `SHOP-API-M${at}` }))),
}

export const MergeOfTwoProjects: Story = { render: () => merge([one!, shopIssues[1]!]) }

export const MergeLoading: Story = { render: () => merge(), parameters: { world: { change: { listIssues: never } } } }

export const MergeFailing: Story = { render: () => merge(), parameters: { world: { change: { listIssues: away } } } }

export const MergeHostile: Story = {
  render: () => merge(strange.slice(0, 3)),
  parameters: { world: { fixtures: hostileWorld } },
}

export const MergeDark: Story = { render: () => merge([one!, three!]), parameters: { theme: 'dark' } }

export const Split: Story = { render: () => split(), parameters: { world: { fixtures: partsWorld } } }

export const SplitByTag: Story = {
  render: () => split({ by: 'tag', key: 'browser' }),
  parameters: { world: { fixtures: partsWorld } },
}

export const SplitByMessage: Story = {
  render: () => split({ by: 'message' }),
  parameters: { world: { fixtures: partsWorld } },
}

export const SplitByHash: Story = {
  render: () => split({ hashes: [LATER_HASH] }),
  parameters: { world: { fixtures: partsWorld } },
}

export const SplitEvents: Story = {
  render: () => split({ events: [partsWorld.events?.[0]?.eventID ?? ''] }),
  parameters: { world: { fixtures: partsWorld } },
}

export const SplitNothing: Story = { render: () => split({ by: 'message' }) }

export const SplitLoading: Story = {
  render: () => split({ by: 'message' }),
  parameters: { world: { change: { previewSplit: never } } },
}

export const SplitFailing: Story = {
  render: () => split({ by: 'message' }),
  parameters: { world: { change: { previewSplit: away } } },
}

export const SplitHostile: Story = {
  render: () => split({ by: 'tag', key: 'url' }),
  parameters: {
    world: { fixtures: { ...hostileWorld, events: [...(hostileWorld.events ?? []), ...(partsWorld.events ?? [])] } },
  },
}

export const SplitDark: Story = {
  render: () => split({ by: 'tag', key: 'browser' }),
  parameters: { theme: 'dark', world: { fixtures: partsWorld } },
}
