import { expect, it } from '@jest/globals'
import { NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aUser, aWorld, found } from './world.js'

const DAY_MS = 86_400_000

export function lifeContract({ storage, empty }: Subject): void {
  it('answers a ping', async () => {
    await expect(storage().ping()).resolves.toBeUndefined()
  })

  it('tells of its connections where it has some', async () => {
    const { open, idle, waiting, max } = storage().connections?.() ?? { open: 0, idle: 0, waiting: 0, max: null }
    expect(idle).toBeGreaterThanOrEqual(0)
    expect(waiting).toBeGreaterThanOrEqual(0)
    expect(open).toBeGreaterThanOrEqual(idle)
    expect(max ?? open).toBeGreaterThanOrEqual(open)
  })

  it('is migrated once it was', async () => {
    expect(await storage().isMigrated()).toBe(true)
  })

  it('twenty concurrent migrations and as many maintenances do no harm', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await storage().migrate()
        await storage().maintain({ now: NOON, retentionDays: 3650 })
      }),
    )
    const { issueOf } = await aWorld(storage())
    expect((await issueOf()).count).toBe(1)
  })

  it('what is past retention is dropped, to the day', async () => {
    const fresh = await empty()
    const { organizationId, projectId, event, persist, filter } = await aWorld(fresh)
    const day = (days: number) => new Date(NOON.getTime() + days * DAY_MS)
    const old = event({ title: 'old', receivedAt: day(-10), hashes: ['old'], tags: [['k', 'old']] })
    const both = { title: 'both', hashes: ['both'] }
    await persist(
      old,
      event({ ...both, receivedAt: day(-10), tags: [['k', 'old']] }),
      event({ ...both, receivedAt: day(-7), tags: [['k', 'new']] }),
      event({ title: 'new' }),
    )
    await fresh.maintain({ now: NOON, retentionDays: 7, retention: { issues: 7 } })
    const { items } = await fresh.issues.list(filter(), { sort: 'last_seen', ascending: false }, ALL)
    expect(items.map((issue) => issue.title)).toEqual(['new', 'both'])
    const kept = await fresh.events.listForProject(organizationId, projectId, ALL)
    expect(kept.items.map((one) => one.title)).toEqual(['new', 'both'])
    expect(await fresh.events.issueOfEvent(organizationId, old.eventId)).toBeNull()
    const id = found(items[1]).id
    const [tag] = await fresh.issues.tags(organizationId, id, { valueLimit: 10 })
    expect(tag?.topValues.map(({ value }) => value)).toEqual(['new'])
    const query = { from: day(-30), to: NOON, bucketSeconds: 86400 } as const
    expect((await fresh.issues.series(organizationId, [id], query)).get(id)).toHaveLength(1)
    const again = await persist(event({ title: 'old again', hashes: ['old'] }))
    expect(again[0]?.outcome).toBe('new')
  })

  it('an issue outlives its events with its counts, and what comes again is no news', async () => {
    const fresh = await empty()
    const { organizationId, event, persist, issueOf, filter } = await aWorld(fresh)
    const day = (days: number) => new Date(NOON.getTime() + days * DAY_MS)
    const about = { hashes: ['old'], userKey: 'u' }
    const { id } = await issueOf({ ...about, receivedAt: day(-20) })
    await persist(event({ ...about, receivedAt: day(-20) }))
    await fresh.issues.setStatus(filter(), 'resolved', day(-19))
    await fresh.maintain({ now: NOON, retentionDays: 7 })
    expect(await fresh.events.find(organizationId, { issueId: id }, 'latest')).toBeNull()
    expect(await fresh.issues.get(id)).toMatchObject({ count: 2, userCount: 1, firstSeenAt: day(-20) })
    expect((await persist(event({ ...about, receivedAt: day(0) })))[0]).toMatchObject({
      outcome: 'regressed',
      issueId: id,
    })
    expect(await fresh.issues.get(id)).toMatchObject({ count: 3, firstSeenAt: day(-20), status: 'unresolved' })
    await fresh.maintain({ now: day(29), retentionDays: 7 })
    expect(await fresh.issues.get(id)).toBeNull()
  })

  it('sessions that have ended are dropped, others stay', async () => {
    const fresh = await empty()
    const user = await aUser(fresh)
    const session = { userId: user.id, createdAt: NOON, userAgent: '', ip: '', proofs: [] }
    const ended = { ...session, idHash: 'ended', expiresAt: NOON }
    const alive = { ...session, idHash: 'alive', expiresAt: new Date(NOON.getTime() + 1) }
    await fresh.sessions.create(ended)
    await fresh.sessions.create(alive)
    await fresh.maintain({ now: NOON, retentionDays: 30 })
    expect(await fresh.sessions.find('alive', NOON)).not.toBeNull()
    expect(await fresh.sessions.find('ended', new Date(0))).toBeNull()
  })

  it('an event of a day that nobody prepared is stored all the same', async () => {
    const { event, persist } = await aWorld(storage())
    const times = ['2011-01-02T03:04:05.678Z', '2044-12-31T23:59:59.999Z', '2044-12-31T00:00:00.000Z']
    const batches = times.map((time) => event({ receivedAt: new Date(time) }))
    const results = await Promise.all([...batches, ...batches].map((one) => persist(one)))
    expect(results.flat().filter((result) => result.outcome === 'new')).toHaveLength(3)
    expect(results.flat().filter((result) => result.outcome === 'duplicate')).toHaveLength(3)
  })
}
