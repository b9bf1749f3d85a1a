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

/** How many rows a statement that was run looked at in tables and indexes, those among them that it left out. */
export function rowsLookedAt(plan: string): number {
  let [sum, loops] = [0, 0]
  for (const line of plan.split('\n')) {
    // From PostgreSQL 18 on rows are told with decimals, as the mean of the loops.
    const node = /^\s*(?:->\s*)?(.*?) \(actual rows=([\d.]+) loops=(\d+)\)/.exec(line)
    const isTable = node !== null && /^(Parallel )?(Seq|Index|Index Only|Bitmap Heap) Scan/.test(node[1] ?? '')
    if (node !== null) loops = isTable ? Number(node[3]) : 0
    if (isTable) sum += Math.round(Number(node[2]) * loops)
    sum += Number(/Rows Removed by (?:Filter|Index Recheck): (\d+)/.exec(line)?.[1] ?? 0) * loops
  }
  return sum
}
