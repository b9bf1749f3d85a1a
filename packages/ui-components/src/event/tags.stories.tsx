import type { IssueTagJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { hostileEvent, LONG, XSS } from './fixtures/hostile-event.js'
import { shopEvent } from './fixtures/shop-event.js'
import { TagDistribution, TagsTable } from './tags.js'

const meta = { title: 'Event/Tags', component: TagsTable, args: { tags: shopEvent.tags } } satisfies Meta<
  typeof TagsTable
>
export default meta

type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const WithFilters: Story = { args: { onPick: () => undefined } }

export const Empty: Story = { args: { tags: [] } }

export const Hostile: Story = { args: { tags: hostileEvent.tags, onPick: () => undefined } }

export const Dark: Story = { parameters: { theme: 'dark' } }

export const Narrow: Story = { parameters: { width: 320 } }

function aTag(key: string, counts: Readonly<Record<string, number>>, uniqueValues?: number): IssueTagJson {
  const totalValues = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return {
    key,
    name: key,
    uniqueValues: uniqueValues ?? Object.keys(counts).length,
    totalValues,
    isSampled: false,
    topValues: Object.entries(counts).map(([value, count]) => ({
      key,
      name: value,
      value,
      count,
      lastSeen: '2026-01-15T11:57:00Z',
    })),
  }
}

const distribution = [
  aTag('browser', { 'Firefox 134.0': 920, 'Chrome 131.0': 41, 'Safari 17.6': 3 }),
  aTag('release', { 'shop@4.12.0': 961, 'shop@4.11.3': 3 }),
  aTag('server_name', { 'web-1': 300, 'web-2': 320, 'web-3': 200, 'web-4': 100, 'web-5': 44 }, 9),
  aTag('request_id', { a1: 1, a2: 1, a3: 1, a4: 961 }, 960),
]

export const Distribution: Story = {
  parameters: { width: 360 },
  render: () => <TagDistribution tags={distribution} onPick={() => undefined} />,
}

export const DistributionEmpty: Story = { render: () => <TagDistribution tags={[]} /> }

export const DistributionHostile: Story = {
  parameters: { width: 360 },
  render: () => <TagDistribution tags={[aTag(XSS, { [XSS]: 3, [LONG]: 2, constructor: 0 })]} />,
}

export const DistributionDark: Story = { ...Distribution, parameters: { theme: 'dark', width: 360 } }
