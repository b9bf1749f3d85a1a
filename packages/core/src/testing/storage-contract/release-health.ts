import { expect, it } from '@jest/globals'
import type { ReleaseHealthQuery, SessionCounts, SessionUpdate } from '../../ports/items.js'
import { newEventId } from '../../protocol/ids.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aProject, aWorld, UNKNOWN_IDS, type World } from './world.js'

const NONE = { healthy: 0, errored: 0, abnormal: 0, crashed: 0 }
const EVERYTHING = { projectId: null, release: null, environment: null, at: null }

export function releaseHealthContract({ storage, empty }: Subject): void {
  const aSession = ({ organizationId, projectId }: World, session: Partial<SessionUpdate> = {}): SessionUpdate => ({
    organizationId,
    projectId,
    sessionId: newEventId(),
    result: 'healthy',
    release: 'shop@1.0',
    environment: 'prod',
    startedAt: minutesAfter(NOON, 7),
    receivedAt: minutesAfter(NOON, 8),
    userHash: null,
    ...session,
  })
  const aCount = (world: World, count: Partial<SessionCounts> = {}): SessionCounts => {
    const { sessionId, result, ...place } = aSession(world)
    return { ...place, id: newEventId(), counts: { ...NONE, healthy: 10, errored: 2, crashed: 1 }, ...count }
  }
  const query = ({ organizationId }: World, change: Partial<ReleaseHealthQuery> = {}): ReleaseHealthQuery => ({
    organizationId,
    projectIds: null,
    from: NOON,
    to: minutesAfter(NOON, 60 * 24),
    groupBy: [],
    bucketSeconds: null,
    ...change,
  })
  const sum = async (world: World, change: Partial<ReleaseHealthQuery> = {}) =>
    await world.storage.releaseHealth.sessions(query(world, change))
  const accepted = async (world: World) => {
    const range = { from: NOON, to: minutesAfter(NOON, 60) }
    const { organizationId } = world
    const found = await world.storage.ingest.outcomes({
      organizationId,
      projectIds: null,
      category: 'session',
      ...range,
    })
    return found.reduce((total, { quantity }) => total + quantity, 0)
  }

  it('a session is counted once, as the worst of its reports, in whatever order they come', async () => {
    const world = await aWorld(storage())
    const { releaseHealth } = storage()
    const reports = (['healthy', 'errored', 'crashed'] as const).map((result) => ({ result }))
    for (const order of [reports, [...reports].reverse()]) {
      const sessionId = newEventId()
      for (const report of order) await releaseHealth.addSessions([aSession(world, { sessionId, ...report })])
      const inOne = newEventId()
      await releaseHealth.addSessions(order.map((report) => aSession(world, { sessionId: inOne, ...report })))
    }
    await releaseHealth.addSessions([aSession(world, { result: 'abnormal' }), aSession(world)])
    await releaseHealth.addSessions([])
    expect(await sum(world)).toEqual([{ ...EVERYTHING, healthy: 1, errored: 0, abnormal: 1, crashed: 4 }])
    expect(await accepted(world)).toBe(6)
  })

  it('delivered again nothing is counted twice', async () => {
    const world = await aWorld(storage())
    const { releaseHealth } = storage()
    const sessions = [aSession(world), aSession(world, { result: 'errored', userHash: 'a'.repeat(16) })]
    const counts = [aCount(world), aCount(world, { userHash: 'b'.repeat(16) })]
    for (let time = 0; time < 3; time += 1) {
      await releaseHealth.addSessions([...sessions].reverse())
      await releaseHealth.addCounts([...counts, ...counts])
    }
    expect(await sum(world)).toEqual([{ ...EVERYTHING, healthy: 21, errored: 5, abnormal: 0, crashed: 2 }])
    expect(await accepted(world)).toBe(28)
    expect(await releaseHealth.users(query(world))).toEqual([
      { ...EVERYTHING, users: 2, erroredUsers: 2, crashedUsers: 1 },
    ])
  })

  it('concurrent reports on the same sessions are counted exactly', async () => {
    const world = await aWorld(storage())
    const ids = Array.from({ length: 20 }, newEventId)
    await Promise.all(
      (['healthy', 'errored', 'abnormal', 'crashed', 'errored', 'healthy'] as const).map((result, index) => {
        const batch = ids.map((sessionId) => aSession(world, { sessionId, result }))
        return storage().releaseHealth.addSessions(index % 2 === 0 ? batch : batch.reverse())
      }),
    )
    expect(await sum(world)).toEqual([{ ...EVERYTHING, ...NONE, crashed: 20 }])
  })

  it('counts are told apart by project, release, environment and time', async () => {
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    const { releaseHealth } = storage()
    await releaseHealth.addSessions([
      aSession(world),
      aSession(world, { release: 'shop@2.0', result: 'crashed' }),
      aSession(world, { environment: null }),
      aSession(world, { startedAt: minutesAfter(NOON, 60) }),
      aSession(world, { startedAt: minutesAfter(NOON, 60 * 13) }),
      aSession({ ...world, projectId: other.id }),
    ])
    const total = async (change: Partial<ReleaseHealthQuery>) =>
      (await sum(world, change)).map(({ healthy, crashed }) => healthy + crashed)
    expect(await total({})).toEqual([6])
    expect(await total({ projectIds: [other.id] })).toEqual([1])
    expect(await total({ projectIds: [] })).toEqual([])
    expect(await total({ releases: ['shop@2.0', 'a\0'] })).toEqual([1])
    expect(await total({ environments: [''] })).toEqual([1])
    expect(await total({ from: minutesAfter(NOON, 90), to: minutesAfter(NOON, 120) })).toEqual([1])
    expect(await sum(world, { groupBy: ['release'] })).toEqual([
      { ...EVERYTHING, ...NONE, release: 'shop@1.0', healthy: 5 },
      { ...EVERYTHING, ...NONE, release: 'shop@2.0', crashed: 1 },
    ])
    expect(await sum(world, { groupBy: ['environment', 'project'] })).toEqual([
      { ...EVERYTHING, ...NONE, projectId: world.projectId, environment: '', healthy: 1 },
      { ...EVERYTHING, ...NONE, projectId: world.projectId, environment: 'prod', healthy: 3, crashed: 1 },
      { ...EVERYTHING, ...NONE, projectId: other.id, environment: 'prod', healthy: 1 },
    ])
    expect((await sum(world, { bucketSeconds: 3600 })).map(({ at }) => at)).toEqual(
      [0, 60, 60 * 13].map((minutes) => minutesAfter(NOON, minutes)),
    )
    const days = { from: minutesAfter(NOON, -60), bucketSeconds: 86400, projectIds: [world.projectId] } as const
    expect((await sum(world, days)).map(({ at, healthy }) => [at?.toISOString(), healthy])).toEqual([
      ['2026-03-14T00:00:00.000Z', 3],
      ['2026-03-15T00:00:00.000Z', 1],
    ])
  })

  it('users are counted once a group, by the worst that happened to them', async () => {
    const world = await aWorld(storage())
    const { releaseHealth } = storage()
    const [ada, grace] = ['a'.repeat(16), 'b'.repeat(16)]
    await releaseHealth.addSessions([
      aSession(world, { userHash: ada }),
      aSession(world, { userHash: ada, result: 'crashed' }),
      aSession(world, { userHash: ada, startedAt: minutesAfter(NOON, 60 * 13) }),
      aSession(world, { userHash: grace, release: 'shop@2.0', result: 'errored' }),
      aSession(world),
    ])
    const users = (change: Partial<ReleaseHealthQuery>) => releaseHealth.users(query(world, change))
    expect(await users({})).toEqual([{ ...EVERYTHING, users: 2, erroredUsers: 2, crashedUsers: 1 }])
    expect(await users({ groupBy: ['release'] })).toEqual([
      { ...EVERYTHING, release: 'shop@1.0', users: 1, erroredUsers: 1, crashedUsers: 1 },
      { ...EVERYTHING, release: 'shop@2.0', users: 1, erroredUsers: 1, crashedUsers: 0 },
    ])
    expect((await users({ bucketSeconds: 86400 })).map((row) => [row.users, row.crashedUsers])).toEqual([
      [2, 1],
      [1, 0],
    ])
    expect(await users({ bucketSeconds: 3600 })).toEqual([])
  })

  it('goes with its project and with its age', async () => {
    const world = await aWorld(await empty())
    const { releaseHealth, projects } = world.storage
    const days = (count: number) => minutesAfter(NOON, count * 24 * 60)
    const old = { startedAt: days(-40), receivedAt: days(-40), userHash: 'a'.repeat(16) }
    await releaseHealth.addSessions([aSession(world, old), aSession(world)])
    await releaseHealth.addCounts([aCount(world, old)])
    await world.storage.maintain({ now: days(1), retentionDays: 30 })
    expect(await sum(world, { from: days(-50) })).toMatchObject([{ healthy: 1, crashed: 0 }])
    expect(await releaseHealth.users(query(world, { from: days(-50) }))).toEqual([])
    await projects.delete(world.organizationId, world.projectId)
    expect(await sum(world)).toEqual([])
    await releaseHealth.addSessions([aSession(world)])
    await releaseHealth.addCounts([aCount(world)])
    expect(await sum(world)).toEqual([])
  })

  it("is nobody else's, and holds what no name should be", async () => {
    const [world, other] = [await aWorld(storage()), await aWorld(storage())]
    const { releaseHealth } = storage()
    await releaseHealth.addSessions([aSession(world, { release: 'r\0\ud800'.repeat(500), environment: '\0' })])
    await releaseHealth.addSessions(UNKNOWN_IDS.map((projectId) => aSession({ ...world, projectId })))
    for (const organizationId of [other.organizationId, ...UNKNOWN_IDS]) {
      expect(await releaseHealth.sessions({ ...query(world), organizationId })).toEqual([])
      expect(await releaseHealth.users({ ...query(world), organizationId })).toEqual([])
    }
    expect(await sum(world)).toMatchObject([{ healthy: 1 }])
    expect(await sum(world, { projectIds: UNKNOWN_IDS })).toEqual([])
  })
}
