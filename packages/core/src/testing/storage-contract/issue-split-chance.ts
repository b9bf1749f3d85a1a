import { expect, it } from '@jest/globals'
import { errorCode } from '../../errors.js'
import type { SplitBy } from '../../ports/issue-parts.js'
import type { Id } from '../../ports/model.js'
import { FOREVER, MESSAGE, REGION, splitPlaces } from './split-place.js'
import type { Subject } from './subject.js'
import { ALL, found } from './world.js'

const REGIONS = ['eu', 'us', 'asia', null] as const
const MESSAGES = ['disk 1 full', 'no route', 'lost'] as const
const HASHES = [['a'], ['b'], ['c', 'a'], ['d']] as const
const OPERATIONS = 60

/** Splits, merges and what takes them back, in an order that chance decides. */
export function issueSplitChanceContract(subject: Subject): void {
  const { storage } = subject
  const { aPlace, by } = splitPlaces(subject)

  it.each([4, 6])('no event is lost or counted twice, in whatever order: seed %i', async (seed) => {
    const { say, step, settle, seen, about, organizationId, world } = await aPlace()
    const { issues } = storage()
    const chance = chanceOf(seed)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
    const sayMany = async (times: number) => {
      for (let n = 0; n < times; n += 1) await say(pick(MESSAGES), pick(REGIONS), { hashes: pick(HASHES) })
    }
    const anIssue = async () =>
      found(pick((await issues.list(world.filter(), { sort: 'first_seen', ascending: true }, ALL)).items)).id
    const splitByValue = (id: Id, kind: SplitBy, stays: string, value: string) => {
      const split = { by: kind, stays, parts: [{ value, about: about(value) }] }
      return issues.splitByValue(organizationId, id, split, by(world))
    }
    const operations: readonly (() => Promise<unknown>)[] = [
      async () => splitByValue(await anIssue(), REGION, 'eu', 'us'),
      async () => splitByValue(await anIssue(), MESSAGE, 'no route', 'lost'),
      async () => {
        const id = await anIssue()
        const [hash = ''] = await issues.hashes(organizationId, id)
        await issues.split(organizationId, id, [hash], about('hash'), by(world))
      },
      async () => {
        const id = await anIssue()
        const heads = await issues.newestEvents(organizationId, id, 3)
        const ids = heads.map(({ eventId }) => eventId)
        await issues.splitEvents(organizationId, id, ids, about('chosen'), by(world))
      },
      async () => issues.merge(organizationId, await anIssue(), [await anIssue()], by(world)),
      async () => {
        const [merged] = await issues.mergedInto(organizationId, await anIssue())
        if (merged !== undefined) await issues.unmerge(organizationId, merged.issue.id, by(world))
      },
      async () => {
        const id = await anIssue()
        const [off] = await issues.splitOff(organizationId, id, FOREVER)
        if (off !== undefined) await issues.undoSplit(organizationId, id, off.issue.id, FOREVER, by(world))
      },
      () => step(3),
      settle,
    ]
    await sayMany(10)
    for (let n = 0; n < OPERATIONS; n += 1) {
      try {
        await pick(operations)()
      } catch (error) {
        // Events are on their way, or a part was split again: the answer is to come back later.
        if (errorCode(error) !== 'conflict') throw error
      }
      await sayMany(1)
    }
    await settle()
    const { size } = await seen()
    expect(size).toBeGreaterThan(0)
    // All of it is where its hash says: what comes again meets what is there.
    await sayMany(20)
    await seen()
  })
}

/** A generator of numbers that the seed decides. */
function chanceOf(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0
    return (state >>> 8) / 16_777_216
  }
}
