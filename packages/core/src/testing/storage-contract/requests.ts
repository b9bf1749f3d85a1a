import { expect, it } from '@jest/globals'
import { type LoggedRequest, REQUEST_LOG_SIZE } from '../../ports/ingest.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aProject, aWorld, UNKNOWN_IDS } from './world.js'

type Ids = { readonly organizationId: string; readonly projectId: string }

function request({ organizationId, projectId }: Ids, fields: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    organizationId,
    projectId,
    at: NOON,
    outcome: 'accepted',
    reason: '',
    sdk: 'sentry.test/1.0',
    items: ['event', 'attachment'],
    bytes: 1234,
    ...fields,
  }
}

export function requestsContract({ storage }: Subject): void {
  it('are logged, the newest first', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const other = { ...world, projectId: (await aProject(storage(), world.organizationId)).id }
    const first = request(world)
    const refused = request(world, {
      at: minutesAfter(NOON, 1),
      outcome: 'invalid',
      reason: 'no_key',
      sdk: null,
      items: [],
    })
    const theirs = request(other)
    await ingest.addRequests([first, refused, theirs], [])
    expect(await ingest.requests(world.organizationId, world.projectId)).toEqual([refused, first])
    expect(await ingest.requests(world.organizationId, other.projectId)).toEqual([theirs])
  })

  it('are a ring: of one project no more than a bounded number, the newest', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const many = Array.from({ length: REQUEST_LOG_SIZE }, (_, i) => request(world, { at: minutesAfter(NOON, i) }))
    await ingest.addRequests(many, [])
    const late = [2, 1].map((i) => request(world, { at: minutesAfter(NOON, REQUEST_LOG_SIZE + i) }))
    await ingest.addRequests(late, [])
    const kept = await ingest.requests(world.organizationId, world.projectId)
    expect(kept).toHaveLength(REQUEST_LOG_SIZE)
    expect(kept.slice(0, 2)).toEqual(late)
    expect(kept.at(-1)).toEqual(many[2])
  })

  it('with hostile words are kept as far as they can be', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const hostile = request(world, { sdk: `a\0b${'x'.repeat(200)}`, items: ['\0', '{"a":[1]}'] })
    await ingest.addRequests([hostile], [])
    const [kept] = await ingest.requests(world.organizationId, world.projectId)
    expect(kept?.sdk).toMatch(/^abx{120,126}$/)
    expect(kept?.items[1]).toBe('{"a":[1]}')
  })

  it('are counted by hour, exactly, also by many at once', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const other = (await aProject(storage(), organizationId)).id
    const count = (hours: number, quantity: number, id = projectId) => ({
      organizationId,
      projectId: id,
      hour: minutesAfter(NOON, hours * 60),
      quantity,
    })
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ingest.addRequests(
          [],
          i % 2 === 0 ? [count(0, 1), count(1, 2)] : [count(1, 2), count(0, 1), count(1, 1, other)],
        ),
      ),
    )
    expect(await ingest.requestCounts([projectId], minutesAfter(NOON, 30))).toEqual([count(0, 20), count(1, 40)])
    expect(await ingest.requestCounts([projectId, other], minutesAfter(NOON, 60))).toHaveLength(2)
    expect(await ingest.requestCounts([], NOON)).toEqual([])
    expect(await ingest.requestCounts(UNKNOWN_IDS, NOON)).toEqual([])
  })

  it('go with their project, and of a project that is gone or of another organization nothing is kept', async () => {
    const { ingest, projects } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const count = { ...ours, hour: NOON, quantity: 3 }
    const ids = { organizationId: ours.organizationId, projectId: ours.projectId }
    await ingest.addRequests([request(ours)], [{ ...ids, hour: count.hour, quantity: 3 }])
    expect(await ingest.requests(theirs.organizationId, ours.projectId)).toEqual([])
    await projects.delete(ours.organizationId, ours.projectId)
    const crossed = { organizationId: theirs.organizationId, projectId: ours.projectId }
    for (const about of [ids, crossed, ...UNKNOWN_IDS.map((projectId) => ({ ...ids, projectId }))])
      await ingest.addRequests([request(about)], [{ ...about, hour: NOON, quantity: 1 }])
    expect(await ingest.requests(ours.organizationId, ours.projectId)).toEqual([])
    expect(await ingest.requestCounts([ours.projectId], NOON)).toEqual([])
    for (const id of UNKNOWN_IDS) expect(await ingest.requests(ours.organizationId, id)).toEqual([])
  })
}
