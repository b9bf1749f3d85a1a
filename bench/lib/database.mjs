import { readFileSync } from 'node:fs'
import pg from 'pg'

/** A new database beside the one that `url` names; `drop` removes it. */
export async function makeDatabase(url) {
  const name = `mishap_bench_${process.pid}_${Date.now()}`
  await withClient(url, (client) => client.query(`create database ${name}`))
  const made = new URL(url)
  made.pathname = `/${name}`
  return {
    url: made.href,
    drop: () => withClient(url, (client) => client.query(`drop database ${name} with (force)`)),
  }
}

/** Bytes of all tables of Mishap with their indexes and what is stored out of line. */
export async function storedBytes(url) {
  const { rows } = await withClient(url, (client) =>
    client.query(`
      select coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 as bytes
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'mishap' and c.relkind in ('r', 'm')`),
  )
  return rows[0].bytes
}

/** How many items have been dealt with, whatever became of them: the sum of all outcomes. */
export function countOutcomes(url) {
  return onePolled(url, 'select coalesce(sum(quantity), 0)::float8 as count from mishap.project_outcomes')
}

export function countEvents(url) {
  return onePolled(url, 'select count(*)::float8 as count from mishap.events')
}

/** Process id of the PostgreSQL server where it runs on this machine, else null. */
export function serverPid(url) {
  return withClient(url, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid')
    try {
      // Another machine, or another container, counts its processes otherwise: then that number is another program.
      const stat = readFileSync(`/proc/${rows[0].pid}/stat`, 'utf8')
      return stat.includes('(postgres)') ? Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) : null
    } catch {
      // No such process here.
      return null
    }
  })
}

async function onePolled(url, text) {
  const { rows } = await withClient(url, (client) => client.query(text))
  return rows[0].count
}

async function withClient(url, use) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
