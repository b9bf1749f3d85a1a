import { expect, it } from '@jest/globals'
import type { NewEvent, PersistResult } from '../../ports/ingest.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found, type World } from './world.js'

const ISSUES = 10
const WRITERS = 8
const BATCHES = 12
const BATCH_SIZE = 25

export function persistConcurrencyContract({ storage }: Subject): void {
  it('fifty concurrent first events with one hash make one issue', async () => {
    const { issues } = storage()
    const { event, persist, filter } = await aWorld(storage())
    const results = await Promise.all(Array.from({ length: 50 }, () => persist(event({ hashes: ['same'] }))))
    const outcomes = results.flat().map((result) => result.outcome)
    expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'repeat')).toHaveLength(49)
    const { items } = await issues.list(filter(), { sort: 'last_seen', ascending: false }, ALL)
    expect(items.map((issue) => [issue.count, issue.shortIdNumber])).toEqual([[50, 1]])
  })

  it('concurrent events that share one of several new hashes end in one issue with all of them', async () => {
    const { issues } = storage()
    const { organizationId, event, persist, filter } = await aWorld(storage())
    await Promise.all(Array.from({ length: 20 }, (_, index) => persist(event({ hashes: [`own${index}`, 'shared'] }))))
    const { items } = await issues.list(filter(), { sort: 'last_seen', ascending: false }, ALL)
    expect(items.map((issue) => issue.count)).toEqual([20])
    expect(await issues.hashes(organizationId, found(items[0]).id)).toHaveLength(21)
  })

  it('the same event sent concurrently is stored once', async () => {
    const { event, persist, filter } = await aWorld(storage())
    const batch = Array.from({ length: 10 }, () => event())
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => persist(...(index % 2 === 0 ? batch : [...batch].reverse()))),
    )
    const made = results.flat().filter((result) => result.outcome === 'new')
    expect(made.map((result) => result.eventId).sort()).toEqual(batch.map((one) => one.eventId).sort())
    expect(results.flat().filter((result) => result.outcome === 'duplicate')).toHaveLength(70)
    expect(await storage().issues.count(filter(), 100)).toBe(10)
  })

  it('one event id sent concurrently with different hashes leaves no empty issue', async () => {
    const { issues } = storage()
    const { event, persist, filter } = await aWorld(storage())
    const { eventId } = event()
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) => persist(event({ eventId, hashes: [`h${index}`] }))),
    )
    expect(results.flat().filter((result) => result.outcome === 'new')).toHaveLength(1)
    expect(new Set(results.flat().map((result) => result.issueId)).size).toBe(1)
    const { items } = await issues.list(filter(), { sort: 'count', ascending: true }, ALL)
    expect(items.map((issue) => issue.count)).toEqual([1])
    // The hashes that were given back are free for the next.
    const next = await persist(...Array.from({ length: 10 }, (_, index) => event({ hashes: [`h${index}`] })))
    expect(next.filter((result) => result.outcome === 'repeat')).toHaveLength(1)
  })

  it('eight writers on the same ten issues count every event exactly', async () => {
    const world = await aWorld(storage())
    const results = await hammer(world)
    await expectExactCounts(world, results)
  })

  it('writers and deletions at once leave no event without its issue', async () => {
    const { issues, events } = storage()
    const world = await aWorld(storage())
    const deletions = async () => {
      for (let round = 0; round < 10; round += 1)
        await issues.delete(world.filter({ text: [`issue${round % ISSUES}`] }))
    }
    await Promise.all([hammer(world), deletions(), deletions()])
    const { items } = await issues.list(world.filter(), { sort: 'count', ascending: true }, ALL)
    expect(items.length).toBeLessThanOrEqual(ISSUES)
    const counts = new Map(items.map((issue) => [issue.id, issue.count]))
    const stored = new Map<string, number>()
    for (let cursor: string | null = null; ; ) {
      const page = await events.listForProject(world.organizationId, world.projectId, { limit: 100, cursor })
      for (const { issueId } of page.items) stored.set(issueId, (stored.get(issueId) ?? 0) + 1)
      if (page.next === null) break
      cursor = page.next
    }
    expect(stored).toEqual(counts)
  })
}

/** Writers with batches over the same issues, each in an order of its own. */
async function hammer({ event, persist }: World): Promise<readonly PersistResult[]> {
  const writer = async (number: number) => {
    const results: PersistResult[] = []
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const events = Array.from({ length: BATCH_SIZE }, (_, index) => anyEvent(event, number * 7 + batch * 3 + index))
      results.push(...(await persist(...events)))
    }
    return results
  }
  return (await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)))).flat()
}

function anyEvent(event: World['event'], seed: number): NewEvent {
  const number = (seed * 7919) % ISSUES
  return event({
    hashes: [`hash${number}`],
    title: `issue${number}.`,
    receivedAt: minutesAfter(NOON, (seed * 31) % 180),
    userKey: `user${Math.floor(seed / ISSUES) % 5}`,
    searchText: `text${seed % 40}`,
    tags: [
      ['browser', `b${seed % 3}`],
      ['seed', String(seed % 17)],
    ],
  })
}

async function expectExactCounts(world: World, results: readonly PersistResult[]): Promise<void> {
  const { organizationId, storage } = world
  const total = WRITERS * BATCHES * BATCH_SIZE
  expect(results.filter((result) => result.outcome === 'new')).toHaveLength(ISSUES)
  expect(results.filter((result) => result.outcome === 'repeat')).toHaveLength(total - ISSUES)
  const { items } = await storage.issues.list(world.filter(), { sort: 'count', ascending: false }, ALL)
  expect(items.map((issue) => issue.shortIdNumber).sort((a, b) => a - b)).toEqual(
    Array.from({ length: ISSUES }, (_, index) => index + 1),
  )
  expect(items.reduce((sum, issue) => sum + issue.count, 0)).toBe(total)
  const range = { from: NOON, to: minutesAfter(NOON, 180) }
  const ids = items.map((issue) => issue.id)
  const series = await storage.issues.series(organizationId, ids, { ...range, bucketSeconds: 3600 })
  for (const issue of items) {
    const seen = results.filter((result) => result.issueId === issue.id).length
    expect([issue.count, issue.userCount]).toEqual([seen, 5])
    expect(series.get(issue.id)?.reduce((sum, point) => sum + point.count, 0)).toBe(seen)
    for (const tag of await storage.issues.tags(organizationId, issue.id, { valueLimit: 100 }))
      expect([tag.totalValues, tag.topValues.reduce((sum, { count }) => sum + count, 0)]).toEqual([seen, seen])
  }
  const outcomes = await storage.ingest.outcomes({ organizationId, projectIds: null, ...range })
  expect(outcomes.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(total)
}
