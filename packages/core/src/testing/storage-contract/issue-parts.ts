import { expect, it } from '@jest/globals'
import type { Tag } from '../../protocol/event.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, expectCode, found, UNKNOWN_IDS, type World } from './world.js'

/** Issues that become one, and parts of issues that become issues. */
export function issuePartsContract({ storage }: Subject): void {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const by = (world: World, minutes = 30) => ({ userId: world.user.id, via: 'web', at: at(minutes) }) as const

  /** Until nothing moves any more. Others use the storage as well, so their moves are made, too. */
  const settle = async (tags: readonly Tag[] = []) => {
    while (await storage().issues.relink(2));
    for (;;) {
      const move = await storage().issues.nextMove(2)
      if (move === null) return
      await storage().issues.applyMove(
        move,
        move.events.map((event) => ({ event, tags })),
      )
    }
  }

  const shown = async ({ organizationId }: World, id: string) => {
    const { issues, events } = storage()
    const { count, userCount, firstSeenAt, lastSeenAt } = found(await issues.get(id))
    const [tag] = await issues.tags(organizationId, id, { key: 'k', valueLimit: 10 })
    const query = { from: NOON, to: at(120), bucketSeconds: 3600 } as const
    const hours = (await issues.series(organizationId, [id], query)).get(id) ?? []
    const { items } = await events.listForIssue(organizationId, id, ALL)
    return {
      count,
      userCount,
      seen: [firstSeenAt, lastSeenAt],
      tags: (tag?.topValues ?? []).map((one) => [one.value, one.count]),
      hours: hours.map((hour) => hour.count),
      events: items.length,
      hashes: await issues.hashes(organizationId, id),
    }
  }

  const twoIssues = async () => {
    const world = await aWorld(storage())
    const one = (hash: string, minutes: number, userKey: string) =>
      world.event({ hashes: [hash], receivedAt: at(minutes), userKey, tags: [['k', 'v']], release: `r${minutes}` })
    const [first, , second] = await world.persist(
      one('a', 1, 'u1'),
      one('a', 2, 'u2'),
      one('b', 0, 'u2'),
      one('b', 5, 'u3'),
      one('b', 70, 'u4'),
    )
    return { world, one, target: found(first).issueId, source: found(second).issueId }
  }

  it('a merged issue is part of the other at once: hashes, counters, times, and what comes later', async () => {
    const { world, one, target, source } = await twoIssues()
    const { organizationId, filter, persist } = world
    const { issues } = storage()
    expect(await issues.merge(organizationId, target, [source, target, ...UNKNOWN_IDS], by(world))).toEqual([source])
    const merged = {
      count: 5,
      userCount: 4,
      seen: [at(0), at(70)],
      tags: [['v', 5]],
      hours: [4, 1],
      hashes: ['a', 'b'],
    }
    expect(await shown(world, target)).toMatchObject(merged)
    expect(await issues.get(target)).toMatchObject({ firstRelease: 'r0', lastRelease: 'r70' })
    expect((await issues.get(source))?.mergedInto).toBe(target)
    expect(await issues.count(filter(), 10)).toBe(1)
    expect((await persist(one('b', 80, 'u5')))[0]).toMatchObject({ issueId: target, outcome: 'repeat' })
    await settle()
    expect(await shown(world, target)).toMatchObject({ count: 6, userCount: 5, events: 6 })
    expect((await storage().events.listForIssue(organizationId, source, ALL)).items).toEqual([])
    expect((await issues.activity(organizationId, target, ALL)).items).toMatchObject([
      { kind: 'merge', userId: world.user.id, data: { issues: [{ id: source }] } },
    ])
  })

  it('a report that comes again while events follow is still known', async () => {
    const world = await aWorld(storage())
    const [a, b] = [world.event({ hashes: ['a'] }), world.event({ hashes: ['b'] })]
    const [target, source] = await world.persist(a, b)
    await storage().issues.merge(world.organizationId, found(target).issueId, [found(source).issueId], by(world))
    expect(await world.persist(b)).toMatchObject([{ outcome: 'duplicate', issueId: found(target).issueId }])
  })

  it('only issues of one project become one', async () => {
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    const stranger = await aWorld(storage())
    const { id } = await world.issueOf()
    const foreign = [(await world.issueOf({ projectId: other.id })).id, (await stranger.issueOf()).id]
    const { issues } = storage()
    expect(await issues.merge(world.organizationId, id, foreign, by(world))).toEqual([])
    for (const unknown of UNKNOWN_IDS) {
      expect(await issues.merge(world.organizationId, unknown, [id], by(world))).toEqual([])
      expect(await issues.unmerge(world.organizationId, unknown, by(world))).toBeNull()
    }
    expect(await issues.unmerge(world.organizationId, id, by(world))).toBeNull()
  })

  it('what was merged is taken out again exactly, with what came since and with its comments', async () => {
    const { world, one, target, source } = await twoIssues()
    const { organizationId, persist } = world
    const { issues } = storage()
    const before = [await shown(world, target), await shown(world, source)]
    await issues.comment(organizationId, source, { text: 'mine', mentions: [] }, by(world))
    await issues.merge(organizationId, target, [source], by(world))
    expect(await issues.get(target)).toMatchObject({ commentCount: 1 })
    expect(await issues.mergedInto(organizationId, target)).toMatchObject([
      { issue: { id: source }, hashes: ['b'], at: at(30) },
    ])
    await settle()
    const results = await persist(one('b', 80, 'u9'))
    expect(results[0]?.issueId).toBe(target)
    expect(await issues.unmerge(organizationId, source, by(world, 90))).toMatchObject({ id: source, mergedInto: null })
    expect((await persist(one('b', 81, 'u1')))[0]).toMatchObject({ issueId: source })
    await settle([['k', 'v']])
    expect(await shown(world, target)).toEqual({ ...before[0], seen: [at(0), at(2)] })
    expect(await shown(world, source)).toEqual({
      ...before[1],
      count: 5,
      userCount: 5,
      events: 5,
      seen: [at(0), at(81)],
      tags: [['v', 5]],
      hours: [2, 3],
    })
    expect(await issues.get(source)).toMatchObject({ commentCount: 1, shortIdNumber: 2 })
    expect(await issues.get(target)).toMatchObject({ commentCount: 0 })
    expect(await issues.unmerge(organizationId, source, by(world))).toBeNull()
    expect(await issues.mergedInto(organizationId, target)).toEqual([])
  })

  it('a hash becomes an issue of its own, for good; one at least stays', async () => {
    const { world, one, target, source } = await twoIssues()
    const { organizationId, persist } = world
    const { issues } = storage()
    await issues.merge(organizationId, target, [source], by(world))
    await settle()
    const newest = await issues.newestByHash(organizationId, target, ['a', 'b', 'c'])
    expect([...newest].map(([hash, event]) => [hash, event.receivedAt]).sort()).toEqual([
      ['a', at(2)],
      ['b', at(70)],
    ])
    const about = { ...one('a', 1, 'u'), priority: 'low' } as const
    expect(await issues.split(organizationId, target, ['a', 'b'], about, by(world))).toBeNull()
    expect(await issues.split(organizationId, target, ['c'], about, by(world))).toBeNull()
    const part = found(await issues.split(organizationId, target, ['a', 'c'], about, by(world)))
    expect(part).toMatchObject({ shortIdNumber: 3, title: about.title, priority: 'low', count: 0 })
    await expectCode(issues.split(organizationId, target, ['b'], about, by(world)), 'conflict')
    expect((await persist(one('a', 90, 'u7')))[0]).toMatchObject({ issueId: part.id })
    await settle([['k', 'v']])
    expect(await shown(world, part.id)).toEqual({
      ...{ count: 3, userCount: 3, seen: [at(1), at(90)], tags: [['v', 3]], hours: [2, 1] },
      ...{ events: 3, hashes: ['a'] },
    })
    expect(await shown(world, target)).toMatchObject({
      count: 3,
      userCount: 3,
      tags: [['v', 3]],
      hours: [2, 1],
      events: 3,
    })
    expect((await issues.activity(organizationId, part.id, ALL)).items).toMatchObject([
      { kind: 'unmerge_destination', data: { source: { id: target }, fingerprints: ['a'] } },
    ])
  })

  it('events of a discarded issue are refused and counted, until it is wanted again', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId, event, persist, issueOf, filter } = world
    const { issues, ingest } = storage()
    const { id, title } = await issueOf({ hashes: ['a', 'b'] })
    const other = await issueOf()
    expect(await issues.discard(filter({ ids: [id] }), by(world))).toEqual([id])
    expect(await issues.get(id)).toBeNull()
    const [same, kept] = [event({ hashes: ['c', 'b'] }), event()]
    const results = await persist(same, kept, event({ hashes: ['c'] }), same)
    expect(results.map((result) => result.outcome)).toEqual(['discarded', 'new', 'discarded', 'discarded'])
    expect(await issues.count(filter(), 10)).toBe(2)
    expect((await storage().events.listForProject(organizationId, projectId, ALL)).items).toHaveLength(2)
    const counts = await ingest.outcomes({ organizationId, projectIds: null, from: NOON, to: at(60) })
    expect(counts.filter(({ reason }) => reason === 'discarded')).toMatchObject([
      { projectId, category: 'error', outcome: 'filtered', quantity: expect.any(Number) },
    ])
    expect(await issues.discarded(organizationId, projectId)).toEqual([
      { id, title, culprit: other.culprit, level: 'error', userId: world.user.id, at: at(30) },
    ])
    for (const unknown of UNKNOWN_IDS) expect(await issues.undiscard(organizationId, projectId, unknown)).toBe(false)
    const theirs = await aWorld(storage())
    expect(await issues.undiscard(theirs.organizationId, projectId, id)).toBe(false)
    expect(await issues.undiscard(organizationId, projectId, id)).toBe(true)
    expect(await issues.discarded(organizationId, projectId)).toEqual([])
    expect((await persist(event({ hashes: ['a'] })))[0]).toMatchObject({ outcome: 'new' })
  })

  it('two who move the same events move each once', async () => {
    const { world, one, target, source } = await twoIssues()
    const { organizationId } = world
    const { issues } = storage()
    await issues.merge(organizationId, target, [source], by(world))
    await settle()
    const about = { ...one('a', 1, 'u'), priority: 'low' } as const
    const part = found(await issues.split(organizationId, target, ['b'], about, by(world)))
    const move = found(await issues.nextMove(10))
    const moved = move.events.map((event) => ({ event, tags: [['k', 'v']] as const }))
    await Promise.all([issues.applyMove(move, moved), issues.applyMove(move, moved)])
    await settle([['k', 'v']])
    expect(await shown(world, part.id)).toMatchObject({ count: 3, tags: [['v', 3]], events: 3 })
    expect(await shown(world, target)).toMatchObject({ count: 2, tags: [['v', 2]], events: 2 })
  })

  it('what was merged is deleted with the issue that it is part of', async () => {
    const { world, target, source } = await twoIssues()
    const { organizationId, filter } = world
    const { issues } = storage()
    await issues.merge(organizationId, target, [source], by(world))
    await issues.delete(filter({ ids: [target] }))
    expect(await issues.get(source)).toBeNull()
    expect(await issues.mergedInto(organizationId, target)).toEqual([])
    await settle()
  })
}
