import { randomBytes } from 'node:crypto'
import { cpSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { migrateTo, pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import { aDatabase, dropDatabases } from '../../../test/support/database.js'
import { removeTempDirs, tempDir } from '../../../test/support/temp-dir.js'
import { type Contents, readContents, writeContents } from './contents.js'
import { readTables } from './read.js'
import { inTransaction } from './session.js'
import { writeTables } from './write.js'

const ODD = 'a\\.\\N\\\\ \'quoted\' "twice" \t\r\n\v\u{1}\u{7f}\u{2028}💥 \\x00 ;--{}'
const BYTES = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256))
const ROLE = `mishap_role_${randomBytes(6).toString('hex')}`

const pools: pg.Pool[] = []
let source: pg.Pool
let copied: string

/** Names are told with their schema, also where it is called as the user is. */
async function aPool(options = ''): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: await aDatabase(), options: `-c search_path=public ${options}` })
  // What is still being closed when its database goes is cut off: in use, or idle.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}

/** Everything that is in the schema: rows, how it is made, and the numbers that come next. */
async function contentsOf(pool: pg.Pool): Promise<object> {
  const { rows: all } = await pool.query<{ name: string; bounds: string | null; made: string[] }>(MADE)
  const contents = new Map(all.map((table) => [table.name, { ...table, rows: [] as string[] }]))
  const asked = all.map(({ name }) => `select '${name}' as name, t::text as row from ${name} t`)
  const { rows } = await pool.query<{ name: string; row: string }>(`${asked.join(' union all ')} order by 1, 2`)
  for (const { name, row } of rows) contents.get(name)?.rows.push(row)
  const sequences = await pool.query(
    "select sequencename, last_value from pg_sequences where schemaname = 'mishap' order by 1",
  )
  // Days without rows are left out.
  const kept = [...contents.values()].filter(({ bounds, rows }) => bounds === null || rows.length > 0)
  return { tables: kept, sequences: sequences.rows }
}

/** Indexes of days are in the order in which they were made: PostgreSQL chooses by it between such as look alike. */
const MADE = `
select c.oid::regclass::text as name, pg_get_expr(c.relpartbound, c.oid) as bounds,
  array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = c.oid
        order by case when c.relispartition then indexrelid end, 1)
  || array(select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
           where conrelid = c.oid and contype <> 'n' order by conname)
  || array(select attname || ' ' || attstorage::text from pg_attribute
           where attrelid = c.oid and attnum > 0 order by attname) as made
from pg_class c
where c.relnamespace = 'mishap'::regnamespace and c.relkind in ('r', 'p')
order by 1`

const nothing = async () => {}

beforeAll(async () => {
  source = await aPool()
  const storage = pgStorage({ pool: source })
  await storage.migrate()
  await storage.maintain({ now: new Date(), retentionDays: 90 })
  await source.query(
    `insert into mishap.users (email, name, is_superuser, mails, options)
     values ('a@example.com', $1, true, $2, $3), ('b@example.com', '', false, '{}', '{}')`,
    [ODD, JSON.stringify({ [ODD.replaceAll('\u{1}', '')]: [1.5e300, null, ODD] }), `{"b" :1,  "b":"${'\\\\'}"}`],
  )
  await source.query(`insert into mishap.organizations (id, name, slug) overriding system value values (41, $1, $1)`, [
    ODD,
  ])
  await source.query(`select setval('mishap.organizations_id_seq', 9007199254740993)`)
  await source.query('insert into mishap.projects (organization_id, name, slug) values (41, $1, $1)', [ODD])
  await source.query(
    `insert into mishap.project_alerts (organization_id, project_id, name, triggers) values (41, 1, $1, $2)`,
    [ODD, [ODD, '', 'null', '{,}']],
  )
  await source.query('insert into mishap.blobs (key, stored_at, content) values ($1, $2, $3), ($4, $2, $5)', [
    ...[ODD, '0044-03-15T00:00:00.123Z', BYTES, '\\.', Buffer.alloc(0)],
  ])
  for (const table of ['monitor_minutes', 'monitor_hours'])
    await source.query(
      `insert into mishap.${table}
       select 41, n, current_date, now(), 1, 0, 0, 0, 0, 0, case n when 1 then '{}' else '{1,null,-3}'::int[] end,
         'infinity', 1, 'nan', 1, 1e-300, 1, 0.1::float8 + 0.2::float8, 1, 0, 1
       from generate_series(1, 2) n`,
    )
  await source.query(
    `insert into mishap.monitor_checks
     select 41, n, current_date + n, now(), n = 1, n = 1, case n when 2 then $1 end, $1
     from generate_series(0, 3) n`,
    [ODD],
  )
  copied = join(tempDir(), 'database')
  const counted = await writeTables(source, copied, async (client) => {
    await source.query("insert into mishap.organizations (id, name, slug) values (99, 'later', 'later')")
    return (await client.query('select from mishap.organizations')).rows.length
  })
  expect(counted).toBe(1)
  await source.query('delete from mishap.organizations where id = 99')
}, 240_000)

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await dropDatabases()
  const client = new pg.Client(process.env.MISHAP_TEST_DATABASE_URL)
  await client.connect()
  await client.query(`drop role if exists ${ROLE}`)
  await client.end()
  removeTempDirs()
}, 240_000)

