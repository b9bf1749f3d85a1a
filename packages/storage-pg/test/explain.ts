import type pg from 'pg'
import type { PgQuery } from '../src/index.js'

export interface ExplainOptions {
  /** Runs the statement, to tell how many rows were read; what it changes is taken back. */
  readonly isRun?: boolean
  /** A statement that goes before, in the same transaction. */
  readonly settings?: string
}

/** How PostgreSQL answers a statement, as text. */
export async function explain(
  pool: pg.Pool,
  { text, values }: PgQuery,
  { isRun = false, settings = 'select 1' }: ExplainOptions = {},
): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query(`begin; ${settings}`)
    const { rows } = await client.query<{ 'QUERY PLAN': string }>({
      text: `explain (${isRun ? 'analyze, timing off, summary off, ' : ''}costs off) ${text}`,
      values: [...(values ?? [])],
    })
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  } finally {
    await client.query('rollback')
    client.release()
  }
}
