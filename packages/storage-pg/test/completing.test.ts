import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { TAG_BOUNDS } from '@mishap/core'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const NOW = '2026-06-15T13:00:00.000Z'
const { recording, schema, storage } = recordedStorage(database)

let world: ProjectWorld

/** A key with more values than are counted, one with few, and tags of others. */
beforeAll(async () => {
  await storage.migrate()
  world = await aProject(storage)
  const { organizationId, projectId } = world
  const at = `timestamptz '${NOW}'`
  await database.pool.query(`
    insert into ${schema}.issues (id, organization_id, project_id, short_id, type, level, title, culprit, metadata, platform,
      count, user_count, first_seen_at, last_seen_at)
    select 1000 + n, ${organizationId}, ${projectId}, n, 'error', 'error', '', '', '{}', 'node', 1, 0, ${at}, ${at}
    from generate_series(1, 40) as n;
    insert into ${schema}.issue_tags (organization_id, issue_id, key, value, count, last_seen_at)
    select ${organizationId}, 1001 + n % 40, 'session', 's' || lpad((n / 40)::text, 6, '0'), 1, ${at}
    from generate_series(0, ${TAG_BOUNDS.valueRows + 20_000}) as n;
    insert into ${schema}.issue_tags (organization_id, issue_id, key, value, count, last_seen_at)
    select ${organizationId}, 1000 + n, 'browser', case when n % 4 = 0 then 'Firefox' else 'Chrome' end, n, ${at}
    from generate_series(1, 40) as n`)
  for (const table of ['issues', 'issue_tags']) await database.pool.query(`vacuum analyze ${schema}.${table}`)
}, 240_000)

describe('completing a search', () => {
  const query = () => ({ organizationId: world.organizationId, projectIds: null, contains: '', limit: 10 })

  it('counts what can be counted, and of more a part', async () => {
    const { issues } = storage
    expect(await issues.tagValues({ ...query(), key: 'browser' })).toMatchObject([
      { value: 'Chrome', count: 600 },
      { value: 'Firefox', count: 220 },
    ])
    const keys = await issues.tagKeys(query())
    expect(keys).toEqual([
      { key: 'session', count: TAG_BOUNDS.keyRows },
      { key: 'browser', count: 820 },
    ])
    const some = await issues.tagValues({ ...query(), key: 'session', contains: 'S0001' })
    expect(some).toHaveLength(10)
    for (const { value, count } of some) {
      expect(value).toContain('s0001')
      expect(count).toBe(TAG_BOUNDS.rowsOfValue)
    }
  })

  it.each([
    ['keys', () => storage.issues.tagKeys(query())],
    ['values of a key that few have', () => storage.issues.tagValues({ ...query(), key: 'browser' })],
    ['values of a key that very many have', () => storage.issues.tagValues({ ...query(), key: 'session' })],
  ] as const)('%s are read from the index of tags, and no further than to a bound', async (_, ask) => {
    recording.statements.length = 0
    await ask()
    for (const { text, values } of [...recording.statements]) {
      const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>({
        text: `explain (analyze, costs off, timing off, summary off) ${text}`,
        values: [...(values ?? [])],
      })
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toContain('issue_tags_by_value')
      expect(plan).not.toContain('Seq Scan on issue_tags')
      for (const [, read] of plan.matchAll(/issue_tags_by_value on issue_tags.*? rows=(\d+)/g))
        expect(Number(read)).toBeLessThanOrEqual(TAG_BOUNDS.valueRows + 1)
    }
  })
})
