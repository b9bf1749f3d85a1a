// A throw-away PostgreSQL: that of MISHAP_TEST_DATABASE_URL, else one of our own, started as the server starts its
// embedded one, from npm's programs or the machine's.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsup'
import { root } from '../build-steps.mjs'

/** Tests make many schemas and lose nothing that anybody wants back. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' }

const OLDEST_MAJOR = 14
const PACKAGED_MAJOR = 18

/** Needs the built core. Rejects with the reason where there is none to be had. */
export async function obtainPostgres() {
  const given = process.env.MISHAP_TEST_DATABASE_URL
  if (!given) return startPostgres(null)
  await ask({ connectionString: given }, ['select 1'])
  return { url: given, stop: async () => {} }
}

/** Programs of other major versions than the usual one's that happen to be on the machine: `[15, '/usr/lib/…/bin']`. */
export function otherVersions() {
  const dir = '/usr/lib/postgresql'
  return (existsSync(dir) ? readdirSync(dir) : [])
    .map((name) => [Number(name), join(dir, name, 'bin')])
    .filter(([major, bin]) => major >= OLDEST_MAJOR && major !== PACKAGED_MAJOR && existsSync(join(bin, 'initdb')))
}

/** Whether the machine has a `pg_dump` that the server at `url` takes: npm's programs come without one. */
export async function hasPgDump(url) {
  const [{ server_version }] = await ask({ connectionString: url }, ['show server_version'])
  const dir = '/usr/lib/postgresql'
  const versions = existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name, 'bin/pg_dump')) : []
  return ['pg_dump', ...versions].some((path) => {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    return status === 0 && Number(/(\d+)/.exec(stdout)?.[1]) >= Number.parseInt(server_version, 10)
  })
}

/** A server of our own, of the programs in `binDir`, or of those that are found. */
export async function startPostgres(binDir) {
  const openEmbeddedPostgres = await embeddedPostgres()
  const dataDir = await mkdtemp(join(tmpdir(), 'mishap-test-'))
  const options = { dataDir, binDir, logger: { ...console, debug() {} } }
  const first = await openEmbeddedPostgres(options)
  await ask(
    first.connection,
    Object.entries(SETTINGS).map(([name, value]) => `alter system set ${name} = '${value}'`),
  )
  await first.close()
  const server = await openEmbeddedPostgres(options)
  const { host, user, database, port } = server.connection
  return {
    url: `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    async stop() {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** `openEmbeddedPostgres` of the server, which is TypeScript. Needs the built core. */
export function embeddedPostgres() {
  bundled ??= bundle()
  return bundled
}

let bundled = null

/** In a directory of this process: others may be at it, too. */
async function bundle() {
  const outDir = join(root, 'node_modules/.cache/mishap-build', String(process.pid))
  await build({
    entry: { 'embedded-postgres': join(root, 'apps/reference/src/embedded-postgres/index.ts') },
    outDir,
    config: false,
    external: [/^[@a-z]/],
    format: 'esm',
    outExtension: () => ({ js: '.mjs' }),
    silent: true,
  })
  const { openEmbeddedPostgres } = await import(pathToFileURL(join(outDir, 'embedded-postgres.mjs')).href)
  rmSync(outDir, { recursive: true })
  return openEmbeddedPostgres
}

/** What the last of them answers. */
async function ask(connection, statements) {
  const pg = createRequire(join(root, 'apps/reference/package.json'))('pg')
  const client = new pg.Client(connection)
  await client.connect()
  try {
    let rows = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
