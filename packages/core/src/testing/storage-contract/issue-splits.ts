import { expect, it } from '@jest/globals'
import { FOREVER, MESSAGE, REGION, splitPlaces } from './split-place.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found } from './world.js'

/** Issues that are taken apart by what their events say, by a tag or event by event. */
export function issueSplitsContract(subject: Subject): void {
  const { storage } = subject
  const { aPlace, at, by } = splitPlaces(subject)

  it('what is split by a message stays split: known messages go to their issues, a new one makes its own', async () => {
    const { say, settle, splitBy, seen, organizationId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('disk 1 full', null)
    await say('disk 2 full', null)
    await say('no route', null)
    const [part] = await splitBy(source, MESSAGE, 'disk <number> full', 'no route')
    const { id, shortIdNumber } = found(part)
    expect(shortIdNumber).toBe(2)
    expect(await say('disk 3 full', null)).toBe(source)
    expect(await say('no route', null)).toBe(id)
    const third = await say('out of memory', null)
    expect([source, id]).not.toContain(third)
    expect(await say('out of memory', null)).toBe(third)
    await settle()
    expect(await seen()).toEqual(
      new Map([
        [source, 'disk 1 full disk 2 full disk 3 full'],
        [id, 'no route no route'],
        [third, 'out of memory out of memory'],
      ]),
    )
    expect((await issues.activity(organizationId, id, ALL)).items).toMatchObject([
      { kind: 'unmerge_destination', userId: world.user.id, data: { source: { id: source }, value: 'no route' } },
    ])
    expect(await issues.hashes(organizationId, source)).not.toContain('a')
  })

  it('by a tag: also events without it, and older values that nobody had looked at', async () => {
    const { say, settle, splitBy, seen, organizationId, world } = await aPlace()
    const source = await say('x', 'eu')
    await say('y', 'us')
    await say('z', null)
    await say('w', 'eu')
    const [part] = await splitBy(source, REGION, 'eu', 'us')
    await settle()
    const bare = await say('v', null)
    expect((await storage().issues.activity(organizationId, bare, ALL)).items).toMatchObject([
      { kind: 'unmerge_destination', userId: world.user.id, via: 'web', data: { by: 'tag', key: 'region', value: '' } },
    ])
    expect(await seen()).toEqual(
      new Map([
        [source, 'w x'],
        [found(part).id, 'y'],
        [bare, 'v z'],
      ]),
    )
  })

  it('fifty first events of a new value make one issue', async () => {
    const { say, splitBy, settle, world } = await aPlace()
    const source = await say('x', 'eu')
    await say('y', 'us')
    await splitBy(source, REGION, 'eu', 'us')
    const some = Array.from({ length: 50 }, () => world.event({ hashes: ['a'], tags: [['region', 'asia']] }))
    const results = await Promise.all(some.map((event) => storage().ingest.persist([event])))
    expect(new Set(results.map(([result]) => result?.issueId)).size).toBe(1)
    expect(results.filter(([result]) => result?.outcome === 'new')).toHaveLength(1)
    await settle()
    expect(await storage().issues.count(world.filter(), 10)).toBe(3)
  })

  it('events of one value are together whatever their hash, and nothing else joins what was split', async () => {
    const { say, settle, splitBy, seen, organizationId } = await aPlace()
    const source = await say('x', 'eu')
    const other = await say('y', 'us', { hashes: ['b'] })
    await storage().issues.merge(organizationId, source, [other], { userId: null, via: 'api', at: at(20) })
    await settle()
    const [part] = await splitBy(source, REGION, 'eu', 'us')
    const us = found(part).id
    // A new engine or rule brings hashes of its own; what was split by the old ones stays split.
    expect(await say('new', 'us', { hashes: ['n'], earlierHashes: () => ['a'] })).toBe(us)
    expect(await say('new', 'eu', { hashes: ['n'] })).toBe(source)
    expect(await say('both', 'us', { hashes: ['m', 'b'] })).toBe(us)
    expect(await say('both', 'eu', { hashes: ['m'] })).toBe(source)
    const asia = await say('1', 'asia', { hashes: ['a'] })
    expect(await say('2', 'asia', { hashes: ['b'] })).toBe(asia)
    await settle()
    expect(await seen()).toEqual(
      new Map([
        [source, 'both new x'],
        [us, 'both new y'],
        [asia, '1 2'],
      ]),
    )
  })

  it('a hash that a change of rules brings is split as the one before', async () => {
    const { say, settle, splitBy, seen, organizationId, projectId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('x', 'eu')
    await say('y', 'us')
    const other = await say('o', 'us', { hashes: ['o'] })
    const [part] = await splitBy(source, REGION, 'eu', 'us')
    await settle()
    expect(await issues.splitHashes(organizationId, projectId)).toEqual(new Set(['a']))
    const theirs = await aWorld(storage())
    expect(await issues.splitHashes(theirs.organizationId, projectId)).toEqual(new Set())
    await issues.splitAlike(theirs.organizationId, projectId, [{ hash: 'n', as: 'a' }])
    await issues.splitAlike(organizationId, projectId, [
      { hash: 'n', as: 'a' },
      { hash: 'o', as: 'a' },
      { hash: 'p', as: 'o' },
    ])
    expect(await issues.adoptHashes(organizationId, projectId, [{ hash: 'n', issueId: other }])).toBe(0)
    expect(await say('y', 'us', { hashes: ['n'] })).toBe(found(part).id)
    expect(await say('x', 'eu', { hashes: ['n'] })).toBe(source)
    expect(await say('o', 'us', { hashes: ['o'] })).toBe(other)
    expect([source, other, found(part).id]).not.toContain(await say('p', 'us', { hashes: ['p'] }))
    expect(await issues.undoSplit(organizationId, source, found(part).id, FOREVER, by(world))).toBe(true)
    await settle()
    expect((await seen()).get(source)).toBe('x x y y')
    expect(await issues.hashes(organizationId, source)).toEqual(['a', 'n'])
  })

  it('an issue that was split can be split again, and its parts as well', async () => {
    const { say, settle, splitBy, seen } = await aPlace()
    const source = await say('one', 'eu')
    await say('two', 'eu')
    await say('one', 'us')
    const [us] = await splitBy(source, REGION, 'eu', 'us')
    await settle()
    const [two] = await splitBy(source, MESSAGE, 'one', 'two')
    await settle()
    expect(await say('two', 'eu')).toBe(found(two).id)
    expect(await say('two', 'us')).toBe(found(us).id)
    expect(await say('one', 'eu')).toBe(source)
    expect(await seen()).toEqual(
      new Map([
        [source, 'one one'],
        [found(two).id, 'two two'],
        [found(us).id, 'one two'],
      ]),
    )
  })

  it('chosen events become an issue; future ones stay', async () => {
    const { say, settle, seen, about, organizationId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('x', 'eu')
    await say('y', 'us')
    await say('z', 'us')
    const heads = await issues.newestEvents(organizationId, source, 10)
    expect(heads.map(({ hash, userKey }) => [hash, userKey])).toEqual([
      ['a', 'u3'],
      ['a', 'u2'],
      ['a', 'u1'],
    ])
    const ids = heads.map(({ eventId }) => eventId)
    const chosen = (some: readonly string[]) => issues.splitEvents(organizationId, source, some, about('p'), by(world))
    expect(await chosen(ids)).toBeNull()
    expect(await chosen(['f'.repeat(32), 'x'])).toBeNull()
    const part = found(await chosen([...ids.slice(0, 2), 'f'.repeat(32)]))
    expect(await say('w', null)).toBe(source)
    await settle()
    expect(await seen()).toEqual(
      new Map([
        [source, 'w x'],
        [part.id, 'y z'],
      ]),
    )
    // As part of another and taken out again it still has its events.
    await issues.merge(organizationId, source, [part.id], by(world))
    await settle()
    await issues.unmerge(organizationId, part.id, by(world))
    await settle()
    expect((await seen()).get(part.id)).toBe('y z')
    expect(await issues.undoSplit(organizationId, source, part.id, FOREVER, by(world))).toBe(true)
    await settle()
    expect(await seen()).toEqual(new Map([[source, 'w x y z']]))
    expect(await issues.hashes(organizationId, source)).toEqual(['a'])
  })
}
