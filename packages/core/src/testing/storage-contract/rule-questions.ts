import { expect, it } from '@jest/globals'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { IssueCondition } from '../../ports/issue-condition.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, UNKNOWN_IDS, type World } from './world.js'

/** What rules ask of the storage, one by one: the contract of rules asks it only by what they tell. */
export function ruleQuestionsContract({ storage }: Subject): void {
  const at = (minute: number) => minutesAfter(NOON, minute)
  const event = (world: World, hash: string, minute: number, more: object = {}) =>
    world.issueOf({ hashes: [hash.padEnd(32, '0')], receivedAt: at(minute), ...more })

  it('users of a window are counted from its first moment to before its last, of the organization alone', async () => {
    const [world, other] = [await aWorld(storage()), await aWorld(storage())]
    const { id } = await event(world, 'a', 0, { userKey: 'id:1' })
    for (const [minute, userKey] of [
      [5, 'id:2'],
      [5, 'id:2'],
      [6, null],
      [10, 'id:3'],
    ] as const)
      await event(world, 'a', minute, { userKey })
    const window = (from: number, to: number, issueId = id) => ({ issueId, from: at(from), to: at(to) })
    const windows = [window(0, 10), window(0, 11), window(5, 6), window(6, 7), window(5, 5), window(11, 20)]
    expect(await storage().firing.usersWithin(world.organizationId, windows)).toEqual([2, 3, 1, 0, 0, 0])
    const unknown = [...UNKNOWN_IDS.map((wrong) => window(0, 20, wrong)), window(0, 20)]
    expect(await storage().firing.usersWithin(world.organizationId, unknown)).toEqual([...UNKNOWN_IDS.map(() => 0), 3])
    expect(await storage().firing.usersWithin(world.organizationId, [])).toEqual([])
    for (const wrong of [other.organizationId, ...UNKNOWN_IDS])
      expect(await storage().firing.usersWithin(wrong, [window(0, 20)])).toEqual([0])
  })

  it('of issues that are named those of the organization match that are as the condition says', async () => {
    const [world, other] = [await aWorld(storage()), await aWorld(storage())]
    const fatal = await event(world, 'a', 0, { level: 'fatal' })
    const info = await event(world, 'b', 0, { level: 'info' })
    await event(world, 'c', 0, { level: 'fatal' })
    const theirs = await event(other, 'a', 0, { level: 'fatal' })
    const ids = [fatal.id, info.id, theirs.id, ...UNKNOWN_IDS]
    const isFatal: IssueCondition = { kind: 'one', field: 'level', in: ['fatal'] }
    const matching = async (organizationId: string, where: IssueCondition) =>
      [...(await storage().firing.matching(organizationId, ids, where))].sort((a, b) => Number(a) - Number(b))
    expect(await matching(world.organizationId, isFatal)).toEqual([fatal.id])
    expect(await matching(world.organizationId, { kind: 'not', of: isFatal })).toEqual([info.id])
    expect(await matching(world.organizationId, { kind: 'all', of: [] })).toEqual([fatal.id, info.id])
    expect(await matching(world.organizationId, { kind: 'any', of: [] })).toEqual([])
    expect(await matching(other.organizationId, isFatal)).toEqual([theirs.id])
    for (const wrong of UNKNOWN_IDS) expect(await matching(wrong, isFatal)).toEqual([])
  })

  it('a pair that was told of is looked at again when its time has come, and no other', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const rule = await storage().alerts.create(organizationId, projectId, PLAIN_ALERT, at(-60))
    const [told, untold] = [await event(world, 'a', 0), await event(world, 'b', 0)]
    const { firing } = storage()
    await firing.tell([{ alertId: rule.id, issueId: told.id, trigger: 'events', toldBefore: null }], at(1))
    const until = at(10)
    await firing.wait([
      ...[told.id, untold.id, ...UNKNOWN_IDS].map((issueId) => ({ alertId: rule.id, issueId, until })),
      ...UNKNOWN_IDS.map((alertId) => ({ alertId, issueId: told.id, until: at(2) })),
    ])
    await firing.wait([])
    // Other tests leave some behind.
    const claim = async (minute: number) =>
      (await firing.claimWaiting(at(minute), 10_000, 60_000)).filter((id) => id === told.id || id === untold.id)
    expect(await claim(9)).toEqual([])
    expect(await claim(10)).toEqual([told.id])
    expect(await claim(10)).toEqual([])
    expect(await claim(11)).toEqual([told.id])
    await firing.forgetWaits([told.id, ...UNKNOWN_IDS], at(12))
    expect(await claim(60)).toEqual([])
  })
}
