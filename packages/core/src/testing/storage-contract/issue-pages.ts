import { expect, it } from '@jest/globals'
import type { IssueSort } from '../../ports/issues.js'
import type { PageRequest } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, expectCode, found, type World, walk } from './world.js'

export function issuePagesContract({ storage }: Subject): void {
  const list =
    (world: World, sort: IssueSort = 'last_seen', ascending = false) =>
    (page: PageRequest) =>
      storage().issues.list(world.filter(), { sort, ascending }, page)
  const titles = async (...args: Parameters<typeof list>) =>
    (await walk(list(...args), 2)).map((issue) => issue.title).join('')

  /** Issues a to e: seen last in the order of the letters, first in the other, counted and with users as noted. */
  const letters = async () => {
    const world = await aWorld(storage())
    const about = { a: [3, 1], b: [1, 1], c: [3, 3], d: [5, 2], e: [1, 0] } as const
    for (const [index, [title, [count, users]]] of Object.entries(about).entries()) {
      const last = minutesAfter(NOON, index)
      const events = Array.from({ length: count }, (_, number) =>
        world.event({
          title,
          hashes: [title],
          userKey: number < users ? `u${number}` : null,
          receivedAt: number === 0 ? minutesAfter(NOON, -index) : last,
        }),
      )
      await world.persist(...events)
    }
    return world
  }

  it('are sorted by last sight, first sight, events or users, both ways, ties by id', async () => {
    const world = await letters()
    expect(await titles(world, 'first_seen')).toBe('abcde')
    expect(await titles(world, 'first_seen', true)).toBe('edcba')
    expect(await titles(world, 'count')).toBe('dcaeb')
    expect(await titles(world, 'count', true)).toBe('beacd')
    expect(await titles(world, 'users')).toBe('cdbae')
    expect(await titles(world, 'users', true)).toBe('eabdc')
    expect(await titles(world, 'last_seen', true)).toBe('ebacd')
    expect(await titles(world, 'last_seen')).toBe('dcabe')
  })

  it('are sorted by priority, then by last sight', async () => {
    const world = await letters()
    const by = { userId: null, via: 'api', at: NOON } as const
    const named = new Map((await list(world)({ limit: 10, cursor: null })).items.map(({ title, id }) => [title, id]))
    for (const [title, priority] of [
      ['b', 'high'],
      ['e', 'high'],
      ['d', 'low'],
    ] as const)
      await storage().issues.setPriority(world.filter({ ids: [named.get(title) ?? ''] }), priority, by)
    expect(await titles(world, 'priority')).toBe('becad')
    expect(await titles(world, 'priority', true)).toBe('daceb')
  })

  it('are sorted by trend: the last day against the usual of the 13 before', async () => {
    const world = await aWorld(storage())
    const days: Readonly<Record<string, readonly number[]>> = {
      // Of each the events so many days ago, the last day first.
      always: [9, 9, 9, 9, 9],
      quiet: [0, 20, 20],
      rising: [40, 2, 0, 2],
      falling: [3, 40, 40, 40],
      fresh: [20],
    }
    for (const [title, counts] of Object.entries(days))
      for (const [ago, count] of counts.entries())
        await world.persist(
          ...Array.from({ length: count }, () =>
            world.event({ title, hashes: [title], receivedAt: minutesAfter(NOON, -ago * 24 * 60) }),
          ),
        )
    expect(await titles(world, 'trend')).toMatch(/^(always|quiet|rising|falling|fresh){5}$/)
    // Those of other tests have their turn as well.
    while (await storage().issues.refreshTrends(minutesAfter(NOON, 10)));
    const names = async (ascending: boolean) =>
      (await walk(list(world, 'trend', ascending), 2)).map((issue) => `${issue.title} ${issue.trend}`)
    const expected = ['rising 711', 'fresh 500', 'always 100', 'falling 18', 'quiet 0']
    expect(await names(false)).toEqual(expected)
    expect(await names(true)).toEqual([...expected].reverse())
  })

  it('the trend of a new issue counts as one event until it is worked out, every five minutes', async () => {
    const world = await letters()
    const refresh = async (minutes: number) => {
      while (await storage().issues.refreshTrends(minutesAfter(NOON, 10 * 24 * 60 + minutes)));
      return new Set((await list(world)({ limit: 10, cursor: null })).items.map((issue) => issue.trend))
    }
    expect(await titles(world, 'trend')).toBe('dcabe')
    expect(await refresh(0)).toEqual(new Set([0]))
    await world.persist(world.event({ title: 'f', receivedAt: minutesAfter(NOON, 10 * 24 * 60) }))
    expect(await refresh(4)).toEqual(new Set([0, 120]))
    expect(await refresh(24 * 60 + 60)).toEqual(new Set([0]))
  })

  it('pages by trend stay where they are while events arrive', async () => {
    const world = await letters()
    const first = await list(world, 'trend')({ limit: 2, cursor: null })
    expect(first.items.map((issue) => issue.title)).toEqual(['d', 'c'])
    await world.persist(world.event({ title: 'g', receivedAt: minutesAfter(NOON, 90) }))
    const second = await list(world, 'trend')({ limit: 2, cursor: first.next })
    expect(second.items.map((issue) => issue.title)).toEqual(['a', 'b'])
    const third = await list(world, 'trend')({ limit: 2, cursor: second.next })
    expect(third.items.map((issue) => issue.title)).toEqual(['e'])
    expect(
      (await list(world, 'trend')({ limit: 2, cursor: third.previous })).items.map((issue) => issue.title),
    ).toEqual(['a', 'b'])
  })

  it('an issue that moves while somebody reads is not shown twice, and none that stays is lost', async () => {
    const world = await letters()
    const first = await list(world)({ limit: 2, cursor: null })
    expect(first.items.map((issue) => issue.title)).toEqual(['d', 'c'])
    // The last of all moves to the front, a new one comes in, one in the middle moves behind what was read.
    await world.persist(
      world.event({ title: 'e', hashes: ['e'], receivedAt: minutesAfter(NOON, 50) }),
      world.event({ title: 'f', hashes: ['f'], receivedAt: minutesAfter(NOON, 60) }),
    )
    const second = await list(world)({ limit: 2, cursor: first.next })
    expect(second.items.map((issue) => issue.title)).toEqual(['a', 'b'])
    expect(second.next).toBeNull()
    const back = await list(world)({ limit: 2, cursor: second.previous })
    expect(back.items.map((issue) => issue.title)).toEqual(['d', 'c'])
    const start = await list(world)({ limit: 2, cursor: back.previous })
    expect(start.items.map((issue) => issue.title)).toEqual(['f', 'e'])
    expect(start.previous).toBeNull()
  })

  it('many issues seen in the same millisecond are all shown, each once', async () => {
    const world = await aWorld(storage())
    await world.persist(...Array.from({ length: 57 }, () => world.event()))
    const seen = await walk(list(world), 10)
    expect(new Set(seen.map((issue) => issue.id)).size).toBe(57)
    expect(seen.map((issue) => issue.shortIdNumber)).toEqual(
      seen.map((issue) => issue.shortIdNumber).sort((a, b) => b - a),
    )
  })

  it('a page whose rows are gone leads back to those that are left', async () => {
    const world = await letters()
    const first = await list(world)({ limit: 3, cursor: null })
    await storage().issues.delete(
      world.filter({ ids: (await list(world)({ limit: 3, cursor: first.next })).items.map((one) => one.id) }),
    )
    const second = await list(world)({ limit: 3, cursor: first.next })
    expect(second).toMatchObject({ items: [], next: null })
    const back = await list(world)({ limit: 3, cursor: found(second.previous) })
    expect(back.items.map((issue) => issue.title)).toEqual(['d', 'c'])
  })

  it('an empty list has one empty page', async () => {
    const world = await aWorld(storage())
    expect(await list(world)({ limit: 10, cursor: null })).toEqual({ items: [], next: null, previous: null })
  })

  it('a cursor that this list did not give out is refused', async () => {
    const world = await letters()
    const cursors = [
      '',
      'x',
      '🐛',
      Buffer.from('["n"]').toString('base64url'),
      Buffer.from('[1,2,3]').toString('base64url'),
    ]
    for (const cursor of cursors) await expectCode(list(world)({ limit: 2, cursor }), 'invalid_input')
    expect((await list(world)({ limit: 2, cursor: null })).items).toHaveLength(2)
  })

  it('a limit that is out of bounds is brought into them', async () => {
    const world = await aWorld(storage())
    await world.persist(...Array.from({ length: 101 }, () => world.event()))
    expect((await list(world)({ limit: 1_000_000, cursor: null })).items).toHaveLength(100)
    expect((await list(world)({ limit: 0, cursor: null })).items).toHaveLength(1)
    expect((await list(world)({ limit: -5, cursor: null })).items).toHaveLength(1)
  })
}
