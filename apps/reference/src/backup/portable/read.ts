import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError } from '@mishap/core'
import { migrateTo } from '@mishap/storage-pg'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { type CopiedPartition, type CopiedSequence, type CopiedTable, readContents, rowsFileOf } from './contents.js'
import { inTransaction, settle, takeTime } from './session.js'

/**
 * Makes the schema of Mishap as it was copied, by the migrations that it had, with its rows; `check` looks at it before
 * it is kept. All of it or nothing: in one transaction. Needs no more rights than to make the schema. Rejects with
 * `conflict` where there is one already, with `config` where a newer version made the copy, and with `unavailable` where
 * it is damaged or the database does not do it.
 */
export async function readTables(
  pool: pg.Pool,
  dir: string,
  check: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const { migrations, tables, sequences } = readContents(dir)
  const filled = tables.filter(({ rows }) => rows > 0)
  await inTransaction(pool, { begin: 'begin', failed: 'The database cannot be restored' }, async (client) => {
    await takeTime(client)
    await migrateTo(client, migrations)
    await settle(client)
    // Rows come table by table, whatever they refer to; that all of them fit is looked at once, in the end.
    const keys = await dropForeignKeys(client)
    await emptyTables(client, tables)
    for (const table of filled) await readTable(client, dir, table)
    await client.query(keys.join(';'))
    for (const sequence of sequences) await setSequence(client, sequence)
    await check(client)
  })
  // Plans are made by it from the first statement on; the server would come to it by itself, later.
  await pool.query(`analyze ${filled.map(({ name }) => inSchema(name)).join(', ')}`)
}

/** Answers the statements that make them again. */
async function dropForeignKeys(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where connamespace = 'mishap'::regnamespace and contype = 'f' and conparentid = 0
     order by oid`,
  )
  await client.query(
    rows.map(({ table, name }) => `alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`).join(';'),
  )
  return rows.map(
    ({ table, name, definition }) => `alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`,
  )
}

/** Of what migrations put into them. Rejects with `conflict` where they have not made all that were copied. */
async function emptyTables(client: pg.PoolClient, tables: readonly CopiedTable[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'mishap'::regnamespace and relkind in ('r', 'p')",
  )
  const made = new Set(rows.map(({ name }) => name))
  const foreign = tables.map(({ name, partition }) => partition?.of ?? name).filter((name) => !made.has(name))
  if (foreign.length > 0)
    throw new AppError(
      'conflict',
      `Not tables of Mishap: ${foreign.join(', ')}. Take them out of tables.json of the backup to leave them behind.`,
    )
  await client.query([...made].map((name) => `delete from ${inSchema(name)}`).join(';'))
}

async function readTable(client: pg.PoolClient, dir: string, table: CopiedTable): Promise<void> {
  try {
    if (table.partition !== null) await makePartition(client, table.name, table.partition)
    const rows = await readRows(client, dir, table)
    if (rows !== table.rows) throw new Error(`${rows} rows of ${table.rows}`)
    if (table.partition !== null) await attachPartition(client, table.name, table.partition)
  } catch (error) {
    throw new Error(`table ${table.name}: ${(error as Error).message}`, { cause: error })
  }
}

/** A table that can become the partition. Filled before it has indexes, which is quicker. */
async function makePartition(client: pg.PoolClient, name: string, { of }: CopiedPartition): Promise<void> {
  await client.query(`create table ${inSchema(name)} (like ${inSchema(of)} including defaults including storage)`)
}

async function attachPartition(
  client: pg.PoolClient,
  name: string,
  { of, bounds, indexes }: CopiedPartition,
): Promise<void> {
  for (const index of indexes) await client.query(index)
  await client.query(`alter table ${inSchema(of)} attach partition ${inSchema(name)} ${bounds}`)
}

async function readRows(client: pg.PoolClient, dir: string, { name, columns }: CopiedTable): Promise<number> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  const rows = client.query(copyStreams.from(`copy ${inSchema(name)} (${list}) from stdin`))
  await pipeline(createReadStream(rowsFileOf(dir, name)), createGunzip(), rows)
  return rows.rowCount
}

async function setSequence(client: pg.PoolClient, { name, value, isCalled }: CopiedSequence): Promise<void> {
  await client.query('select setval($1::regclass, $2, $3)', [inSchema(name), value, isCalled])
}

function inSchema(name: string): string {
  return `mishap.${pg.escapeIdentifier(name)}`
}
