import { expect, it } from '@jest/globals'
import type { StoredEvent } from '../../ports/model.js'
import type { ThinningCandidate } from '../../ports/retention.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found, UNKNOWN_IDS, type World } from './world.js'

const HOUR = 60
const DAY = 24 * HOUR
const NO_LIMITS = { maxEvents: 0, maxBytes: 0 }

export function retentionContract({ storage, empty }: Subject): void {
  const allCandidates = async (world: World, limit = 100) => {
    const items: ThinningCandidate[] = []
    let cursor: string | null = null
    do {
      const page = await world.storage.retention.candidates(world, { cursor, limit })
      items.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
    return items
  }
  const midnight = (date: Date) => `${date.toISOString().slice(0, 10)}T00:00:00.000Z`
  const payload = (bytes: number) => new Uint8Array(bytes)

  it('what a project holds is counted as events come and go', async () => {
    const { retention, issues } = storage()
    const world = await aWorld(storage())
    const { organizationId, projectId, event, persist, filter } = world
    const usage = () => retention.usage(organizationId, projectId)
    const oldestDay = async () => (await retention.oldestDay(organizationId, projectId))?.toISOString() ?? null
    expect(await usage()).toEqual({ events: 0, payloads: 0, bytes: 0 })
    expect(await oldestDay()).toBeNull()
    const batch = [100, 20, 3].map((bytes, index) =>
      event({ payload: payload(bytes), receivedAt: minutesAfter(NOON, index * DAY) }),
    )
    const results = await persist(...batch)
    await persist(...batch)
    expect(await usage()).toEqual({ events: 3, payloads: 3, bytes: 123 })
    expect(await oldestDay()).toBe(midnight(NOON))
    await issues.delete(filter({ ids: [found(results[0]).issueId] }))
    while (await storage().purge());
    expect(await usage()).toEqual({ events: 2, payloads: 2, bytes: 23 })
    expect(await oldestDay()).toBe(midnight(minutesAfter(NOON, DAY)))
    await retention.recount(NOON)
    await retention.recount(minutesAfter(NOON, DAY))
    expect(await usage()).toEqual({ events: 2, payloads: 2, bytes: 23 })
    for (const id of UNKNOWN_IDS) {
      expect(await retention.usage(organizationId, id)).toBeNull()
      expect(await retention.oldestDay(organizationId, id)).toBeNull()
    }
    expect(await retention.usage((await aWorld(storage())).organizationId, projectId)).toBeNull()
  })

  it('what is past retention is held no longer', async () => {
    const fresh = await empty()
    const { organizationId, projectId, event, persist } = await aWorld(fresh)
    await persist(event({ receivedAt: minutesAfter(NOON, -20 * DAY) }), event())
    await fresh.maintain({ now: NOON, retentionDays: 7 })
    expect(await fresh.retention.usage(organizationId, projectId)).toEqual({ events: 1, payloads: 1, bytes: 2 })
  })

  it('limits are changed one by one, and are nobody else’s', async () => {
    const { retention } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const other = await aWorld(storage())
    expect(await retention.limits(organizationId, projectId)).toEqual({ maxEvents: null, maxBytes: null })
    await retention.updateLimits(organizationId, projectId, { maxEvents: 5 })
    const both = await retention.updateLimits(organizationId, projectId, { maxBytes: 5_000_000_000 })
    expect(both).toEqual({ maxEvents: 5, maxBytes: 5_000_000_000 })
    await retention.updateLimits(organizationId, projectId, { maxEvents: null })
    expect(await retention.limits(organizationId, projectId)).toEqual({ maxEvents: null, maxBytes: 5_000_000_000 })
    expect(await retention.limits(other.organizationId, projectId)).toBeNull()
    expect(await retention.updateLimits(other.organizationId, projectId, { maxEvents: 1 })).toBeNull()
  })

  it('a project above its limits is claimed by one of many, until its time is over', async () => {
    const fresh = await empty()
    const { retention } = fresh
    const [big, heavy, small] = [await aWorld(fresh), await aWorld(fresh), await aWorld(fresh)]
    await big.persist(...Array.from({ length: 4 }, () => big.event()))
    await heavy.persist(heavy.event({ payload: payload(1000) }))
    await small.persist(small.event())
    const defaults = { maxEvents: 3, maxBytes: 500 }
    const claim = (minutes: number) =>
      retention.claim({ now: minutesAfter(NOON, minutes), until: minutesAfter(NOON, minutes + 1), defaults })
    const claimed = await Promise.all(Array.from({ length: 8 }, () => claim(0)))
    const tasks = claimed.filter((task) => task !== null)
    expect(tasks.map(({ projectId }) => projectId).sort()).toEqual([big.projectId, heavy.projectId].sort())
    expect(tasks.find(({ projectId }) => projectId === big.projectId)).toEqual({
      organizationId: big.organizationId,
      projectId: big.projectId,
      usage: { events: 4, payloads: 4, bytes: 8 },
      limits: defaults,
    })
    expect(await claim(0)).toBeNull()
    await retention.extend(big, minutesAfter(NOON, 60))
    expect((await claim(2))?.projectId).toBe(heavy.projectId)
    expect(await claim(2)).toBeNull()
    await retention.updateLimits(big.organizationId, big.projectId, { maxEvents: 0 })
    await retention.updateLimits(small.organizationId, small.projectId, { maxBytes: 1 })
    expect((await claim(2))?.projectId).toBe(small.projectId)
    expect(await retention.claim({ now: minutesAfter(NOON, 9), until: NOON, defaults: NO_LIMITS })).not.toBeNull()
  })

  it('candidates come a slice at a time, each once, with what is known of them', async () => {
    const world = await aWorld(storage())
    const { event, persist } = world
    const batch = Array.from({ length: 23 }, (_, index) =>
      event({ hashes: ['a'], payload: payload(index), receivedAt: minutesAfter(NOON, -index * 5 * HOUR) }),
    )
    const burst = Array.from({ length: 5 }, () => event({ hashes: ['b'], receivedAt: minutesAfter(NOON, -3) }))
    await persist(...batch, ...burst)
    const items = await allCandidates(world, 4)
    expect(items.map(({ eventId }) => eventId).sort()).toEqual(
      [...batch, ...burst].map(({ eventId }) => eventId).sort(),
    )
    const of = (eventId: string | undefined) => found(items.find((item) => item.eventId === eventId))
    expect(of(batch[7]?.eventId)).toEqual({
      id: batch[7]?.id,
      eventId: batch[7]?.eventId,
      receivedAt: batch[7]?.receivedAt,
      bytes: 7,
      hasPayload: true,
      siblings: 1,
      isPinned: false,
    })
    expect(of(burst[0]?.eventId).siblings).toBe(5)
    expect(await allCandidates(await aWorld(storage()))).toEqual([])
  })

  it('first, latest, those beside a regression and those that somebody wrote about are pinned', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId, event, persist } = world
    const at = (minute: number) => event({ hashes: ['a'], receivedAt: minutesAfter(NOON, minute) })
    const batch = [0, 10, 20, 30, 40, 50, 60, 70].map(at)
    const [first, , before, after, , told, , latest] = batch
    await persist(...batch.slice(0, 3))
    await storage().issues.setStatus(world.filter(), 'resolved', minutesAfter(NOON, 25))
    for (const one of batch.slice(3)) await persist(one)
    const about = { organizationId, projectId, name: '', email: '', comments: 'x', url: null, environment: null }
    const { eventId = '' } = told ?? {}
    const feedbackId = eventId.split('').reverse().join('')
    await storage().feedback.add([{ ...about, release: null, receivedAt: NOON, feedbackId, eventId }])
    const pinned = (await allCandidates(world)).filter(({ isPinned }) => isPinned)
    expect(pinned.map((one) => one.eventId)).toEqual([first, before, after, told, latest].map((one) => one?.eventId))
  })

  it('a payload or a row that is removed leaves all statistics', async () => {
    const { retention, events, issues } = storage()
    const world = await aWorld(storage())
    const { organizationId, projectId, event, persist } = world
    const batch = Array.from({ length: 4 }, (_, index) =>
      event({
        ...{ hashes: ['a'], userKey: `u${index}`, tags: [['k', `v${index}`]], environment: 'prod', release: '1.0' },
        ...{ payload: payload(10), receivedAt: minutesAfter(NOON, index * DAY) },
      }),
    )
    const [a, b, c, d] = batch as [(typeof batch)[0], (typeof batch)[0], (typeof batch)[0], (typeof batch)[0]]
    const issueId = found((await persist(...batch))[0]).issueId
    const range = { from: NOON, to: minutesAfter(NOON, 10 * DAY), bucketSeconds: 3600 } as const
    const statistics = async () => [
      await issues.get(issueId),
      await issues.tags(organizationId, issueId, { valueLimit: 10 }),
      await issues.series(organizationId, [issueId], range),
    ]
    const before = await statistics()
    const later = minutesAfter(NOON, 9 * DAY)
    const choice = { payloads: [b, c], rows: [d] }
    expect(await retention.thin(world, choice, later)).toEqual({ events: 1, payloads: 3, bytes: 30 })
    expect(await retention.thin(world, choice, later)).toEqual({ events: 0, payloads: 0, bytes: 0 })
    expect(await retention.usage(organizationId, projectId)).toEqual({ events: 3, payloads: 1, bytes: 10 })
    expect(await statistics()).toEqual(before)
    const find = (one: { eventId: string }) => events.find(organizationId, { issueId }, one.eventId)
    const { payload: _, payloadEncoding, ...columns } = found(await find(b)) as StoredEvent
    expect(columns).toMatchObject({ payloadRemovedAt: later, title: b.title, environment: 'prod', release: '1.0' })
    expect(found(await find(b)).payload).toHaveLength(0)
    expect(payloadEncoding).toBe('identity')
    expect((await find(a))?.payloadRemovedAt).toBeNull()
    expect(await find(d)).toBeNull()
    expect((await persist(b))[0]?.outcome).toBe('duplicate')
    const rest = await allCandidates(world)
    expect(rest.map(({ bytes, hasPayload }) => [bytes, hasPayload])).toEqual([
      [10, true],
      [0, false],
      [0, false],
    ])
  })

  it('from event to event the thinned ones are passed over, unless there are too many', async () => {
    const { retention, events } = storage()
    const world = await aWorld(storage())
    const batch = Array.from({ length: 130 }, (_, index) =>
      world.event({ hashes: ['a'], receivedAt: minutesAfter(NOON, index) }),
    )
    const issueId = found((await world.persist(...batch))[0]).issueId
    const id = (index: number) => found(batch[index]).eventId
    await retention.thin(world, { payloads: [...batch.slice(1, 5), ...batch.slice(6, 129)], rows: [] }, NOON)
    const neighbours = async (index: number) =>
      events.neighbours(found(await events.find(world.organizationId, { issueId }, id(index))))
    expect(await neighbours(0)).toEqual({ previous: null, next: id(5) })
    expect(await neighbours(3)).toEqual({ previous: id(0), next: id(5) })
    expect(await neighbours(5)).toEqual({ previous: id(0), next: id(6) })
    expect(await neighbours(60)).toEqual({ previous: id(5), next: id(129) })
    expect(await neighbours(129)).toEqual({ previous: id(128), next: null })
  })

  it('another organization’s events cannot be thinned', async () => {
    const { retention } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const event = theirs.event()
    await theirs.persist(event)
    const place = { organizationId: ours.organizationId, projectId: theirs.projectId }
    await retention.thin(place, { payloads: [event], rows: [event] }, NOON)
    await retention.thin(ours, { payloads: [event], rows: [event] }, NOON)
    expect(await retention.usage(theirs.organizationId, theirs.projectId)).toMatchObject({ events: 1, payloads: 1 })
    expect((await retention.candidates(place, { cursor: null, limit: 10 })).items).toEqual([])
  })

  it('thinning beside writers, deletions and days that are dropped counts exactly', async () => {
    const fresh = await empty()
    const world = await aWorld(fresh)
    const { organizationId, projectId, event, persist, filter } = world
    const write = async (writer: number) => {
      for (let batch = 0; batch < 12; batch += 1)
        await persist(
          ...Array.from({ length: 20 }, (_, index) => {
            const day = (writer + batch + index) % 9
            return event({
              hashes: [`h${index % 7}`],
              payload: payload(50),
              receivedAt: minutesAfter(NOON, -day * DAY),
            })
          }),
        )
    }
    const thin = async () => {
      for (let round = 0; round < 6; round += 1)
        for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
          const page = await fresh.retention.candidates(world, { cursor, limit: 40 })
          const payloads = page.items.filter(({ hasPayload }, index) => hasPayload && index % 3 === 0)
          const rows = page.items.filter((_, index) => index % 3 === 1)
          await fresh.retention.thin(world, { payloads, rows }, NOON)
          cursor = page.next
        }
    }
    const remove = async () => {
      for (let round = 0; round < 6; round += 1) {
        await fresh.issues.delete(filter({ text: [`h${round}`] }))
        await fresh.issues.delete({ ...filter(), ids: (await anyIssue()).slice(0, 1) })
        await fresh.purge()
        await fresh.maintain({ now: NOON, retentionDays: 5 })
        await fresh.retention.recount(minutesAfter(NOON, -DAY))
      }
    }
    const anyIssue = async () =>
      (await fresh.issues.list(filter(), { sort: 'count', ascending: false }, ALL)).items.map(({ id }) => id)
    await Promise.all([write(1), write(2), write(3), thin(), thin(), remove()])
    await fresh.maintain({ now: NOON, retentionDays: 5 })
    while (await fresh.purge());
    const kept: StoredEvent[] = []
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page = await fresh.events.listForProject(organizationId, projectId, { limit: 100, cursor })
      kept.push(...page.items)
      cursor = page.next
    }
    const whole = kept.filter(({ payloadRemovedAt }) => payloadRemovedAt === null)
    expect(await fresh.retention.usage(organizationId, projectId)).toEqual({
      events: kept.length,
      payloads: whole.length,
      bytes: whole.reduce((sum, one) => sum + one.payload.length, 0),
    })
    expect(kept.length).toBeGreaterThan(0)
  })
}
