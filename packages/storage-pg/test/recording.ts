import type pg from 'pg'
import { type PgClient, type PgPool, type PgQuery, type PgResult, pgStorage } from '../src/index.js'
import type { TestDatabase } from './schemas.js'

/** What went through the pool since the lists were last emptied. */
export interface Recording extends PgPool {
  readonly statements: PgQuery[]
  /** SQLSTATEs of the statements that failed. */
  readonly failures: string[]
}

export function recordingPool(pool: pg.Pool): Recording {
  const statements: PgQuery[] = []
  const failures: string[] = []
  const query =
    (target: Pick<PgPool, 'query'>) =>
    async (one: PgQuery): Promise<PgResult> => {
      statements.push(one)
      try {
        return await target.query(one)
      } catch (error) {
        failures.push(String((error as { code?: unknown }).code))
        throw error
      }
    }
  return {
    statements,
    failures,
    query: query(pool),
    async connect(): Promise<PgClient> {
      const client = await pool.connect()
      return {
        query: query(client),
        on: (event, listener) => client.on(event, listener),
        removeListener: (event, listener) => client.removeListener(event, listener),
        release: (destroy) => client.release(destroy),
      }
    },
  }
}

/** A storage in a schema of its own, to be migrated still, whose statements are recorded. */
export function recordedStorage(database: TestDatabase) {
  const recording = recordingPool(database.pool)
  const schema = database.schema()
  return { recording, schema, storage: pgStorage({ pool: recording, schema }) }
}