describe('a portable copy of the database', () => {
  it('is the same again elsewhere, made by somebody who may do nothing but make a schema', async () => {
    const target = await aPool(`-c role=${ROLE}`)
    await source.query(`create role ${ROLE}; grant create on database ${databaseOf(target)} to ${ROLE}`)
    await readTables(target, copied, nothing)
    expect(await contentsOf(target)).toEqual(await contentsOf(source))
    expect(await pgStorage({ pool: target }).isMigrated()).toBe(true)
    await expect(readTables(target, copied, nothing)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of an older version is brought to this one', async () => {
    const [old, target] = [await aPool(), await aPool()]
    const { migrations } = readContents(copied)
    const before = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === '0035-alert-rules'),
    )
    await inTransaction(old, { begin: 'begin', failed: '' }, (client) => migrateTo(client, before))
    await old.query(
      `insert into mishap.organizations (name, slug) values ('a', 'a');
       insert into mishap.projects (organization_id, name, slug) values (1, 'a', 'a');
       insert into mishap.project_alerts (organization_id, project_id, name, uptime) values (1, 1, 'old', true)`,
    )
    const dir = join(tempDir(), 'old')
    await writeTables(old, dir, nothing)
    await readTables(target, dir, nothing)
    expect(await contentsOf(target)).toEqual(await contentsOf(old))
    await pgStorage({ pool: target }).migrate()
    const { rows } = await target.query('select name, triggers from mishap.project_alerts')
    expect(rows).toEqual([{ name: 'old', triggers: ['monitor_down', 'monitor_degraded', 'monitor_recovered'] }])
  })

  it('leaves nothing behind where it is damaged, of a newer version or not all of Mishap', async () => {
    const target = await aPool()
    const contents = readContents(copied)
    const { migrations, tables } = contents
    const refused = async (change: (dir: string) => void, said: RegExp) => {
      const dir = tempDir()
      cpSync(copied, dir, { recursive: true })
      change(dir)
      await expect(readTables(target, dir, nothing)).rejects.toThrow(said)
      expect((await target.query("select from pg_namespace where nspname = 'mishap'")).rows).toEqual([])
    }
    const changed = (change: Partial<Contents>) => (dir: string) => writeContents(dir, { ...contents, ...change })
    const own = { name: 'notes', columns: ['text'], rows: 0, partition: null }
    const later = { name: '9999-later', checksum: '' }
    await refused(changed({ migrations: [...migrations, later] }), /others: 9999-later\. Use the version/)
    await refused(changed({ tables: [...tables, own] }), /^Not tables of Mishap: notes\./)
    await refused(
      (dir) => truncateSync(join(dir, 'blobs.copy.gz'), 100),
      /^The database cannot be restored: table blobs: unexpected end/,
    )
  })
})

function databaseOf(pool: pg.Pool): string {
  return new URL(pool.options.connectionString ?? '').pathname.slice(1)
}
