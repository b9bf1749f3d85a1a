import { afterAll, describe, expect, it } from '@jest/globals'
import { migrationSql, pgStorage } from '../src/index.js'
import { migrate } from '../src/migrations/migrate.js'
import { migrations } from '../src/migrations/migrations.js'
import { databaseOf } from '../src/storage.js'
import { recordingPool } from './recording.js'
import { openTestDatabase } from './schemas.js'

const database = openTestDatabase({ max: 20 })
afterAll(() => database.close())

const NAMES = migrations.map(({ name }) => name)

const namesOf = async (schema: string) => {
  const { rows } = await database.pool.query<{ name: string }>(`select name from ${schema}.migrations order by name`)
  return rows.map((row) => row.name)
}

describe('migrations', () => {
  it('twenty concurrent callers on a fresh database migrate it once', async () => {
    const schema = database.schema()
    await Promise.all(Array.from({ length: 20 }, () => pgStorage({ pool: database.pool, schema }).migrate()))
    expect(await namesOf(schema)).toEqual(NAMES)
  })

  it('are known to be missing until they were made', async () => {
    const storage = pgStorage({ pool: database.pool, schema: database.schema() })
    expect(await storage.isMigrated()).toBe(false)
    await storage.migrate()
    expect(await storage.isMigrated()).toBe(true)
  })

  it('a migrated schema is only looked at', async () => {
    const schema = database.schema()
    await pgStorage({ pool: database.pool, schema }).migrate()
    const recording = recordingPool(database.pool)
    await pgStorage({ pool: recording, schema }).migrate()
    for (const { text } of recording.statements) expect(text).toMatch(/^select/)
  })

  it('the printed script makes the same schema, may be run twice, and leaves nothing to migrate', async () => {
    const [printed, migrated] = [database.schema(), database.schema()]
    await database.pool.query(migrationSql(printed))
    await database.pool.query(migrationSql(printed))
    await pgStorage({ pool: database.pool, schema: printed }).migrate()
    await pgStorage({ pool: database.pool, schema: migrated }).migrate()
    const columnsOf = async (schema: string) => {
      const { rows } = await database.pool.query(
        `select table_name, column_name, data_type, is_nullable from information_schema.columns
         where table_schema = $1 order by 1, 2`,
        [schema],
      )
      return rows
    }
    expect(await columnsOf(printed)).toEqual(await columnsOf(migrated))
    expect(await columnsOf(printed)).not.toEqual([])
  })

  it('a migration that was edited after it was applied is noticed', async () => {
    const schema = database.schema()
    const storage = pgStorage({ pool: database.pool, schema })
    await storage.migrate()
    await database.pool.query(`update ${schema}.migrations set checksum = 'of something else'`)
    await expect(storage.migrate()).rejects.toMatchObject({ name: 'AppError', code: 'config' })
  })

  it('a migration that fails leaves nothing behind and can be tried again', async () => {
    const schema = database.schema()
    await database.pool.query(`create schema ${schema}; create table ${schema}.events (in_the_way int)`)
    const storage = pgStorage({ pool: database.pool, schema })
    await expect(storage.migrate()).rejects.toThrow('already exists')
    expect(await namesOf(schema)).toEqual([])
    await database.pool.query(`drop table ${schema}.events`)
    await storage.migrate()
    expect(await namesOf(schema)).toEqual(NAMES)
  })

  it('projects from before the second engine of grouping keep the issues that the first gave them for 90 days', async () => {
    const schema = database.schema()
    const storage = pgStorage({ pool: database.pool, schema })
    await storage.migrate()
    await database.pool.query(
      `alter table ${schema}.projects drop column grouping;
       delete from ${schema}.migrations where name = '0008-grouping';
       insert into ${schema}.organizations (id, name, slug) values (1, 'a', 'a');
       insert into ${schema}.projects (id, organization_id, name, slug) values (1, 1, 'old', 'old')`,
    )
    await storage.migrate()
    const settings = await storage.projects.groupingSettings('1', '1')
    expect(settings).toMatchObject({ version: 'g1', previous: 'g0' })
    const days = ((settings?.previousUntil?.getTime() ?? 0) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(90)
  })

  it('organizations from before invitations have their oldest owner as the primary one', async () => {
    const schema = database.schema()
    const db = databaseOf({ pool: database.pool, schema })
    const before = migrations.findIndex(({ name }) => name === '0013-management')
    await migrate(db, migrations.slice(0, before))
    await database.pool.query(
      `insert into ${schema}.users (email, name, is_superuser)
       select 'user' || n || '@example.com', '', false from generate_series(1, 4) n;
       insert into ${schema}.organizations (name, slug) values ('a', 'a'), ('b', 'b');
       insert into ${schema}.memberships (organization_id, user_id, role)
       values (1, 1, 'member'), (1, 2, 'owner'), (1, 3, 'owner'), (2, 4, 'admin');
       insert into ${schema}.environments (organization_id, project_id, name) values (1, 1, 'prod'), (1, 1, 'dev')`,
    )
    const storage = pgStorage({ pool: database.pool, schema })
    await storage.migrate()
    const page = { limit: 100, cursor: null }
    const primaryOf = async (id: string) =>
      (await storage.members.list(id, page)).items.filter((one) => one.isPrimaryOwner).map((one) => one.email)
    expect(await primaryOf('1')).toEqual(['user2@example.com'])
    expect(await primaryOf('2')).toEqual([])
    expect((await storage.members.list('1', page)).items).toHaveLength(3)
    const environments = await storage.projects.environments('1', ['1'])
    expect(environments.map(({ name, isHidden }) => [name, isHidden])).toEqual([
      ['dev', false],
      ['prod', false],
    ])
    expect(new Set(environments.map(({ id }) => id)).size).toBe(2)
  })

  it('releases from before they were kept are those that projects have seen', async () => {
    const schema = database.schema()
    const db = databaseOf({ pool: database.pool, schema })
    const before = migrations.findIndex(({ name }) => name === '0024-releases')
    await migrate(db, migrations.slice(0, before))
    const issue = `organization_id, project_id, short_id, type, level, title, culprit, metadata, platform, count, user_count,
      first_seen_at, last_seen_at, first_release, last_release`
    await database.pool.query(
      `insert into ${schema}.organizations (id, name, slug) values (1, 'a', 'a');
       insert into ${schema}.projects (id, organization_id, name, slug) values (1, 1, 'one', 'one'), (2, 1, 'two', 'two');
       insert into ${schema}.issues (${issue}) select 1, 1, n, 'error', 'error', '', '', '{}', '', 1, 0,
         '2026-01-01T00:00Z', '2026-01-05T00:00Z', 'v1', case when n = 1 then 'v2' end from generate_series(1, 3) n;
       insert into ${schema}.project_releases (organization_id, project_id, version, first_seen_at) values
         (1, 1, 'v1', '2026-01-01T00:00Z'), (1, 2, 'v1', '2025-12-01T00:00Z'), (1, 1, 'v2', '2026-01-02T00:00Z'),
         (1, 1, '..', '2026-01-02T00:00Z'), (1, 9, 'gone', '2026-01-02T00:00Z')`,
    )
    const storage = pgStorage({ pool: database.pool, schema })
    await storage.migrate()
    const { items } = await storage.releases.list('1', { limit: 100, cursor: null })
    const seen = items.map(({ version, createdAt, projects }) => ({
      version,
      createdAt: createdAt.toISOString().slice(0, 10),
      projects: projects.map(({ slug, newIssues, lastEventAt }) => [slug, newIssues, lastEventAt?.getUTCDate()]),
    }))
    expect(seen).toEqual([
      { version: 'v2', createdAt: '2026-01-02', projects: [['one', 0, 5]] },
      {
        version: 'v1',
        createdAt: '2025-12-01',
        projects: [
          ['one', 3, 1],
          ['two', 0, 1],
        ],
      },
    ])
  })

  it('a name that needs quotes is a schema like any other', async () => {
    const schema = `${database.schema()}" Ünit's`
    const quoted = `"${schema.replaceAll('"', '""')}"`
    const storage = pgStorage({ pool: database.pool, schema })
    try {
      await storage.migrate()
      await storage.maintain({ now: new Date(), retentionDays: 1 })
      expect(await namesOf(quoted)).toEqual(NAMES)
    } finally {
      await database.pool.query(`drop schema if exists ${quoted} cascade`)
    }
  })

  it('a schema name that PostgreSQL would cut is refused', () => {
    for (const schema of ['', 'x'.repeat(51), 'a\0b'])
      expect(() => pgStorage({ pool: database.pool, schema })).toThrow('schema: wanted')
  })

  it('what was never migrated is unavailable and says why', async () => {
    const storage = pgStorage({ pool: database.pool, schema: database.schema() })
    await expect(storage.users.hasAny()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(storage.users.hasAny()).rejects.toThrow('not migrated')
  })
})
