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
  const url = process.env.MISHAP_TEST_DATABASE_URL
  if (url === undefined || url === '')
    throw new Error(
      'These tests need PostgreSQL: run `npm test`, or set MISHAP_TEST_DATABASE_URL to a throw-away database',
    )
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 12 })
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
