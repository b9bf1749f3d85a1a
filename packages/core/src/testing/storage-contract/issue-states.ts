import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, type World } from './world.js'

/** What a status waits for, and what brings an issue back. */
export function issueStatesContract({ storage }: Subject): void {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const kindsOf = async ({ organizationId }: World, id: string) =>
    (await storage().issues.activity(organizationId, id, ALL)).items.map(({ kind, data, via }) => [kind, data, via])

  it('resolved in a release: that one and newer ones bring it back, older ones and none do not', async () => {
    const world = await aWorld(storage())
    const { event, persist, issueOf, filter } = world
    const { id } = await issueOf({ hashes: ['a'], release: 'shop@1.1.0' })
    const resolution = { kind: 'release', release: 'shop@1.2.0' } as const
    await storage().issues.setStatus(filter(), { status: 'resolved', resolution }, at(1))
    expect((await storage().issues.get(id))?.statusDetails).toEqual(resolution)
    const results = await persist(
      event({ hashes: ['a'], receivedAt: at(2), release: 'shop@1.1.9' }),
      event({ hashes: ['a'], receivedAt: at(2), release: null }),
      event({ hashes: ['a'], receivedAt: at(3), release: 'shop@1.2.0' }),
      event({ hashes: ['a'], receivedAt: at(4), release: 'shop@1.3.0' }),
    )
    expect(results.map((result) => result.outcome)).toEqual(['repeat', 'repeat', 'regressed', 'repeat'])
    expect(await storage().issues.get(id)).toMatchObject({
      status: 'unresolved',
      statusDetails: null,
      resolvedAt: null,
      regressedAt: at(3),
      regressedRelease: 'shop@1.2.0',
      count: 5,
    })
    expect(await kindsOf(world, id)).toEqual([
      ['set_regression', { version: 'shop@1.2.0' }, 'system'],
      ['set_resolved_in_release', { version: 'shop@1.2.0' }, 'system'],
    ])
  })

  it('resolved in the next release: only what is newer than the newest then brings it back', async () => {
    const { event, persist, issueOf, filter } = await aWorld(storage())
    const { id } = await issueOf({ hashes: ['a'], release: 'b52f' })
    await persist(event({ release: 'c0de', receivedAt: at(1) }))
    const resolution = { kind: 'nextRelease' } as const
    await storage().issues.setStatus(filter({ ids: [id] }), { status: 'resolved', resolution }, at(2))
    expect((await storage().issues.get(id))?.statusDetails).toEqual({ kind: 'nextRelease', after: 'c0de' })
    for (const [release, outcome] of [
      ['b52f', 'repeat'],
      ['c0de', 'repeat'],
      ['0dd5', 'regressed'],
    ])
      expect((await persist(event({ hashes: ['a'], receivedAt: at(3), release: release ?? null })))[0]?.outcome).toBe(
        outcome,
      )
  })

  it('resolved in the newest release names it; without any the issue is resolved plainly', async () => {
    const { issueOf, filter } = await aWorld(storage())
    const request = { status: 'resolved', resolution: { kind: 'release', release: null } } as const
    const { id } = await issueOf({ hashes: ['a'] })
    await storage().issues.setStatus(filter(), request, at(1))
    expect(await storage().issues.get(id)).toMatchObject({ status: 'resolved', statusDetails: null })
    const { id: other } = await issueOf({ hashes: ['b'], release: '7' })
    await storage().issues.setStatus(filter({ ids: [other] }), request, at(1))
    expect((await storage().issues.get(other))?.statusDetails).toEqual({ kind: 'release', release: '7' })
  })

  it('a commit is kept as text', async () => {
    const { issueOf, filter } = await aWorld(storage())
    const { id } = await issueOf()
    const resolution = { kind: 'commit', commit: 'deadbeef', repository: 'acme/shop' } as const
    await storage().issues.setStatus(filter(), { status: 'resolved', resolution }, at(1))
    expect((await storage().issues.get(id))?.statusDetails).toEqual({ ...resolution, after: null })
  })

  it('ignored until so many events: the one that fills the number brings it back', async () => {
    const world = await aWorld(storage())
    const { event, persist, issueOf, filter } = world
    const { id } = await issueOf({ hashes: ['a'] })
    await storage().issues.setStatus(filter(), ignored({ events: 3 }), at(1))
    const next = () => event({ hashes: ['a'], receivedAt: at(2) })
    await persist(next(), next())
    expect((await storage().issues.get(id))?.status).toBe('ignored')
    expect((await persist(next()))[0]?.outcome).toBe('repeat')
    expect(await storage().issues.get(id)).toMatchObject({
      status: 'unresolved',
      statusDetails: null,
      regressedAt: null,
    })
    expect((await kindsOf(world, id))[0]).toEqual(['set_unresolved', { reason: 'events' }, 'system'])
  })

  it('ignored until so many users: those who are new to the issue count', async () => {
    const { event, persist, issueOf, filter } = await aWorld(storage())
    const { id } = await issueOf({ hashes: ['a'], userKey: 'u1' })
    await storage().issues.setStatus(filter(), ignored({ users: 2 }), at(1))
    const by = (userKey: string) => persist(event({ hashes: ['a'], receivedAt: at(2), userKey }))
    await by('u1')
    await by('u2')
    expect((await storage().issues.get(id))?.status).toBe('ignored')
    await by('u3')
    expect((await storage().issues.get(id))?.status).toBe('unresolved')
  })

  it('a window that ends unfilled begins anew', async () => {
    const { event, persist, issueOf, filter } = await aWorld(storage())
    const { id } = await issueOf({ hashes: ['a'] })
    await storage().issues.setStatus(filter(), ignored({ events: 3, windowMinutes: 10 }), at(0))
    const one = (minutes: number) => persist(event({ hashes: ['a'], receivedAt: at(minutes) }))
    for (const minutes of [1, 2, 15, 24]) await one(minutes)
    expect(await storage().issues.get(id)).toMatchObject({
      status: 'ignored',
      statusDetails: { windowFrom: at(15), eventsFrom: 3 },
    })
    await one(24)
    expect((await storage().issues.get(id))?.status).toBe('unresolved')
  })

  it('an event after the time of an ignored issue brings it back, and so does time alone', async () => {
    const world = await aWorld(storage())
    const { event, persist, issueOf, filter } = world
    const [a, b, c] = [await issueOf({ hashes: ['a'] }), await issueOf(), await issueOf()]
    await storage().issues.setStatus(filter({ ids: [a.id, b.id] }), ignored({ until: at(10) }), at(1))
    await storage().issues.setStatus(filter({ ids: [c.id] }), ignored({ until: at(5000) }), at(1))
    await persist(event({ hashes: ['a'], receivedAt: at(9) }))
    expect((await storage().issues.get(a.id))?.status).toBe('ignored')
    await persist(event({ hashes: ['a'], receivedAt: at(10) }))
    expect((await storage().issues.get(a.id))?.status).toBe('unresolved')
    const woken = await storage().issues.wake(at(11), 100)
    expect(woken.filter(({ organizationId }) => organizationId === world.organizationId)).toMatchObject([
      { id: b.id, status: 'unresolved', statusDetails: null },
    ])
    expect((await storage().issues.get(c.id))?.status).toBe('ignored')
    await storage().issues.setStatus(filter({ ids: [c.id] }), 'ignored', at(12))
    expect(await storage().issues.wake(at(9999), 100)).toEqual([])
    expect(await storage().issues.get(c.id)).toMatchObject({ status: 'ignored', statusDetails: null })
  })

  it('escalation is noted once a while, and ends what was ignored until then', async () => {
    const world = await aWorld(storage())
    const { organizationId, issueOf, filter } = world
    const { issues } = storage()
    const [a, b, c] = [await issueOf(), await issueOf(), await issueOf()]
    await issues.setStatus(filter({ ids: [a.id] }), { status: 'ignored', snooze: { kind: 'escalating' } }, at(1))
    await issues.setStatus(filter({ ids: [b.id] }), 'ignored', at(1))
    const escalation = { at: at(5), events: 90, limit: 20 }
    expect(await issues.escalate(organizationId, a.id, escalation, at(0))).toMatchObject({
      id: a.id,
      status: 'unresolved',
      statusDetails: null,
      escalation,
    })
    expect(await issues.escalate(organizationId, b.id, escalation, at(0))).toBeNull()
    expect((await issues.escalate(organizationId, c.id, escalation, at(0)))?.escalation).toEqual(escalation)
    expect(await issues.escalate(organizationId, c.id, { ...escalation, at: at(6) }, at(0))).toBeNull()
    expect(await kindsOf(world, c.id)).toEqual([['set_escalating', { event_count: 90, limit: 20 }, 'system']])
  })
}

function ignored(snooze: {
  readonly until?: Date
  readonly events?: number
  readonly users?: number
  readonly windowMinutes?: number
}) {
  const none = { until: null, events: null, users: null, windowMinutes: null }
  return { status: 'ignored', snooze: { kind: 'until', ...none, ...snooze } } as const
}
