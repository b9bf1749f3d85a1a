import type pg from 'pg'
import type { PgClient, PgPool, PgQuery, PgResult } from '../src/index.js'

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
