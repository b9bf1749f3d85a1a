import { expect, it } from '@jest/globals'
import { splitText } from '../../issues/split-hash.js'
import { FOREVER, MESSAGE, REGION, splitPlaces } from './split-place.js'
import type { Subject } from './subject.js'
import { aWorld, expectCode, found, UNKNOWN_IDS } from './world.js'

/** What was split off comes home, and what else becomes of it. */
export function issueSplitHomeContract(subject: Subject): void {
  const { storage } = subject
  const { aPlace, at, by } = splitPlaces(subject)

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
    expect(await issues.mergedInto(organizationId, source)).toEqual([])
    expect(await issues.unmerge(organizationId, found(asia).id, by(world))).toBeNull()
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
