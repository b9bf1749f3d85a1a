import { fillBuckets } from '@mishap/core/format'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { EventVolume } from './event-volume.js'
import { Sparkbars } from './sparkbars.js'

const HOUR = 3_600_000
const NOON = Date.parse('2026-01-15T12:00:00Z')

function hours(counts: readonly number[]) {
  const points = counts.map((count, at) => [NOON / 1000 - (counts.length - 1 - at) * 3600, count] as const)
  return fillBuckets(points, { bucketMs: HOUR, count: counts.length, endMs: NOON })
}

const day = hours([0, 2, 1, 0, 0, 3, 8, 14, 12, 9, 4, 0, 0, 1, 0, 5, 22, 67, 41, 12, 9, 4, 2, 1])

const meta = { title: 'Charts/EventVolume', component: EventVolume, args: { buckets: day } } satisfies Meta<
  typeof EventVolume
>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Pickable: Story = { args: { onPick: () => undefined } }

export const Empty: Story = { args: { buckets: hours(Array.from({ length: 24 }, () => 0)) } }

export const NoBuckets: Story = { args: { buckets: [] } }

export const LongContent: Story = {
  args: { buckets: hours(Array.from({ length: 300 }, (_, at) => (at * 7919) % 1_284_000)) },
}

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }

export const Spark: Story = {
  render: () => (
    <div style={{ display: 'flex', gap: 24 }}>
      <Sparkbars buckets={day} label="Last 24 hours" />
      <Sparkbars buckets={hours([0, 0, 0, 0, 1, 0, 0])} />
      <Sparkbars buckets={hours(Array.from({ length: 24 }, () => 0))} />
      <Sparkbars buckets={[]} />
    </div>
  ),
}

export const SparkDark: Story = { ...Spark, parameters: { theme: 'dark' } }
