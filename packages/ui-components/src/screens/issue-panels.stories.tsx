import { ApiError } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { laterShopEvent } from '../event/fixtures/later-shop-event.js'
import type { MemoryClient } from '../provider/memory/client.js'
import { LATER_HASH, partsWorld } from '../provider/memory/parts-world.js'
import { hostileWorld, shopIssues, shopWorld } from '../provider/memory/shop-world.js'
import { inWorld, never } from '../provider/story.js'
import { IssueDetailScreen } from './issue-detail-screen.js'

const meta = {
  title: 'Screens/Issue pages',
  component: IssueDetailScreen,
  args: { org: 'acme', id: '1', tab: 'events' },
  decorators: [inWorld],
  parameters: { isBare: true },
} satisfies Meta<typeof IssueDetailScreen>
export default meta

type Story = StoryObj<typeof meta>

const at = (path: string, more: object = {}) => ({
  world: { at: `/acme/issues/1/${path}`, fixtures: partsWorld, ...more },
})
const away = () => Promise.reject(new ApiError(503, 'The database is away.', { requestId: 'r1' }))

export const Events: Story = { parameters: at('events') }

export const EventsWithColumns: Story = { parameters: at('events?column=browser&column=tenant&column=runtime') }

export const EventsFound: Story = { parameters: at('events?query=browser%3A%22Safari+19%22') }

export const EventsNothingFound: Story = { parameters: at('events?query=nowhere') }

export const EventsNoneLeft: Story = { args: { id: '2' }, parameters: { world: { at: '/acme/issues/2/events' } } }

export const EventsLoading: Story = { parameters: at('events', { change: { listIssueEvents: never } }) }

export const EventsFailing: Story = { parameters: at('events', { change: { listIssueEvents: away } }) }

export const EventsHostile: Story = { parameters: at('events', { fixtures: hostileWorld }) }

export const EventsDark: Story = { parameters: { ...at('events'), theme: 'dark' } }

export const EventsNarrow: Story = { parameters: { ...at('events'), width: 390 } }

export const Tags: Story = { args: { tab: 'tags' }, parameters: at('tags') }

export const TagsLoading: Story = { args: { tab: 'tags' }, parameters: at('tags', { change: { getIssueTags: never } }) }

export const TagsFailing: Story = { args: { tab: 'tags' }, parameters: at('tags', { change: { getIssueTags: away } }) }

export const TagsNone: Story = { args: { tab: 'tags', id: '2' }, parameters: { world: { at: '/acme/issues/2/tags' } } }

export const TagsUnique: Story = {
  args: { tab: 'tags' },
  parameters: at('tags', { fixtures: { ...partsWorld, events: manyOrders() } }),
}

export const TagsHostile: Story = { args: { tab: 'tags' }, parameters: at('tags', { fixtures: hostileWorld }) }

export const TagsDark: Story = { args: { tab: 'tags' }, parameters: { ...at('tags'), theme: 'dark' } }

export const TagsNarrow: Story = { args: { tab: 'tags' }, parameters: { ...at('tags'), width: 390 } }

const onStart = (client: MemoryClient) => {
  void client.mergeIssues('acme', { id: ['1', '3'] }).then(() => client.splitIssue('1', { hashes: [LATER_HASH] }))
}

export const Grouping: Story = { args: { tab: 'grouping' }, parameters: at('grouping') }

/** One place that throws for many reasons. */
export const GroupingOfManyMessages: Story = {
  args: { tab: 'grouping' },
  parameters: at('grouping', {
    fixtures: {
      ...partsWorld,
      events: Array.from({ length: 12 }, (_, n) => ({
        ...laterShopEvent,
        groupID: '1',
        eventID: n.toString(16).padStart(32, 'a'),
        title: ['OrderError: no stock', 'OrderError: card refused', 'OrderError: no such street'][n % 3] ?? '',
      })),
    },
  }),
}

export const GroupingWithParts: Story = { args: { tab: 'grouping' }, parameters: at('grouping', { onStart }) }

export const GroupingLoading: Story = {
  args: { tab: 'grouping' },
  parameters: at('grouping', { change: { explainEvent: never, listIssueHashes: never, listMergedIssues: never } }),
}

export const GroupingFailing: Story = {
  args: { tab: 'grouping' },
  parameters: at('grouping', {
    change: { explainEvent: away, listIssueHashes: away, listMergedIssues: away, listSplits: away },
  }),
}

export const GroupingNoEvents: Story = {
  args: { tab: 'grouping', id: '2' },
  parameters: { world: { at: '/acme/issues/2/grouping' } },
}

export const GroupingHostile: Story = {
  args: { tab: 'grouping' },
  parameters: at('grouping', { fixtures: hostileWorld }),
}

export const GroupingDark: Story = {
  args: { tab: 'grouping' },
  parameters: { ...at('grouping', { onStart }), theme: 'dark' },
}

export const GroupingNarrow: Story = {
  args: { tab: 'grouping' },
  parameters: { ...at('grouping', { onStart }), width: 390 },
}

export const Similar: Story = {
  args: { tab: 'similar' },
  parameters: at('similar', { change: { listSimilarIssues: someSimilar } }),
}

export const SimilarNarrow: Story = {
  args: { tab: 'similar' },
  parameters: { ...at('similar', { change: { listSimilarIssues: someSimilar } }), width: 390 },
}

export const SimilarNone: Story = {
  args: { tab: 'similar' },
  parameters: at('similar', { change: { listSimilarIssues: async () => [] } }),
}

export const SimilarLoading: Story = {
  args: { tab: 'similar' },
  parameters: at('similar', { change: { listSimilarIssues: never } }),
}

export const SimilarFailing: Story = {
  args: { tab: 'similar' },
  parameters: at('similar', { change: { listSimilarIssues: away } }),
}

export const SimilarHostile: Story = {
  args: { tab: 'similar' },
  parameters: at('similar', { fixtures: hostileWorld, change: { listSimilarIssues: hostileSimilar } }),
}

export const Compare: Story = { args: { tab: 'compare' }, parameters: at('compare') }

export const CompareIssues: Story = {
  args: { tab: 'compare' },
  parameters: at('compare?with=3'),
}

export const CompareOne: Story = { args: { tab: 'compare' }, parameters: at('compare?b=latest') }

export const CompareLoading: Story = {
  args: { tab: 'compare' },
  parameters: at('compare', { change: { getIssueEvent: never } }),
}

export const CompareFailing: Story = {
  args: { tab: 'compare' },
  parameters: at('compare', { change: { getIssueEvent: away } }),
}

export const CompareDark: Story = { args: { tab: 'compare' }, parameters: { ...at('compare'), theme: 'dark' } }

export const CompareNarrow: Story = { args: { tab: 'compare' }, parameters: { ...at('compare'), width: 390 } }

function manyOrders() {
  const [first] = shopWorld.events ?? []
  if (first === undefined) return []
  return Array.from({ length: 30 }, (_, n) => ({
    ...first,
    eventID: n.toString(16).padStart(32, '0'),
    tags: [...first.tags, { key: 'order', value: `o_${9000 + n}` }],
  }))
}

async function hostileSimilar() {
  return (hostileWorld.issues ?? []).slice(1).map((issue) => ({ issue, score: 0.5, why: issue.title }))
}

async function someSimilar() {
  const why = ['Both come from src/orders/place-order.ts, and 4 of 5 functions are the same.', 'Both are OrderError.']
  return shopIssues.slice(2, 4).map((issue, n) => ({ issue, score: n === 0 ? 0.82 : 0.41, why: why[n] ?? '' }))
}
