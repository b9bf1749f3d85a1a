import type pg from 'pg'
import type { PgClient, PgPool, PgQuery } from '../src/index.js'

/** Everything that went through the pool since `statements` was last emptied. */
export interface Recording extends PgPool {
  readonly statements: PgQuery[]
}

export function recordingPool(pool: pg.Pool): Recording {
  const statements: PgQuery[] = []
  const query = (target: Pick<PgPool, 'query'>) => (one: PgQuery) => {
    statements.push(one)
    return target.query(one)
  }
  return {
    statements,
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
