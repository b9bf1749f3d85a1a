import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Id, Storage } from '@mishap/core'
import { minutesAfter, NOON } from '@mishap/core/testing'
import { pgStorage } from '../src/index.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const schema = database.schema()
const storage: Storage = pgStorage({ pool: database.pool, schema })
beforeAll(() => storage.migrate())

const by = { userId: null, via: 'system', at: NOON } as const

const settle = async () => {
  for (;;) {
    const move = await storage.issues.nextMove(3)
    if (move === null) return
    const events = move.events.map((event) => ({
      ...{ event, tags: [] },
      ...(move.by === null ? {} : { part: { value: event.environment ?? '', about: aPart(event.title) } }),
    }))
    await storage.issues.applyMove(move, events)
  }
}

const purgeAll = async () => {
  while (await storage.purge());
}

const aPart = (title: string) => ({
  ...({ type: 'error', level: 'error', title, culprit: '', metadata: {}, platform: 'node', priority: 'low' } as const),
})

/** Ten events of a day each, every other one `b`. */
const anIssue = async (hashOf: (index: number) => string): Promise<ProjectWorld & { readonly issueId: Id }> => {
  const world = await aProject(storage)
  const events = Array.from({ length: 10 }, (_, index) => {
    const receivedAt = minutesAfter(NOON, -index * 24 * 60)
    return world.event({ hashes: [hashOf(index), 'all'], receivedAt, environment: index % 2 === 0 ? 'a' : 'b' })
  })
  const [result] = await storage.ingest.persist(events)
  return { ...world, issueId: result?.issueId ?? '' }
}

const countOf = async (issueId: Id) => {
  const text = `select count(*) as found from ${schema}.events where issue_id = $1`
  return Number((await database.pool.query(text, [issueId])).rows[0]?.found)
}

describe('deleting an issue while its events are on their way', () => {
  const filter = ({ organizationId }: ProjectWorld, id: Id) => ({ organizationId, projectIds: null, ids: [id] })

  it('what belongs to the part arrives there', async () => {
    const world = await anIssue((index) => (index % 2 === 0 ? 'a' : 'b'))
    const { organizationId, issueId } = world
    const part = await storage.issues.split(organizationId, issueId, ['b'], aPart('b'), by)
    const id = part?.id ?? ''
    await storage.issues.delete(filter(world, issueId))
    await purgeAll()
    expect(await countOf(issueId)).toBe(10)
    await settle()
    await purgeAll()
    expect([await countOf(issueId), await countOf(id), (await storage.issues.get(id))?.count]).toEqual([0, 5, 5])
  })

  it('what was on its way into the part is deleted with it, and comes back as nothing else', async () => {
    const world = await anIssue(() => 'a')
    const { organizationId, issueId } = world
    const split = {
      by: { kind: 'tag', key: 'environment' },
      stays: 'a',
      parts: [{ value: 'b', about: aPart('b') }],
    } as const
    const parts = await storage.issues.splitByValue(organizationId, issueId, split, by)
    const id = parts?.[0]?.id ?? ''
    await storage.issues.delete(filter(world, id))
    await purgeAll()
    await settle()
    await purgeAll()
    expect([await countOf(issueId), await countOf(id)]).toEqual([5, 0])
    const { items } = await storage.issues.list(
      { organizationId, projectIds: null },
      { sort: 'count', ascending: false },
      { limit: 10, cursor: null },
    )
    expect(items.map((issue) => [issue.id, issue.count])).toEqual([[issueId, 5]])
  })
})
