import { afterAll, describe, expect, it } from '@jest/globals'
import type { IssueCondition, Storage } from '@mishap/core'
import pg from 'pg'
import { pgStorage } from '../src/index.js'
import { migrations } from '../src/migrations/migrations.js'
import { migrationScript, preparationScript } from '../src/migrations/script.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

async function find(storage: Storage, { organizationId }: ProjectWorld, where: IssueCondition) {
  const filter = { organizationId, projectIds: null, where }
  const page = await storage.issues.list(filter, { sort: 'first_seen', ascending: true }, { limit: 100, cursor: null })
  return page.items.map(({ title }) => title).join(' ')
}

const WORDS: IssueCondition = { kind: 'words', pieces: ['quick', 'fox'] }
const TYPE: IssueCondition = { kind: 'line', mark: 'error.type', like: [['typeerror']] }

describe('search', () => {
  it('finds what was stored before its lines were marked', async () => {
    const schema = database.schema()
    const older = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === '0009-search'),
    )
    for (const script of [preparationScript(schema), ...older.map((one) => migrationScript(schema, one))])
      await database.pool.query(script)
    await database.pool.query(
      `insert into ${schema}.issues (id, organization_id, project_id, short_id, type, level, title, culprit, metadata,
         platform, count, user_count, first_seen_at, last_seen_at)
       values (7, 1, 1, 1, 'error', 'error', 'Old "Title"', 'run(Cart.js)',
         '{"type": "TypeError", "value": "No Fun", "filename": "Cart.js", "function": "run", "isUnhandled": true}',
         'node', 1, 0, now(), now())`,
    )
    await database.pool.query(
      `insert into ${schema}.issue_search (organization_id, issue_id, text)
       values (1, 7, 'the quick brown fox')`,
    )
    const storage = pgStorage({ pool: database.pool, schema })
    await storage.migrate()
    const world = { organizationId: '1', projectId: '1', event: () => expect.anything() as never }
    const line = (mark: 'title' | 'culprit' | 'error.value' | 'stack.function' | 'stack.filename', text: string) =>
      ({ kind: 'line', mark, like: [[text]] }) as const
    for (const where of [
      ...[WORDS, TYPE, line('title', 'old "title"'), line('culprit', 'run(cart.js)'), line('error.value', 'no fun')],
      ...[line('stack.function', 'run'), line('stack.filename', 'cart.js')],
      { kind: 'line', mark: 'error.unhandled', like: null } as const,
    ])
      expect(await find(storage, world, where)).toBe('Old "Title"')
    expect(await find(storage, world, line('title', 'old'))).toBe('')
  })

  it('finds the same without trigrams, for servers that have none', async () => {
    const schema = database.schema()
    const storage = pgStorage({ pool: database.pool, schema })
    await storage.migrate()
    const world = await aProject(storage)
    await storage.ingest.persist([
      world.event({ title: 'a', searchText: 'the quick brown fox\n\u0003typeerror\n' }),
      world.event({ title: 'b', searchText: 'the lazy dog\n\u0003error\n' }),
    ])
    const answers = async () => [await find(storage, world, WORDS), await find(storage, world, TYPE)]
    expect(await answers()).toEqual(['a', 'a'])
    await database.pool.query(`drop index ${schema}.issue_search_words`)
    expect(await answers()).toEqual(['a', 'a'])
  })

  it('is migrated where extensions may not be made and none is there', async () => {
    const name = `${database.schema()}_db`
    const role = `${name}_role`
    await database.pool.query(`create database ${name}`)
    await database.pool.query(`create role ${role}`)
    const url = new URL(process.env.MISHAP_TEST_DATABASE_URL ?? '')
    url.pathname = `/${name}`
    const connect = (options: string) => {
      const pool = new pg.Pool({ connectionString: url.href, max: 2, options })
      // What is still being closed when its database goes is cut off.
      pool.on('connect', (client) => client.on('error', () => {}))
      pool.on('error', () => {})
      return pool
    }
    const [admin, poor] = [connect(''), connect(`-c role=${role}`)]
    try {
      await admin.query('revoke create on schema public from public')
      await admin.query(`create schema mishap authorization ${role}`)
      const storage = pgStorage({ pool: poor })
      await storage.migrate()
      const { rows } = await admin.query(`select indexname from pg_indexes where indexname = 'issue_search_words'`)
      expect(rows).toEqual([])
    } finally {
      await poor.end()
      await admin.end()
      await database.pool.query(`drop database ${name} with (force)`)
      await database.pool.query(`drop role ${role}`)
    }
  }, 240_000)
})
