/** What a restored database is compared by. */
const TABLES = [
  'organizations',
  'projects',
  'users',
  'issues',
  'events',
  'attachments',
  'monitors',
  'monitor_checks',
  'releases',
]

interface Queries {
  query<T extends object>(sql: string): Promise<{ rows: T[] }>
}

export async function countRows(connection: Queries): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of TABLES) {
    const { rows } = await connection.query<{ count: string }>(`select count(*) as count from mishap.${table}`)
    counts[table] = Number(rows[0]?.count)
  }
  return counts
}

/** The schema that the extension is in of which the index for words is made; null where there is none. */
export async function trigramSchema(connection: Queries): Promise<string | null> {
  const { rows } = await connection.query<{ schema: string }>(
    `select n.nspname as schema
     from pg_extension e
     join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pg_trgm'`,
  )
  return rows[0]?.schema ?? null
}
