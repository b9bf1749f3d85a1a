import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const { recording, schema, storage } = recordedStorage(database)
beforeAll(() => storage.migrate())

const TABLES = [
  ...['events', 'issues', 'issue_hashes', 'issue_search', 'issue_tags', 'issue_users', 'issue_hourly'],
  ...['environments', 'project_counters', 'project_outcomes', 'project_days', 'issue_regressions'],
]

const rowsOf = async ({ organizationId }: ProjectWorld) => {
  const counts = await Promise.all(
    TABLES.map(async (table) => {
      const text = `select count(*)::int as found from ${schema}.${table} where organization_id = $1`
      const { rows } = await database.pool.query<{ found: number }>(text, [organizationId])
      return [table, rows[0]?.found] as const
    }),
  )
  return Object.fromEntries(counts)
}

/** What the counters say, and what the tables hold. */
const usageOf = async ({ projectId }: ProjectWorld) => {
  const { rows } = await database.pool.query(
    `select sum(events)::int as events, sum(payloads)::int as payloads, sum(bytes)::int as bytes
     from ${schema}.project_days where project_id = $1`,
    [projectId],
  )
  return rows[0]
}
const countedUsageOf = async ({ projectId }: ProjectWorld) => {
  const { rows } = await database.pool.query(
    `select count(*)::int as events, count(*) filter (where payload_removed_at is null)::int as payloads,
       coalesce(sum(octet_length(payload)), 0)::int as bytes
     from ${schema}.events where project_id = $1`,
    [projectId],
  )
  return rows[0]
}

const anEvent = (world: ProjectWorld, hash: string) =>
  world.event({ hashes: [hash], environment: 'prod', userKey: 'u', tags: [['a', 'b']], searchText: hash })

const DEADLOCK = '40P01'

const purgeAll = async () => {
  while (await storage.purge());
}

describe('rows', () => {
  afterEach(() => expect(recording.failures).not.toContain(DEADLOCK))

  it('counters and tables say the same after eight writers', async () => {
    const world = await aProject(storage)
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let batch = 0; batch < 6; batch += 1)
        await storage.ingest.persist(
          Array.from({ length: 20 }, (_, index) => anEvent(world, `hash${(index * (writer + 3) + batch) % 10}`)),
        )
    })
    await Promise.all(writers)
    const { rows } = await database.pool.query<Record<string, string>>(
      `select i.count,
         (select count(*) from ${schema}.events e where e.issue_id = i.id) as events,
         (select sum(count) from ${schema}.issue_hourly h where h.issue_id = i.id) as hours,
         (select sum(count) from ${schema}.issue_tags t where t.issue_id = i.id and key = 'a') as tags,
         i.user_count,
         (select count(*) from ${schema}.issue_users u where u.issue_id = i.id) as users
       from ${schema}.issues i
       where organization_id = $1`,
      [world.organizationId],
    )
    expect(rows).toHaveLength(10)
    for (const row of rows) {
      expect([row.events, row.hours, row.tags]).toEqual([row.count, row.count, row.count])
      expect(row.users).toBe(row.user_count)
    }
    expect(rows.reduce((sum, row) => sum + Number(row.count), 0)).toBe(8 * 6 * 20)
    expect(await usageOf(world)).toEqual(await countedUsageOf(world))
  })

  it('writers, changes and deletions of the same issues never wait for each other in a circle', async () => {
    const world = await aProject(storage)
    const { organizationId } = world
    const batch = (seed: number) =>
      Array.from({ length: 20 }, (_, index) => anEvent(world, `hash${((index + 1) * seed) % 11}`))
    const rounds = async (work: (round: number) => Promise<unknown>) => {
      for (let round = 1; round <= 15; round += 1) await work(round)
    }
    const filter = { organizationId, projectIds: null }
    await Promise.all([
      ...[1, 2, 3, 4].map((writer) => rounds((round) => storage.ingest.persist(batch(writer + round)))),
      rounds((round) => storage.issues.setStatus(filter, round % 2 === 0 ? 'resolved' : 'ignored', new Date())),
      rounds((round) => storage.issues.delete({ ...filter, text: [`hash${round % 11}`] })),
      rounds(() => storage.issues.delete({ ...filter, statuses: ['resolved'] })),
      rounds(() => storage.purge()),
      rounds(() => storage.purge()),
    ])
    await purgeAll()
    const { rows } = await database.pool.query<{ lost: number }>(
      `select count(*)::int as lost from ${schema}.events e
       where organization_id = $1 and not exists (select from ${schema}.issues i where i.id = e.issue_id)`,
      [organizationId],
    )
    expect(rows[0]?.lost).toBe(0)
    expect(await usageOf(world)).toEqual(await countedUsageOf(world))
  })

  it('a deleted issue leaves no row', async () => {
    const world = await aProject(storage)
    await storage.ingest.persist([anEvent(world, 'a')])
    await storage.issues.delete({ organizationId: world.organizationId, projectIds: null })
    await purgeAll()
    const left = { environments: 1, project_counters: 1, project_outcomes: 1, project_days: 1 }
    expect(await rowsOf(world)).toEqual({ ...Object.fromEntries(TABLES.map((table) => [table, 0])), ...left })
  })

  it('a deleted project leaves no row, and neither do writers who were at it', async () => {
    const world = await aProject(storage)
    const write = async (writer: number) => {
      for (let batch = 0; ; batch += 1)
        await storage.ingest.persist([anEvent(world, `${writer} ${batch}`), anEvent(world, 'shared')])
    }
    const writers = [1, 2, 3, 4].map((writer) => expect(write(writer)).rejects.toMatchObject({ code: 'not_found' }))
    while (Number((await rowsOf(world)).events) < 40);
    expect(await storage.projects.delete(world.organizationId, world.projectId)).toBe(true)
    await Promise.all(writers)
    await purgeAll()
    expect(await rowsOf(world)).toEqual(Object.fromEntries(TABLES.map((table) => [table, 0])))
  })
})
