import { expect, it } from '@jest/globals'
import { splitText, splitValue } from '../../issues/split-hash.js'
import type { MovedEvent, NewPart, SplitBy } from '../../ports/issue-parts.js'
import type { Id, StoredEvent } from '../../ports/model.js'
import type { NewEvent } from '../../ports/storage.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './run.js'
import { ALL, aWorld, expectCode, found, UNKNOWN_IDS, type World } from './world.js'

const MESSAGE = { kind: 'message' } as const
const REGION = { kind: 'tag', key: 'region' } as const
const FOREVER = new Date(0)

/** Issues that are taken apart by what their events say, by a tag or event by event, and come home again. */
export function issueSplitsContract({ storage }: Subject): void {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const by = ({ user }: World, minutes = 30) => ({ userId: user.id, via: 'web', at: at(minutes) }) as const

  /** Of all places: whoever moves events moves those of others, too. */
  const events = new Map<string, NewEvent>()

  /** A world that remembers its events, as their documents would. */
  const aPlace = async () => {
    const world = await aWorld(storage())
    const counts = { said: 0 }
    /** Stores an event that says something in a region; answers its issue. */
    const say = async (message: string, region: string | null, more: Partial<NewEvent> = {}): Promise<Id> => {
      counts.said += 1
      const tags = region === null ? [] : [['region', region] as const]
      const event = world.event({
        ...{ hashes: ['a'], message, tags, title: message, receivedAt: at(counts.said), userKey: `u${counts.said}` },
        ...more,
      })
      events.set(event.eventId, event)
      return found((await world.persist(event))[0]).issueId
    }
    const about = (title: string): NewPart => ({ ...world.event({ title }), priority: 'medium' })
    const moved = (event: StoredEvent, by: string | null): MovedEvent => {
      const { tags, message, platform } = events.get(event.eventId) ?? { tags: [], message: '', platform: '' }
      if (by === null) return { event, tags }
      return { event, tags, part: { value: splitValue(by, { tags, message, platform }), about: about(event.title) } }
    }
    const step = async (limit = 2): Promise<boolean> => {
      const { issues } = storage()
      if (await issues.relink(limit)) return true
      const move = await issues.nextMove(limit)
      if (move === null) return false
      await issues.applyMove(
        move,
        move.events.map((event) => moved(event, move.by)),
      )
      return true
    }
    const settle = async () => {
      while (await step());
    }
    const splitBy = async (issueId: Id, split: SplitBy, stays: string, ...values: readonly string[]) => {
      const parts = values.map((value) => ({ value, about: about(value) }))
      const { issues } = storage()
      return found(await issues.splitByValue(world.organizationId, issueId, { by: split, stays, parts }, by(world)))
    }
    /** What each issue of the place has: of every counter, whatever event it counted. */
    const seen = async () => {
      const { issues, events: stored } = storage()
      const { organizationId } = world
      const { items } = await issues.list(world.filter(), { sort: 'first_seen', ascending: true }, ALL)
      const of = await Promise.all(
        items.map(async ({ id, count, userCount }) => {
          const [tag] = await issues.tags(organizationId, id, { key: 'region', valueLimit: 10 })
          const query = { from: NOON, to: at(240), bucketSeconds: 86_400 } as const
          const days = (await issues.series(organizationId, [id], query)).get(id) ?? []
          const own = (await stored.listForIssue(organizationId, id, ALL)).items
          return {
            id,
            said: own.map(({ eventId }) => found(events.get(eventId)).message).sort(),
            isExact:
              count === own.length &&
              userCount === own.length &&
              days.reduce((sum, day) => sum + day.count, 0) === own.length &&
              (tag?.totalValues ?? 0) ===
                own.filter(({ eventId }) => found(events.get(eventId)).tags.length > 0).length,
          }
        }),
      )
      expect(of.filter((issue) => !issue.isExact)).toEqual([])
      expect(of.reduce((sum, { said }) => sum + said.length, 0)).toBe(counts.said)
      return new Map(of.map(({ id, said }) => [id, said.join(' ')]))
    }
    return { ...world, world, say, step, settle, splitBy, seen, about }
  }

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

  it('parts come home one by one; with the last one the split is over', async () => {
    const { say, settle, splitBy, seen, organizationId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('x', 'eu', { hashes: ['a', 'b'] })
    await say('y', 'us')
    await say('z', 'asia', { hashes: ['b'] })
    const [us, asia] = await splitBy(source, REGION, 'eu', 'us', 'asia')
    const undo = (id: string) => issues.undoSplit(organizationId, source, id, FOREVER, by(world, 60))
    await expectCode(undo(found(us).id), 'conflict')
    await settle()
    const africa = await say('v', 'africa')
    expect(await issues.splitOff(organizationId, source, FOREVER)).toMatchObject([
      { issue: { id: africa }, kind: 'tag', key: 'region', at: at(30) },
      { issue: { id: found(asia).id } },
      { issue: { id: found(us).id } },
    ])
    expect(await undo(found(us).id)).toBe(true)
    await settle()
    expect(await undo(found(us).id)).toBe(false)
    expect(await say('y2', 'us')).toBe(source)
    expect(await say('z2', 'asia')).toBe(found(asia).id)
    expect(await undo(africa)).toBe(true)
    await settle()
    await issues.comment(organizationId, found(asia).id, { text: 'mine', mentions: [] }, by(world))
    expect(await undo(found(asia).id)).toBe(true)
    expect(await say('w', 'antarctica')).toBe(source)
    await settle()
    expect(await seen()).toEqual(new Map([[source, 'v w x y y2 z z2']]))
    expect(await issues.hashes(organizationId, source)).toEqual(['a', 'b'])
    expect(await issues.splitOff(organizationId, source, FOREVER)).toEqual([])
    expect(await issues.get(found(asia).id)).toMatchObject({ mergedInto: source })
    expect(await issues.get(source)).toMatchObject({ commentCount: 1 })
    // As if it had never been split: the same split makes the same parts once more.
    const [again] = await splitBy(source, REGION, 'eu', 'us')
    await settle()
    expect((await seen()).get(found(again).id)).toBe('y y2')
  })

  it('hashes come home with what joined them, but not what was merged into the part', async () => {
    const { say, settle, seen, about, organizationId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('x', null, { hashes: ['a', 'b'] })
    await say('y', null, { hashes: ['b'] })
    const stranger = await say('s', null, { hashes: ['s'] })
    const part = found(await issues.split(organizationId, source, ['b'], about('b'), by(world)))
    await settle()
    expect(await say('y2', null, { hashes: ['n', 'b'] })).toBe(part.id)
    await issues.merge(organizationId, part.id, [stranger], by(world))
    await settle()
    expect(await issues.splitOff(organizationId, source, at(31))).toEqual([])
    expect(await issues.undoSplit(organizationId, source, part.id, at(31), by(world))).toBe(false)
    expect(await issues.splitOff(organizationId, source, at(30))).toMatchObject([
      { issue: { id: part.id }, kind: 'hash', key: null },
    ])
    expect(await issues.undoSplit(organizationId, source, part.id, at(30), by(world))).toBe(true)
    await settle()
    expect(await seen()).toEqual(
      new Map([
        [source, 'x y y2'],
        [part.id, 's'],
      ]),
    )
    expect(await issues.hashes(organizationId, source)).toEqual(['a', 'b', 'n'])
  })

  it('a part comes home out of the issue that it has become part of', async () => {
    const { say, settle, splitBy, seen, organizationId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('x', 'eu')
    await say('y', 'us')
    const other = await say('o', 'us', { hashes: ['o'] })
    const [part] = await splitBy(source, REGION, 'eu', 'us')
    await expectCode(issues.merge(organizationId, other, [source], by(world)), 'conflict')
    await expectCode(issues.merge(organizationId, other, [found(part).id], by(world)), 'conflict')
    await settle()
    await issues.merge(organizationId, other, [found(part).id], by(world))
    await settle()
    expect(await say('y2', 'us')).toBe(other)
    expect(await issues.splitOff(organizationId, source, FOREVER)).toMatchObject([{ issue: { id: other } }])
    expect(await issues.undoSplit(organizationId, source, other, FOREVER, by(world))).toBe(true)
    await settle()
    expect(await seen()).toEqual(
      new Map([
        [source, 'x y y2'],
        [other, 'o'],
      ]),
    )
  })

  it('what was merged before a split takes along what the split made of its hashes', async () => {
    const { say, settle, splitBy, seen, organizationId, world } = await aPlace()
    const { issues } = storage()
    const target = await say('x', 'eu', { hashes: ['t'] })
    const source = await say('y', 'eu', { hashes: ['s'] })
    await issues.merge(organizationId, target, [source], by(world))
    await settle()
    const [part] = await splitBy(target, REGION, 'eu', 'us')
    await settle()
    await issues.unmerge(organizationId, source, by(world))
    await settle()
    expect(await say('y2', 'eu', { hashes: ['s'] })).toBe(source)
    expect(await say('x2', 'eu', { hashes: ['t'] })).toBe(target)
    expect(await say('us', 'us', { hashes: ['t'] })).toBe(found(part).id)
    expect(await seen()).toEqual(
      new Map([
        [target, 'x x2'],
        [source, 'y y2'],
        [found(part).id, 'us'],
      ]),
    )
  })

  it('what was split stays split when one of its issues is deleted or discarded', async () => {
    const { say, settle, splitBy, organizationId, world, filter } = await aPlace()
    const { issues } = storage()
    const source = await say('x', 'eu')
    await say('y', 'us')
    await say('z', 'asia')
    const [us, asia] = await splitBy(source, REGION, 'eu', 'us', 'asia')
    await settle()
    await issues.delete(filter({ ids: [source] }))
    await issues.discard(filter({ ids: [found(asia).id] }), by(world))
    expect(await say('y', 'us')).toBe(found(us).id)
    const back = await say('x', 'eu')
    expect([source, found(us).id]).not.toContain(back)
    expect(await say('x', 'eu')).toBe(back)
    expect(await say('z', 'asia')).toBe('')
    await issues.undiscard(organizationId, world.projectId, found(asia).id)
    const wanted = await say('z', 'asia')
    expect([back, found(us).id, '']).not.toContain(wanted)
  })

  it('a split that was split again is not taken back under it', async () => {
    const { say, settle, splitBy, organizationId, world } = await aPlace()
    const { issues } = storage()
    const source = await say('one', 'eu')
    await say('two', 'eu')
    await say('one', 'us')
    const [us] = await splitBy(source, REGION, 'eu', 'us')
    await settle()
    const [two] = await splitBy(source, MESSAGE, 'one', 'two')
    await settle()
    const undo = (id: string) => issues.undoSplit(organizationId, source, id, FOREVER, by(world))
    await expectCode(undo(found(us).id), 'conflict')
    expect(await undo(found(two).id)).toBe(true)
    await settle()
    expect(await undo(found(us).id)).toBe(true)
    await settle()
    expect(await issues.hashes(organizationId, source)).toEqual(['a'])
    expect(await say('one', 'us')).toBe(source)
  })

  it('no event is lost or counted twice, whatever is split, said, joined and taken back in between', async () => {
    const { say, step, settle, splitBy, seen, about, organizationId, world } = await aPlace()
    const { issues } = storage()
    const regions = ['eu', 'us', 'asia', null]
    const sayMany = async (times: number) => {
      for (let n = 0; n < times; n += 1)
        await say(['full', 'empty', 'lost'][n % 3] ?? '', regions[n % 4] ?? null, {
          hashes: [n % 5 === 0 ? 'b' : 'a', 'c'],
        })
    }
    await sayMany(24)
    const source = await say('full', 'eu')
    const made = await splitBy(source, REGION, 'eu', 'us')
    for (let n = 0; n < 3; n += 1) {
      await sayMany(5)
      await step(3)
    }
    await settle()
    const before = await seen()
    expect(before.size).toBe(4)
    const [us] = made
    const [lost] = await splitBy(found(us).id, MESSAGE, 'full', 'lost')
    await sayMany(7)
    await step(1)
    await sayMany(4)
    await settle()
    await seen()
    await issues.merge(organizationId, source, [found(lost).id], by(world))
    await sayMany(6)
    await settle()
    await seen()
    const heads = await issues.newestEvents(organizationId, source, 4)
    const some = heads.map(({ eventId }) => eventId)
    const part = found(await issues.splitEvents(organizationId, source, some, about('some'), by(world)))
    await sayMany(3)
    await step(2)
    await settle()
    await seen()
    await issues.undoSplit(organizationId, source, part.id, FOREVER, by(world))
    await sayMany(3)
    await step(1)
    await sayMany(2)
    await settle()
    await issues.unmerge(organizationId, found(lost).id, by(world))
    await step(2)
    await sayMany(5)
    await settle()
    await seen()
    for (;;) {
      const off = await Promise.all(
        [source, found(us).id].map((id) =>
          issues.splitOff(organizationId, id, FOREVER).then((of) => [id, of] as const),
        ),
      )
      const [[home, [first]] = [source, []]] = off.reverse().filter(([, of]) => of.length > 0)
      if (first === undefined) break
      await issues.undoSplit(organizationId, home, first.issue.id, FOREVER, by(world))
      await sayMany(2)
      await settle()
    }
    expect([...(await seen()).keys()]).toEqual([source])
    expect(await issues.hashes(organizationId, source)).toEqual(['a', 'b', 'c'])
  })

  it('nothing of another organization is split or comes home', async () => {
    const { say, about, world } = await aPlace()
    const theirs = await aWorld(storage())
    const { issues } = storage()
    const id = await say('x', 'eu')
    const split = { by: REGION, stays: 'eu', parts: [] }
    for (const unknown of [...UNKNOWN_IDS, id]) {
      const organizationId = unknown === id ? theirs.organizationId : world.organizationId
      expect(await issues.splitByValue(organizationId, unknown, split, by(world))).toBeNull()
      expect(await issues.splitEvents(organizationId, unknown, ['x'], about('p'), by(world))).toBeNull()
      expect(await issues.newestEvents(organizationId, unknown, 10)).toEqual([])
      expect(await issues.splitOff(organizationId, unknown, FOREVER)).toEqual([])
      expect(await issues.undoSplit(organizationId, unknown, id, FOREVER, by(world))).toBe(false)
      expect(await issues.undoSplit(organizationId, id, unknown, FOREVER, by(world))).toBe(false)
    }
    expect(splitText(REGION)).toBe('tag:region')
  })
}
