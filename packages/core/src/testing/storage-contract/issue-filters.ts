import { expect, it } from '@jest/globals'
import type { IssueFilter } from '../../ports/issues.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, UNKNOWN_IDS, type World } from './world.js'

export function issueFiltersContract({ storage }: Subject): void {
  /** The titles of what the filter finds, sorted; `count` must agree. */
  const find = async (world: World, filter: Partial<IssueFilter>): Promise<string> => {
    const { issues } = storage()
    const { items } = await issues.list(world.filter(filter), { sort: 'last_seen', ascending: false }, ALL)
    expect(await issues.count(world.filter(filter), 1000)).toBe(items.length)
    return items
      .map((issue) => issue.title)
      .sort()
      .join(' ')
  }

  it('by status, level, project and id', async () => {
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    const a = await world.issueOf({ title: 'a', level: 'info' })
    const b = await world.issueOf({ title: 'b', level: 'fatal' })
    const c = await world.issueOf({ title: 'c', level: 'info', projectId: other.id })
    await storage().issues.setStatus(world.filter({ ids: [b.id] }), 'ignored', NOON)
    expect(await find(world, {})).toBe('a b c')
    expect(await find(world, { statuses: ['unresolved'] })).toBe('a c')
    expect(await find(world, { statuses: ['ignored', 'resolved'] })).toBe('b')
    expect(await find(world, { levels: ['info'] })).toBe('a c')
    expect(await find(world, { levels: ['info', 'fatal'] })).toBe('a b c')
    expect(await find(world, { projectIds: [other.id] })).toBe('c')
    expect(await find(world, { projectIds: [world.projectId, other.id] })).toBe('a b c')
    expect(await find(world, { ids: [a.id, c.id] })).toBe('a c')
    expect(await find(world, { ids: [a.id, c.id], projectIds: [other.id], statuses: ['unresolved'] })).toBe('c')
  })

  it('an empty list of projects or ids finds nothing, other empty lists do not narrow', async () => {
    const world = await aWorld(storage())
    const { id } = await world.issueOf({ title: 'a' })
    expect(await find(world, { projectIds: [] })).toBe('')
    expect(await find(world, { ids: [] })).toBe('')
    expect(await find(world, { ids: UNKNOWN_IDS })).toBe('')
    expect(await find(world, { projectIds: UNKNOWN_IDS })).toBe('')
    expect(await find(world, { ids: [...UNKNOWN_IDS, id] })).toBe('a')
    expect(await find(world, { statuses: [], levels: [], environments: [], tags: [], text: [] })).toBe('a')
    for (const organizationId of UNKNOWN_IDS) expect(await find(world, { organizationId })).toBe('')
  })

  it('by environments, any of which an event was in', async () => {
    const world = await aWorld(storage())
    await world.issueOf({ title: 'a', hashes: ['a'], environment: 'production' })
    await world.issueOf({ title: 'a', hashes: ['a'], environment: 'staging' })
    await world.issueOf({ title: 'b', environment: 'production' })
    await world.issueOf({ title: 'c' })
    expect(await find(world, { environments: ['production'] })).toBe('a b')
    expect(await find(world, { environments: ['staging', 'dev'] })).toBe('a')
    expect(await find(world, { environments: ['prod'] })).toBe('')
    expect(await find(world, { environments: ['no\0pe'] })).toBe('')
  })

  it('by tags, all of which must be there', async () => {
    const world = await aWorld(storage())
    const tagged = (title: string, ...tags: readonly (readonly [string, string])[]) => world.issueOf({ title, tags })
    await tagged('a', ['browser', 'Firefox 150'], ['os', 'Linux'])
    await tagged('b', ['browser', 'Chrome'], ['os', 'Linux'])
    await tagged('c', ['browser.name', 'Firefox 150'])
    await world.issueOf({ title: 'd', release: 'shop@1.0' })
    expect(await find(world, { tags: [{ key: 'os', value: 'Linux' }] })).toBe('a b')
    expect(await find(world, { tags: [{ key: 'browser', value: null }] })).toBe('a b')
    expect(
      await find(world, {
        tags: [
          { key: 'os', value: null },
          { key: 'browser', value: 'Firefox 150' },
        ],
      }),
    ).toBe('a')
    expect(await find(world, { tags: [{ key: 'release', value: 'shop@1.0' }] })).toBe('d')
    expect(await find(world, { tags: [{ key: 'os', value: 'linux' }] })).toBe('')
    expect(await find(world, { tags: [{ key: "o's", value: 'x\0' }] })).toBe('')
  })

  it('by words, each a part of title, culprit or search text, in any case', async () => {
    const world = await aWorld(storage())
    await world.issueOf({ title: 'ECONNREFUSED', culprit: 'POST /api/Checkout', searchText: 'payment_gateway.ts 100%' })
    await world.issueOf({ title: 'Überlauf', culprit: '', searchText: 'c:\\shop\\index.php' })
    const text = (...words: readonly string[]) => find(world, { text: words })
    expect(await text('refused')).toBe('ECONNREFUSED')
    expect(await text('CHECK', 'gateway')).toBe('ECONNREFUSED')
    expect(await text('checkout', 'index')).toBe('')
    expect(await text('überLAUF')).toBe('Überlauf')
    expect(await text('')).toBe('ECONNREFUSED Überlauf')
    expect(await text('100%')).toBe('ECONNREFUSED')
    expect(await text('payment_gateway')).toBe('ECONNREFUSED')
    expect(await text('payment%gateway')).toBe('')
    expect(await text('paymentxgateway')).toBe('')
    expect(await text('shop\\index')).toBe('Überlauf')
    expect(await text("'; drop table")).toBe('')
    expect(await text('a\0')).toBe('')
  })

  it('by words of every event, not of the first alone', async () => {
    const world = await aWorld(storage())
    await world.persist(
      world.event({ title: 'a', hashes: ['a'], searchText: 'first' }),
      world.event({ title: 'a', hashes: ['a'], searchText: 'second' }),
    )
    await world.issueOf({ hashes: ['a'], searchText: 'third' })
    for (const word of ['first', 'second', 'third']) expect(await find(world, { text: [word] })).toBe('a')
  })

  it('by first sight', async () => {
    const world = await aWorld(storage())
    for (const minutes of [0, 10, 20])
      await world.issueOf({ title: `m${minutes}`, receivedAt: minutesAfter(NOON, minutes) })
    expect(await find(world, { firstSeenFrom: minutesAfter(NOON, 10) })).toBe('m10 m20')
    expect(await find(world, { firstSeenTo: minutesAfter(NOON, 10) })).toBe('m0 m10')
    expect(await find(world, { firstSeenFrom: minutesAfter(NOON, 5), firstSeenTo: minutesAfter(NOON, 15) })).toBe('m10')
  })

  it('a count stops at its limit', async () => {
    const world = await aWorld(storage())
    await world.persist(...Array.from({ length: 7 }, () => world.event()))
    expect(await storage().issues.count(world.filter(), 5)).toBe(5)
    expect(await storage().issues.count(world.filter(), 100)).toBe(7)
  })
}
