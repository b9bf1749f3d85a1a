/** The pool with a list of every statement that was asked of it outside of transactions. */
export function recordingPool(pool) {
  const statements = []
  return {
    statements,
    query: (query) => {
      statements.push(query)
      return pool.query(query)
    },
    connect: () => pool.connect(),
  }
}

/**
 * Milliseconds of the statement in the database, with its planning unless the connection prepares it; 0 of what changes
 * something.
 */
export async function explain(pool, { text, values = [], name }) {
  if (!/^\s*(select|with)/i.test(text) || /\b(insert into|update|delete from)\b/i.test(text)) return 0
  const { rows } = await pool.query({ text: `explain (analyze, timing off, format json) ${text}`, values })
  const [plan] = rows[0]['QUERY PLAN']
  return plan['Execution Time'] + (name === undefined ? plan['Planning Time'] : 0)
}

/** The same in words, with the statement. */
export async function planOf(pool, { text, values = [] }) {
  if (!/^\s*(select|with)/i.test(text)) return text
  const { rows } = await pool.query({ text: `explain (analyze, buffers) ${text}`, values })
  return [text, ...rows.map((row) => row['QUERY PLAN'])].join('\n')
}
