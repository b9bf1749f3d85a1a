import type { Meta, StoryObj } from '@storybook/react-vite'
import { minutesAgo, STORY_NOW } from '../provider/memory/builders.js'
import { bucketOf } from '../provider/memory/monitor-past.js'
import { aPast } from '../provider/memory/uptime-world.js'
import { LatencyChart } from './latency-chart.js'

const past = aPast({
  latencyMs: 260,
  troubles: [{ start: minutesAgo(400), end: minutesAgo(290), kind: 'down', detail: 'It did not answer' }],
})

function bucketsOf(count: number, seconds: number, hasPhases = true, since = past.since) {
  const now = STORY_NOW.getTime()
  const watched = { past: { ...past, since }, intervalSeconds: 60, hasPhases, now }
  return Array.from({ length: count }, (_, at) => bucketOf(watched, now - (count - at) * seconds * 1000, seconds))
}

const meta = {
  title: 'Uptime/LatencyChart',
  component: LatencyChart,
  args: { buckets: bucketsOf(96, 900) },
} satisfies Meta<typeof LatencyChart>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const WithoutPhases: Story = { args: { buckets: bucketsOf(24, 3600, false) } }

export const SinceShortly: Story = { args: { buckets: bucketsOf(24, 3600, true, minutesAgo(190)) } }

export const NothingKnown: Story = { args: { buckets: bucketsOf(24, 3600, true, minutesAgo(-9)) } }

export const NoBuckets: Story = { args: { buckets: [] } }

export const Many: Story = { args: { buckets: bucketsOf(300, 300) } }

export const Narrow: Story = { parameters: { width: 320 } }

export const Dark: Story = { parameters: { theme: 'dark' } }
