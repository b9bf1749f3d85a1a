import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { explain } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const { recording, schema, storage } = recordedStorage(database)
const RELEASES = 5000
let world: ProjectWorld

/** A release with every commit, of which each hundredth is told of. */
beforeAll(async () => {
  await storage.migrate()
  world = await aProject(storage)
  const { organizationId, projectId } = world
  const at = `timestamptz '2026-06-15 13:00+00' - n * interval '1 hour'`
  await database.pool.query(`
    insert into ${schema}.releases (organization_id, version, created_at, commit_count, deploy_count)
    select ${organizationId}, 'v' || n, ${at}, case when n % 100 = 0 then 20 else 0 end, 1
    from generate_series(1, ${RELEASES}) as n;
    insert into ${schema}.project_releases (organization_id, project_id, version, first_seen_at, last_seen_at)
    select ${organizationId}, ${projectId}, 'v' || n, ${at}, ${at} from generate_series(1, ${RELEASES}) as n;
    insert into ${schema}.release_commits
      (organization_id, release_id, position, commit_id, message, author_name, author_email, at, files)
    select organization_id, id, n, 'c' || n, '', '', '', created_at, '[]'
    from ${schema}.releases, generate_series(0, 19) as n where commit_count > 0;
    insert into ${schema}.deploys (organization_id, release_id, environment, name, url, finished_at, created_at)
    select organization_id, id, 'prod', '', '', created_at, created_at from ${schema}.releases`)
  for (const table of ['releases', 'project_releases', 'release_commits', 'deploys'])
    await database.pool.query(`vacuum analyze ${schema}.${table}`)
})

const plansOf = async (call: () => Promise<unknown>) => {
  recording.statements.length = 0
  await call()
  const asked = recording.statements.filter(({ text }) => /^\s*(?:select|with)/.test(text))
  expect(asked.length).toBeGreaterThan(0)
  const plans = await Promise.all(asked.map((one) => explain(database.pool, one, { isRun: true })))
  return plans.join('\n')
}

const page = { limit: 25, cursor: null }

describe('plans of very many releases', () => {
  it('a page of them is read from its index, and what belongs to each looked up', async () => {
    const { organizationId, projectId } = world
    for (const projectIds of [null, [projectId]]) {
      const plan = await plansOf(() => storage.releases.list(organizationId, page, { projectIds }))
      for (const index of [
        'releases_by_time',
        'release_commits_pkey',
        'deploys_of_release',
        'project_releases_of_version',
      ])
        expect(plan).toContain(index)
      expect(plan).not.toMatch(/Seq Scan on (?:releases|project_releases|release_commits|deploys)/)
    }
  })

  it('one, its commits, its deploys and the one before it touch few rows', async () => {
    const { organizationId } = world
    for (const call of [
      () => storage.releases.get(organizationId, 'v77'),
      () => storage.releases.commits(organizationId, 'v100'),
      () => storage.releases.deploys(organizationId, 'v100', page),
      () => storage.releases.previousWithCommits(organizationId, 'v77'),
    ]) {
      const plan = await plansOf(call)
      expect(plan).not.toMatch(/Seq Scan on (?:releases|project_releases|release_commits|deploys)/)
      const read = [...plan.matchAll(/rows=(\d+)/g)].map(([, rows]) => Number(rows))
      expect(Math.max(...read)).toBeLessThan(50)
    }
  })

  it('a batch that has nothing new to say of its releases asks nothing of them', async () => {
    const { event } = world
    const batch = () => [event({ release: 'v1', hashes: ['same'] })]
    await storage.ingest.persist(batch())
    await storage.ingest.persist(batch())
    recording.statements.length = 0
    await storage.ingest.persist(batch())
    expect(recording.statements.filter(({ text }) => /\bproject_releases\b|\breleases\b/.test(text))).toEqual([])
  })
})
