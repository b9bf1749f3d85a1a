import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, expectCode, found } from './world.js'

export function persistContract({ storage }: Subject): void {
  it('an empty batch does nothing', async () => {
    expect(await storage().ingest.persist([])).toEqual([])
    expect(await storage().ingest.persist([], [])).toEqual([])
  })

  it('a first event makes an issue that tells what it saw', async () => {
    const { issues, projects } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const first = event({ level: 'fatal', release: 'shop@1.0', userKey: 'id:1', title: 'Böse: 🐛', platform: 'php' })
    const [result] = await persist(first)
    expect(result).toEqual({
      eventId: first.eventId,
      outcome: 'new',
      issueId: expect.stringMatching(/^\d+$/),
      shortIdNumber: 1,
    })
    expect(await issues.get(found(result).issueId)).toEqual({
      id: found(result).issueId,
      organizationId,
      projectId,
      shortIdNumber: 1,
      type: 'error',
      level: 'fatal',
      title: 'Böse: 🐛',
      culprit: first.culprit,
      metadata: first.metadata,
      platform: 'php',
      status: 'unresolved',
      statusDetails: null,
      priority: 'high',
      mergedInto: null,
      assignee: null,
      commentCount: 0,
      count: 1,
      userCount: 1,
      firstSeenAt: NOON,
      lastSeenAt: NOON,
      resolvedAt: null,
      regressedAt: null,
      regressedRelease: null,
      escalation: null,
      trend: 120,
      firstRelease: 'shop@1.0',
      lastRelease: 'shop@1.0',
    })
    expect((await projects.get(organizationId, projectId))?.firstEventAt).toEqual(NOON)
  })

  it('events with one hash are one issue; short ids count up in each project by itself', async () => {
    const world = await aWorld(storage())
    const { event, persist } = world
    const other = await aProject(storage(), world.organizationId)
    const results = await persist(
      event({ hashes: ['a'] }),
      event({ hashes: ['b'] }),
      event({ hashes: ['a'] }),
      event({ hashes: ['a'], projectId: other.id }),
      event({ hashes: ['b'] }),
    )
    expect(results.map((result) => result.outcome)).toEqual(['new', 'new', 'repeat', 'new', 'repeat'])
    expect(results.map((result) => result.shortIdNumber)).toEqual([1, 2, 1, 1, 2])
    expect(results[2]?.issueId).toBe(results[0]?.issueId)
    expect(results[3]?.issueId).not.toBe(results[0]?.issueId)
    expect((await persist(event({ hashes: ['c'] })))[0]?.shortIdNumber).toBe(3)
  })

  it('a repeat counts and moves the last sight, but leaves title, culprit, level and metadata', async () => {
    const { issues } = storage()
    const { event, issueOf } = await aWorld(storage())
    const hashes = ['a']
    const before = await issueOf({ hashes, level: 'warning', title: 'first', release: '1.0' })
    const receivedAt = minutesAfter(NOON, 30)
    const after = await issueOf({ hashes, level: 'fatal', title: 'second', culprit: 'x', release: '2.0', receivedAt })
    expect(after).toEqual({ ...before, count: 2, lastSeenAt: receivedAt, lastRelease: '2.0' })
    await storage().ingest.persist([event({ hashes, receivedAt: minutesAfter(NOON, 40) })])
    expect(await issues.get(before.id)).toMatchObject({ count: 3, firstRelease: '1.0', lastRelease: '2.0' })
  })

  it('an event that comes late moves only the first sight', async () => {
    const { issueOf } = await aWorld(storage())
    const hashes = ['a']
    const before = await issueOf({ hashes, release: '2.0' })
    const receivedAt = minutesAfter(NOON, -90)
    expect(await issueOf({ hashes, release: '1.0', receivedAt })).toEqual({
      ...before,
      count: 2,
      firstSeenAt: receivedAt,
    })
  })

  it('a duplicate event id counts once: in the batch, later, and beside midnight', async () => {
    const { issues, events, ingest } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const first = event({ receivedAt: new Date('2026-03-14T23:59:59.900Z'), userKey: 'a', tags: [['k', 'v']] })
    const again = event({ eventId: first.eventId, hashes: ['another'], userKey: 'b' })
    const [made, twin] = await persist(first, again)
    const { issueId, shortIdNumber } = found(made)
    expect(twin).toEqual({ eventId: first.eventId, outcome: 'duplicate', issueId, shortIdNumber })
    const nextDay = event({ ...again, receivedAt: new Date('2026-03-15T00:00:01.000Z') })
    const fresh = event({ hashes: first.hashes })
    const results = await persist(nextDay, fresh, first)
    expect(results.map((result) => result.outcome)).toEqual(['duplicate', 'repeat', 'duplicate'])
    expect(new Set(results.map((result) => result.issueId))).toEqual(new Set([issueId]))
    expect(await issues.get(issueId)).toMatchObject({ count: 2, userCount: 1 })
    expect((await events.listForIssue(organizationId, issueId, ALL)).items).toHaveLength(2)
    expect(await issues.tags(organizationId, issueId, { key: 'k', valueLimit: 10 })).toMatchObject([{ totalValues: 1 }])
    const range = { from: NOON, to: new Date('2026-03-16T00:00:00.000Z') }
    const accepted = await ingest.outcomes({ organizationId, projectIds: null, ...range })
    expect(accepted.reduce((sum, count) => sum + count.quantity, 0)).toBe(2)
  })

  it('the same event id in another project is another event', async () => {
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    const first = world.event()
    const results = await world.persist(first, world.event({ eventId: first.eventId, projectId: other.id }))
    expect(results.map((result) => result.outcome)).toEqual(['new', 'new'])
  })

  it('the first hash that has an owner decides, and the others become its own', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const [one, two] = await persist(event({ hashes: ['one'] }), event({ hashes: ['two'] }))
    const [joined] = await persist(event({ hashes: ['new', 'two', 'one'] }))
    expect(joined).toMatchObject({ outcome: 'repeat', issueId: two?.issueId })
    const [later] = await persist(event({ hashes: ['new'] }))
    expect(later).toMatchObject({ outcome: 'repeat', issueId: two?.issueId })
    expect(await issues.hashes(organizationId, found(two).issueId)).toEqual(['new', 'two'])
    expect(await issues.hashes(organizationId, found(one).issueId)).toEqual(['one'])
  })

  it('hashes join events within a batch as they would one after the other', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const results = await persist(
      event({ hashes: ['a', 'b'] }),
      event({ hashes: ['c', 'b'] }),
      event({ hashes: ['c'] }),
      event({ hashes: ['d', 'd'] }),
    )
    expect(results.map((result) => result.outcome)).toEqual(['new', 'repeat', 'repeat', 'new'])
    expect(await issues.hashes(organizationId, found(results[0]).issueId)).toEqual(['a', 'b', 'c'])
    expect(await issues.hashes(organizationId, found(results[3]).issueId)).toEqual(['d'])
  })

  it('users are counted once an issue', async () => {
    const { issueOf, event, persist } = await aWorld(storage())
    const hashes = ['a']
    const keys = ['u1', 'u2', 'u1', null, 'ü3 🐛']
    await persist(...keys.map((userKey) => event({ hashes, userKey })))
    expect((await issueOf({ hashes, userKey: 'u2' })).userCount).toBe(3)
    expect((await issueOf({ hashes: ['b'], userKey: 'u2' })).userCount).toBe(1)
  })

  it('an event on a resolved issue reopens it, once', async () => {
    const { issues } = storage()
    const { event, persist, issueOf, filter } = await aWorld(storage())
    const hashes = ['a']
    const { id } = await issueOf({ hashes })
    const resolvedAt = minutesAfter(NOON, 10)
    await issues.setStatus(filter({ ids: [id] }), 'resolved', resolvedAt)
    const receivedAt = minutesAfter(NOON, 11)
    const results = await persist(
      event({ hashes, receivedAt: minutesAfter(NOON, 9) }),
      event({ hashes, receivedAt }),
      event({ hashes, receivedAt }),
    )
    expect(results.map((result) => result.outcome)).toEqual(['repeat', 'regressed', 'repeat'])
    const reopened = await issues.get(id)
    expect(reopened).toMatchObject({ status: 'unresolved', resolvedAt: null, regressedAt: receivedAt, count: 4 })
    expect((await persist(event({ hashes, receivedAt })))[0]?.outcome).toBe('repeat')
  })

  it('an event received before its issue was resolved leaves it resolved', async () => {
    const { issues } = storage()
    const { issueOf, filter } = await aWorld(storage())
    const hashes = ['a']
    const { id } = await issueOf({ hashes })
    const resolvedAt = minutesAfter(NOON, 10)
    await issues.setStatus(filter({ ids: [id] }), 'resolved', resolvedAt)
    const late = await issueOf({ hashes, receivedAt: minutesAfter(NOON, 5) })
    expect(late).toMatchObject({ status: 'resolved', resolvedAt, regressedAt: null, count: 2 })
  })

  it('an ignored issue stays ignored and counts on', async () => {
    const { issues } = storage()
    const { issueOf, filter } = await aWorld(storage())
    const hashes = ['a']
    const { id } = await issueOf({ hashes })
    await issues.setStatus(filter({ ids: [id] }), 'ignored', NOON)
    expect(await issueOf({ hashes, receivedAt: minutesAfter(NOON, 5) })).toMatchObject({ status: 'ignored', count: 2 })
  })

  it('a batch with an event of an unknown project is refused as a whole', async () => {
    const world = await aWorld(storage())
    const stranger = await aWorld(storage())
    for (const projectId of ['999999999999', 'abc', stranger.projectId])
      await expectCode(world.persist(world.event(), world.event({ projectId })), 'not_found')
    expect(await storage().issues.count(world.filter(), 10)).toBe(0)
    expect(await storage().issues.count(stranger.filter(), 10)).toBe(0)
  })
}
