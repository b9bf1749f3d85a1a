import pg from 'pg'
import { otherVersions, startPostgres } from '../../scripts/services/postgres.mjs'

/**
 * The PostgreSQL server to measure against: that of DATABASE_URL or MISHAP_TEST_DATABASE_URL, else a throw-away one of
 * the machine's own programs, or npm's, with the durability that a real one has.
 */
export async function obtainCluster() {
  const given = process.env.DATABASE_URL || process.env.MISHAP_TEST_DATABASE_URL
  if (given) return { url: given, stop: async () => undefined }
  const [, binDir = null] = otherVersions().at(-1) ?? []
  const cluster = await startPostgres(binDir)
  const client = new pg.Client({ connectionString: cluster.url })
  await client.connect()
  // The tests' servers go without; these settings need no restart.
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit'])
    await client.query(`alter system reset ${name}`)
  await client.query('select pg_reload_conf()')
  await client.end()
  return cluster
}
