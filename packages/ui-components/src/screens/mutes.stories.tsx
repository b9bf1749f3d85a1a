import type { MuteJson } from '@mishap/core/client'
import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { aMute, STORY_NOW } from '../provider/memory/builders.js'
import { shopWorld } from '../provider/memory/shop-world.js'
import { inWorld } from '../provider/story.js'
import { IssueMutes } from './issue-mutes.js'
import { MuteDialog } from './mute-dialog.js'

const noop = () => undefined
const issueId = shopWorld.issues?.[0]?.id ?? ''

const meta = {
  title: 'Screens/Mutes',
  component: MuteDialog,
  args: { org: 'acme', issueId, canWrite: true, onClose: noop },
  decorators: [inWorld],
  parameters: { world: { fixtures: shopWorld } },
} satisfies Meta<typeof MuteDialog>
export default meta

type Story = StoryObj<typeof meta>

export const Asking: Story = {}

/** Who may not change issues mutes for themselves alone. */
export const AskingAReader: Story = { args: { canWrite: false } }

/** Once `Mute` was pressed. */
export const NotTaken: Story = {
  parameters: {
    world: {
      fixtures: shopWorld,
      change: { createMute: () => Promise.reject(new ApiError(503, 'The database is away.')) },
    },
  },
}

const muted = (canWrite: boolean, ...mutes: readonly MuteJson[]): Story => ({
  parameters: { width: 720, world: { fixtures: { ...shopWorld, mutes } } },
  render: () => <IssueMutes org="acme" issueId={issueId} canWrite={canWrite} />,
})
const own = aMute({ issueID: issueId, until: new Date(STORY_NOW.getTime() + 86_400_000).toISOString() })
const everybodys = aMute({ id: '2', issueID: issueId, isOwn: false })

export const Muted = muted(true, own, everybodys)
/** What is muted for everybody is not theirs to take back. */
export const MutedForAReader = muted(false, own, everybodys)
