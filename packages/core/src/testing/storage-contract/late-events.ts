import { expect, it } from '@jest/globals'
import { createRuleLook } from '../../alerts/rules/look.js'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { Id } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found, UNKNOWN_IDS, type World } from './world.js'

const LEASE_MS = 60_000

export function lateEventsContract({ storage }: Subject): void {
  const at = (minute: number) => minutesAfter(NOON, minute)
  /** Received `minute` minutes after noon and stored at noon, where what is older than half a minute is late. */
  const store = async (world: World, hash: string, ...minutes: readonly number[]) => {
    const hashes = [hash.padEnd(32, '0')]
    const events = minutes.map((minute) => world.event({ hashes, receivedAt: at(minute) }))
    const [result] = await storage().ingest.persist(events, [], at(-0.5))
    return found(result).issueId
  }
  /** Of these alone: other tests leave some behind. */
  const claim = async (minute: number, ...ids: readonly Id[]) => {
    const claimed = await storage().firing.claimWaiting(at(minute), 10_000, LEASE_MS)
    return claimed.filter((id) => ids.includes(id)).sort((a, b) => Number(a) - Number(b))
  }
  const forget = (id: Id, minute: number) => storage().firing.forgetWaits([id], at(minute))

  it('issues of events that came late are looked at, by one until its lease is over', async () => {
    const world = await aWorld(storage())
    const [late, both] = [await store(world, 'a', -90), await store(world, 'b', -90, 0)]
    const inTime = await store(world, 'c', 0)
    const claimed = await Promise.all([claim(0, late, both, inTime), claim(0, late, both, inTime)])
    expect(claimed.flat().sort()).toEqual([late, both].sort())
    expect(await claim(0.5, late, both)).toEqual([])
    await forget(late, 1)
    expect(await claim(1, late, both)).toEqual([both])
    // The lease of somebody who was too slow says nothing.
    await forget(both, 1)
    expect(await claim(2, both)).toEqual([both])
    await forget(both, 3)
    expect(await claim(600, late, both, inTime)).toEqual([])
    for (const wrong of UNKNOWN_IDS) await forget(wrong, 3)
  })

  it('what comes late while an issue is looked at has it looked at again', async () => {
    const world = await aWorld(storage())
    const id = await store(world, 'a', -90)
    expect(await claim(0, id)).toEqual([id])
    await store(world, 'a', -80)
    await forget(id, 1)
    expect(await claim(0, id)).toEqual([id])
    await forget(id, 1)
    expect(await claim(600, id)).toEqual([])
  })

  it('an event that was stored before, and one of what nobody wants to hear of, are not late', async () => {
    const world = await aWorld(storage())
    const late = world.event({ receivedAt: at(-90) })
    const persist = async () => found((await storage().ingest.persist([late], [], at(-0.5)))[0]).issueId
    const id = await persist()
    expect(await claim(0, id)).toEqual([id])
    await forget(id, 1)
    await persist()
    expect(await claim(600, id)).toEqual([])
  })

  it('rules tell of what came late, though whoever stored it is gone', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const fields = { ...PLAIN_ALERT, triggers: ['new_issue'] as const }
    const { id: alertId } = await storage().alerts.create(organizationId, projectId, fields, at(-600))
    const ids = [await store(world, 'a', -90), await store(world, 'b', -120)]
    const look = (minute: number) =>
      createRuleLook({ storage: storage() })({ now: at(minute), since: at(-60), issueIds: [] })
    await Promise.all([look(0), look(0)])
    await look(5)
    const { items } = await storage().deliveries.list(organizationId, { alertId }, ALL)
    const told = items.flatMap(({ subject }) => (subject.kind === 'issues' ? subject.issueIds : []))
    expect(told.toSorted()).toEqual(ids.toSorted())
  })

  it('however many store late events of the same issues and look at them, none is left out', async () => {
    const world = await aWorld(storage())
    const hashes = ['a', 'b', 'c', 'd']
    const ids = await Promise.all(hashes.map((hash) => store(world, hash, -90)))
    const events = () =>
      hashes.toReversed().map((hash) => world.event({ hashes: [hash.padEnd(32, '0')], receivedAt: at(-80) }))
    const lookAt = async () => {
      const claimed = await claim(0, ...ids)
      await storage().firing.forgetWaits(claimed, at(1))
    }
    await Promise.all(
      Array.from({ length: 8 }, (_, place) =>
        place % 2 === 0 ? lookAt() : storage().ingest.persist(events(), [], at(-0.5)),
      ),
    )
    await storage().ingest.persist(events(), [], at(-0.5))
    expect(await claim(0, ...ids)).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)))
  })
}
