import { expect, it } from '@jest/globals'
import type { Alarm } from '../../ports/alarms.js'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { Id, LookedAt } from '../../ports/model.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, found, UNKNOWN_IDS } from './world.js'

const LEASE_MS = 60_000

export function alarmsContract({ storage }: Subject): void {
  const opened = (now: Date) => ({ now, closesFrom: now })
  const aPager = async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const recipients = [{ kind: 'pagerduty', url: 'https://events.pagerduty.com/#1', tags: [], config: {} } as const]
    const fields = { ...PLAIN_ALERT, recipients }
    const alert = await storage().alerts.create(organizationId, projectId, fields, NOON)
    const recipientId = found(alert.recipients[0]).id
    const [stored] = await world.persist(world.event({ receivedAt: NOON }))
    /** Of this recipient alone: other tests leave alarms behind. */
    const over = async (minute: number) => {
      const { items } = await storage().alarms.claimOver(minutesAfter(NOON, minute), 10_000, LEASE_MS, null)
      return items.filter(({ recipient }) => recipient.id === recipientId)
    }
    return { world, alert, recipientId, issueId: found(stored).issueId, over }
  }

  it('what was opened for an issue is over once that is resolved, for one caller until its lease is', async () => {
    const { world, alert, recipientId, issueId, over } = await aPager()
    const { alarms } = storage()
    for (let twice = 0; twice < 2; twice += 1)
      await alarms.note(recipientId, [{ key: 'k1', of: 'issue', id: issueId }], opened(NOON))
    expect(await over(1)).toEqual([])
    await storage().issues.setStatus(world.filter({ ids: [issueId] }), 'resolved', minutesAfter(NOON, 1))
    const both = (await Promise.all([over(2), over(2)])).flat()
    const { organizationId, projectId } = world
    const alarm = {
      key: 'k1',
      organizationId,
      projectId,
      recipient: alert.recipients[0],
      attempts: 0,
      claimedUntil: minutesAfter(NOON, 3),
    }
    expect(both).toEqual([{ ...alarm, id: found(both[0]).id }])
    const [again] = await over(3)
    expect(again).toMatchObject({ key: 'k1', attempts: 1 })
    // Not the caller's any more.
    await alarms.postpone(found(both[0]), minutesAfter(NOON, 90))
    await alarms.forget(found(both[0]))
    await alarms.postpone(found(again), minutesAfter(NOON, 30))
    expect(await over(29)).toEqual([])
    const [last] = await over(30)
    await alarms.forget(found(last))
    expect(await over(60)).toEqual([])
  })

  it('what is opened again while it is closed is closed again when that is over', async () => {
    const { world, recipientId, issueId, over } = await aPager()
    const { alarms, issues } = storage()
    const set = (status: 'resolved' | 'unresolved', minute: number) =>
      issues.setStatus(world.filter({ ids: [issueId] }), status, minutesAfter(NOON, minute))
    await alarms.note(recipientId, [{ key: 'k1', of: 'issue', id: issueId }], opened(NOON))
    await set('resolved', 1)
    const [closing] = await over(2)
    await set('unresolved', 2)
    const again = (minute: number) =>
      alarms.note(recipientId, [{ key: 'k1', of: 'issue', id: issueId }], {
        now: minutesAfter(NOON, minute),
        closesFrom: minutesAfter(NOON, minute + 1),
      })
    // While somebody is at it, and until they must have died.
    expect(await again(2.5)).toBe(false)
    expect(await again(3)).toBe(true)
    await alarms.forget(found(closing))
    expect(await over(5)).toEqual([])
    await set('resolved', 6)
    const [next] = await over(7)
    expect(next).toMatchObject({ key: 'k1', attempts: 0 })
    expect(await again(7)).toBe(false)
    await alarms.postpone(found(next), minutesAfter(NOON, 9))
    expect(await again(7.5)).toBe(true)
  })

  it('of a monitor it is over once that is up or gone, of an issue that is merged or gone too', async () => {
    const { world, recipientId, over } = await aPager()
    const { alarms, monitors } = storage()
    const { organizationId } = world
    const { id } = await monitors.create(organizationId, aMonitorSetup({ projectId: world.projectId }), NOON)
    await alarms.note(recipientId, [{ key: 'm', of: 'monitor', id }], opened(NOON))
    expect(await over(1)).toEqual([])
    await monitors.delete(organizationId, id)
    expect(await over(2)).toMatchObject([{ key: 'm' }])
    await alarms.note(recipientId, [{ key: 'gone', of: 'issue', id: '999999999' }], opened(NOON))
    expect((await over(5)).map(({ key }) => key)).toEqual(['m', 'gone'])
  })

  it('is met by looks that go on where the one before has ended, from when it may be closed on', async () => {
    const { recipientId, over } = await aPager()
    const { alarms } = storage()
    const keys = ['a', 'b', 'c']
    const some = keys.map((key) => ({ key, of: 'issue', id: '999999999' }) as const)
    await alarms.note(recipientId, some, opened(minutesAfter(NOON, 10)))
    expect(await over(9)).toEqual([])
    const met: string[] = []
    let after: Id | null = null
    for (let look = 0; look < 500 && met.length < keys.length; look += 1) {
      const looked: LookedAt<Alarm> = await alarms.claimOver(minutesAfter(NOON, 10), 1, LEASE_MS, after)
      met.push(...looked.items.filter(({ recipient }) => recipient.id === recipientId).map(({ key }) => key))
      after = looked.next
    }
    expect(met).toEqual(keys)
  })

  it('goes with its recipient', async () => {
    const { world, alert, recipientId, over } = await aPager()
    const { alarms, alerts } = storage()
    await alarms.note(recipientId, [{ key: 'gone', of: 'issue', id: '999999999' }], opened(NOON))
    await alerts.update(world.organizationId, world.projectId, alert.id, { recipients: [] })
    expect(await over(1)).toEqual([])
    for (const wrong of UNKNOWN_IDS) {
      await alarms.note(wrong, [{ key: 'x', of: 'issue', id: wrong }], opened(NOON))
      await alarms.postpone({ id: wrong, claimedUntil: NOON }, NOON)
      await alarms.forget({ id: wrong, claimedUntil: NOON })
    }
    await alarms.note(recipientId, [], opened(NOON))
  })
}
