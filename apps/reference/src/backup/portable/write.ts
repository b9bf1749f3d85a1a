import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { AppliedMigration } from '@mishap/storage-pg'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { type CopiedSequence, type CopiedTable, rowsFileOf, writeContents } from './contents.js'
import { inTransaction, settle, takeTime } from './session.js'

/** Rows are mostly compressed payloads in hexadecimal digits: more than this costs much time and gains little. */
const LEVEL = 1

const SNAPSHOT = {
  begin: 'begin isolation level repeatable read read only',
  failed: 'The database cannot be copied',
}

/**
 * Copies the schema of Mishap into a new directory, as of one moment, while others go on reading and writing. What
 * `work` asks the same client is of that moment, too. Rejects with `unavailable` where database or disk do not go along.
 */
export async function writeTables<T>(
  pool: pg.Pool,
  dir: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const roots = await rootsOf(pool)
  return inTransaction(pool, SNAPSHOT, async (client) => {
    // Before the moment that the transaction sees: a partition that it sees is not dropped before it is read.
    await client.query(`lock table ${roots.join(', ')} in access share mode`)
    await takeTime(client)
    await settle(client)
    mkdirSync(dir, { mode: 0o700 })
    const { rows: migrations } = await client.query<AppliedMigration>(
      'select name, checksum from mishap.migrations order by name',
    )
    const tables: CopiedTable[] = []
    for (const table of await tablesOf(client)) {
      const rows = await writeRows(client, dir, table)
      if (rows === 0) rmSync(rowsFileOf(dir, table.name))
      // A day without rows is made when it gets some.
      if (rows > 0 || table.partition === null) tables.push({ ...table, rows })
    }
    // Numbers are given out outside of transactions: after all rows, so that none of these has a later one.
    writeContents(dir, { migrations, tables, sequences: await sequencesOf(client) })
    return work(client)
  })
}

/** Those that are no partitions, quoted; whoever locks them locks their partitions. */
async function rootsOf(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name
     from pg_class
     where relnamespace = 'mishap'::regnamespace and relkind in ('r', 'p') and not relispartition
     order by relname`,
  )
  return rows.map(({ name }) => `mishap.${pg.escapeIdentifier(name)}`)
}

/** Those that hold rows themselves. What PostgreSQL computes anew is left out. */
async function tablesOf(client: pg.PoolClient): Promise<readonly Omit<CopiedTable, 'rows'>[]> {
  const { rows } = await client.query<{
    name: string
    columns: string[]
    parent: string | null
    bounds: string
    indexes: string[]
  }>(
    `select c.relname as name,
       array(
         select a.attname::text
         from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum
       ) as columns,
       p.relname as parent,
       pg_get_expr(c.relpartbound, c.oid) as bounds,
       array(
         select coalesce(
           'alter table ' || c.oid::regclass || ' add constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid),
           pg_get_indexdef(x.indexrelid)
         )
         from pg_index x
         left join pg_constraint k on k.conindid = x.indexrelid and k.contype in ('p', 'u')
         where x.indrelid = c.oid
         order by x.indexrelid
       ) as indexes
     from pg_class c
     left join pg_inherits i on i.inhrelid = c.oid
     left join pg_class p on p.oid = i.inhparent
     where c.relnamespace = 'mishap'::regnamespace and c.relkind = 'r'
     order by c.relname`,
  )
  return rows.map(({ name, columns, parent, bounds, indexes }) => ({
    name,
    columns,
    partition: parent === null ? null : { of: parent, bounds, indexes },
  }))
}

async function writeRows(
  client: pg.PoolClient,
  dir: string,
  { name, columns }: Omit<CopiedTable, 'rows'>,
): Promise<number> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  const rows = client.query(copyStreams.to(`copy mishap.${pg.escapeIdentifier(name)} (${list}) to stdout`))
  const file = createWriteStream(rowsFileOf(dir, name), { flags: 'wx', mode: 0o600 })
  await pipeline(rows, createGzip({ level: LEVEL }), file)
  // How many there were is told after the last of them, and before the next answer.
  await client.query('select')
  return rows.rowCount
}

async function sequencesOf(client: pg.PoolClient): Promise<readonly CopiedSequence[]> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'mishap'::regnamespace and relkind = 'S' order by relname",
  )
  const sequences: CopiedSequence[] = []
  for (const { name } of rows) {
    const found = await client.query<Omit<CopiedSequence, 'name'>>(
      `select last_value::text as value, is_called as "isCalled" from mishap.${pg.escapeIdentifier(name)}`,
    )
    sequences.push(...found.rows.map((row) => ({ name, ...row })))
  }
  return sequences
}
