// `npm run test:faults [-- --long --kills 30]`: steady load from clients on a server with a journal, then on web and worker
// processes on Redis, while they are killed with -9 at random, PostgreSQL is out of reach and Redis is killed for some
// seconds (60 with `--long`), and the end of the journal is torn. Asks in the end for every event that was acknowledged.
// Ends only what it started itself.
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './build-steps.mjs'
import { compare } from './faults/compare.mjs'
import { startLoad } from './faults/load.mjs'
import { CLI, makeProject, sleep, startServer } from './faults/server.mjs'
import { gateTo, ownRedis } from './faults/services.mjs'
import { startPostgres } from './services/postgres.mjs'

const { values } = parseArgs({
  options: { long: { type: 'boolean', default: false }, kills: { type: 'string', default: '30' } },
})
const KILLS = Math.max(2, Math.min(Number(values.kills), 200))
const OUTAGE_MS = values.long ? 60_000 : 6_000
/** A frame of the journal whose end never reached the disk. */
const TORN = Buffer.concat([Buffer.alloc(20, 1), Buffer.from('["torn')])

const closers = []
try {
  if (!existsSync(CLI)) throw new Error('The server is not built: run `npm run build`.')
  const postgres = await startPostgres(null)
  closers.push(postgres.stop)
  const socketDir = new URL(postgres.url).searchParams.get('host')
  const gate = await gateTo(join(socketDir, '.s.PGSQL.5432'))
  closers.push(gate.close)
  const redis = await ownRedis()
  closers.push(redis.stop)
  await onJournal(postgres.url, gate)
  await onRedis(postgres.url, gate, redis)
  console.log('every acknowledged event is there exactly once')
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const close of closers.reverse()) await close()
}

async function onJournal(databaseUrl, gate) {
  const { direct, gated } = await newDatabase(databaseUrl, gate, 'journal')
  const dataDir = dirOfOurOwn()
  const kills = Math.floor(KILLS / 3)
  const start = () => startServer({ args: ['--port', '0', '--data', dataDir], env: { DATABASE_URL: gated } })
  let server = await start()
  closers.push(() => server.stop())
  const load = startLoad(() => server.url, await makeProject(server.url))
  for (let kill = 0; kill < kills; kill++) {
    await sleep(300 + Math.random() * 1000)
    await server.kill()
    const journal = join(dataDir, 'journal')
    const newest = readdirSync(journal)
      .filter((name) => name.endsWith('.journal'))
      .sort()
      .at(-1)
    if (newest !== undefined) appendFileSync(join(journal, newest), TORN)
    server = await start()
  }
  // A server remembers keys that it has seen, and so takes events without the database.
  await sleep(1_500)
  await gate.away(OUTAGE_MS)
  await sleep(1_000)
  const told = await load.stop()
  console.log(`journal: ${kills} kills with a torn end each, PostgreSQL away for ${OUTAGE_MS / 1000} s; ${told}`)
  await compare('journal', direct, load.acknowledged)
}

async function onRedis(databaseUrl, gate, redis) {
  const { direct, gated } = await newDatabase(databaseUrl, gate, 'roles')
  const dataDir = dirOfOurOwn()
  const env = { DATABASE_URL: gated, REDIS_URL: redis.url }
  const start = (role) => startServer({ args: ['--role', role, '--port', '0', '--data', dataDir], env })
  const kills = Math.ceil((KILLS * 2) / 3)
  const roles = ['web', 'worker', 'web', 'worker']
  const servers = []
  for (const role of roles) servers.push(await start(role))
  closers.push(() => Promise.all(servers.map((server) => server.stop())))
  const load = startLoad((index) => servers[(index % 2) * 2].url, await makeProject(servers[0].url))
  for (let kill = 0; kill < kills; kill++) {
    await sleep(200 + Math.random() * 600)
    const victim = kill % roles.length
    await servers[victim].kill()
    servers[victim] = await start(roles[victim])
  }
  // A server remembers keys that it has seen, and so takes events without the database.
  await sleep(1_500)
  await gate.away(OUTAGE_MS)
  await sleep(1_000)
  await redis.away(OUTAGE_MS)
  await sleep(6_000)
  const told = await load.stop()
  console.log(
    `roles: ${kills} kills of web and worker, PostgreSQL and Redis away for ${OUTAGE_MS / 1000} s each; ${told}`,
  )
  await compare('roles', direct, load.acknowledged)
}

/** By the socket for us, through the gate for the servers. */
async function newDatabase(serverUrl, gate, name) {
  const pg = createRequire(join(root, 'apps/reference/package.json'))('pg')
  const client = new pg.Client(serverUrl)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const direct = new URL(serverUrl)
  direct.pathname = `/${name}`
  return { direct: direct.href, gated: `postgres://${direct.username}@127.0.0.1:${gate.port}/${name}` }
}

function dirOfOurOwn() {
  const dir = mkdtempSync(join(tmpdir(), 'mishap-faults-'))
  closers.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
