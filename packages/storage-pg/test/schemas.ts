import { randomUUID } from 'node:crypto'
import type { Storage } from '@mishap/core'
import pg from 'pg'
import { pgStorage } from '../src/index.js'

/** Schemas of one test file, each with a storage in it, all gone after `close`. */
export interface TestDatabase {
  readonly pool: pg.Pool
  /** A name that nothing has yet. */
  schema(): string
  /** A migrated storage in a schema of its own. */
  storage(): Promise<Storage>
  close(): Promise<void>
}

export function openTestDatabase(options: { readonly max?: number } = {}): TestDatabase {
  const pool = new pg.Pool({ connectionString: serverUrl(), max: options.max ?? 12 })
  const schemas: string[] = []
  const schema = () => {
    const name = `mishap_test_${randomUUID().slice(0, 8)}`
    schemas.push(name)
    return name
  }
  return {
    pool,
    schema,
    async storage() {
      const storage = pgStorage({ pool, schema: schema() })
      await storage.migrate()
      return storage
    },
    async close() {
      // A schema has more than a hundred tables, days apart: one after the other takes longer than a hook may.
      await Promise.all(schemas.map((name) => pool.query(`drop schema if exists ${name} cascade`)))
      await pool.end()
    },
  }
}

/** Migrated storages, each in a database of its own. All are gone after `close`. */
export interface TestStorages {
  storage(): Promise<Storage>
  close(): Promise<void>
}

/** For a file that wants many storages: to copy a migrated database takes a tenth of migrating another one. */
export async function makeTestStorages(): Promise<TestStorages> {
  const template = `mishap_test_${randomUUID().slice(0, 8)}`
  await atServer(`create database ${template}`)
  const pools: pg.Pool[] = []
  const open = (name: string) => {
    const url = new URL(serverUrl())
    url.pathname = `/${name}`
    const pool = new pg.Pool({ connectionString: url.href, max: 12, idleTimeoutMillis: 500 })
    // What is still being closed when its database goes is cut off: in use, or idle.
    pool.on('connect', (client) => client.on('error', () => {}))
    pool.on('error', () => {})
    return pool
  }
  const first = open(template)
  await pgStorage({ pool: first }).migrate()
  await first.end()
  return {
    async storage() {
      const name = `${template}_${pools.length}`
      await atServer(`create database ${name} template ${template}`)
      const pool = open(name)
      pools.push(pool)
      return pgStorage({ pool })
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()))
      for (const index of pools.keys()) await atServer(`drop database ${template}_${index} with (force)`)
      await atServer(`drop database ${template} with (force)`)
    },
  }
}

async function atServer(statement: string): Promise<void> {
  const client = new pg.Client(serverUrl())
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function serverUrl(): string {
  const url = process.env.MISHAP_TEST_DATABASE_URL
  if (url !== undefined && url !== '') return url
  throw new Error(
    'These tests need PostgreSQL: run `npm test`, or set MISHAP_TEST_DATABASE_URL to a throw-away database',
  )
}
