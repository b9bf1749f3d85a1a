import { afterEach, describe, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import pg from 'pg'
import { aDatabase, dropDatabases, serviceUrl } from './support/database.js'
import { anEvent, envelopeOf, newId, post } from './support/envelope.js'
import { type Environment, runCli, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { aPlace, issuesWhen, type Place, startServerWithAdmin, until } from './support/world.js'

const KEYS = 'mishap:{ingest}:'
/** Redis is asked for what the dead left behind only after 30 s, and a busy machine is slow to store it. */
const TAKE_OVER_MS = 120_000

// A worker that lives on would take what is the next test's.
afterEach(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

let redisDatabase = 0

/** A PostgreSQL database and a Redis database of the test's own. */
async function shared(): Promise<Environment> {
  const redis = new URL(serviceUrl('MISHAP_TEST_REDIS_URL'))
  redisDatabase += 1
  redis.pathname = `/${redisDatabase}`
  const client = new Redis(redis.href)
  await client.flushdb()
  client.disconnect()
  return { DATABASE_URL: await aDatabase(), REDIS_URL: redis.href, SECRET_KEY: 's'.repeat(32) }
}

const start = (role: string, env: Environment) => startServerWithAdmin({ env, args: ['--role', role] })

describe('web and worker processes', () => {
  it('lose nothing and count nothing twice when one of each is killed under load', async () => {
    const env = await shared()
    const servers = await Promise.all(['web', 'web', 'worker', 'worker'].map((role) => start(role, env)))
    const [web, otherWeb, worker] = servers as [TestServer, TestServer, TestServer]
    const place = await aPlace(web)
    const acknowledged = new Set<string>()
    const load = new AbortController()
    const clients = [web, otherWeb, web, otherWeb].map((to) => sendUntil(load.signal, place, to, acknowledged))
    await until(async () => acknowledged.size > 200)
    await worker.kill()
    await until(async () => acknowledged.size > 400)
    await otherWeb.kill()
    await until(async () => acknowledged.size > 600)
    load.abort()
    await Promise.all(clients)
    const stored = await idsWhen(env, (ids) => ids.length >= acknowledged.size)
    expect([...acknowledged].filter((id) => !stored.includes(id))).toEqual([])
    expect(new Set(stored).size).toBe(stored.length)
    await issuesWhen(place, ([issue]) => issue?.count === String(stored.length))
  }, 480_000)

  it('do each its own part', async () => {
    const env = await shared()
    const web = await start('web', env)
    const place = await aPlace(web)
    expect((await post(place, envelopeOf(anEvent()))).status).toBe(200)
    expect(await waiting(env)).toBe(1)
    const worker = await start('worker', env)
    await issuesWhen(place, ([issue]) => issue?.count === '1')
    // What is stored is seen before it is forgotten in Redis.
    await until(async () => (await waiting(env)) === 0)
    expect(await (await fetch(`${worker.url}/_health/`)).text()).toBe('ok')
    expect((await fetch(`${worker.url}/api/0/organizations/`)).status).toBe(404)
    expect((await fetch(`${web.url}/_health/`)).status).toBe(200)
  })

  it('write the counts of what a web refused when it is stopped', async () => {
    const env = await shared()
    const web = await start('web', env)
    const place = await aPlace(web)
    const wrongKey = { path: `/api/${place.projectId}/envelope/?sentry_key=${'0'.repeat(32)}` }
    expect((await post(place, envelopeOf(anEvent()), wrongKey)).status).toBe(403)
    expect(await web.stop()).toBe(0)
    expect(await query(env, 'select reason, quantity::int from mishap.project_outcomes')).toEqual([
      { reason: 'unknown_key', quantity: 1 },
    ])
  })
})

describe('mishap buffer', () => {
  it('lists what could not be stored and lets it be stored once more, while the workers run', async () => {
    const env = await shared()
    const web = await start('web', env)
    const place = await aPlace(web)
    expect((await post(place, envelopeOf(anEvent()))).status).toBe(200)
    // As the drain does with one that it cannot store.
    const client = new Redis(env.REDIS_URL ?? '')
    const [[id, [, head, , body]]] = (await client.xrange(`${KEYS}records`, '-', '+')) as [[string, string[]]]
    const aside = JSON.stringify({ ...JSON.parse(head ?? ''), asideMessage: 'a stage failed' })
    await client.xadd(`${KEYS}aside`, '*', 'h', aside, 'b', body ?? '')
    await client.xdel(`${KEYS}records`, id)
    client.disconnect()
    await start('worker', env)
    const dead = await runCli(['buffer', 'dead', '--buffer', 'redis', '--json'], env)
    expect(JSON.parse(dead.stdout)).toMatchObject({ dead: [{ projectId: place.projectId, error: 'a stage failed' }] })
    expect((await runCli(['queues', '--buffer', 'redis'], env)).stdout).toMatch(/^Waiting: 0 requests/)
    expect((await runCli(['queues', '--data', tempDir()], env)).stdout).toMatch(/^Waiting: see .*say --buffer redis/)
    const replay = await runCli(['buffer', 'replay', '--buffer', 'redis'], env)
    expect(replay).toEqual({ code: 0, stdout: '1 requests wait to be stored again.\n', stderr: '' })
    await issuesWhen(place, ([issue]) => issue?.count === '1')
    expect((await runCli(['buffer', 'dead', '--buffer', 'redis'], env)).stdout).toBe('Nothing is set aside.\n')
  })

  it('says that a journal belongs to the server that runs on it', async () => {
    const server = await startServerWithAdmin()
    const busy = await runCli(['buffer', 'dead', '--data', server.dataDir])
    expect([busy.code, busy.stderr]).toEqual([1, expect.stringMatching(/process \d+\) holds its journal\. Stop it/)])
    await server.stop()
    const idle = await runCli(['buffer', 'dead', '--data', server.dataDir])
    expect(idle).toEqual({ code: 0, stdout: 'Nothing is set aside.\n', stderr: '' })
  })
})

/** One client after another event; a broken connection is what it has to live with. */
async function sendUntil(signal: AbortSignal, place: Place, to: TestServer, acknowledged: Set<string>): Promise<void> {
  const path = `${to.url}/api/${place.projectId}/envelope/?sentry_key=${place.publicKey}`
  while (!signal.aborted) {
    const event_id = newId()
    // Null where nobody listens any more.
    const response = await post(place, envelopeOf(anEvent({ event_id })), { path }).catch(() => null)
    if (response === null) return
    if (response.status === 200) acknowledged.add(event_id)
    else if (response.status !== 429) throw new Error(`refused with ${response.status}`)
  }
}

async function idsWhen(env: Environment, isThere: (ids: readonly string[]) => boolean): Promise<readonly string[]> {
  for (const deadline = Date.now() + TAKE_OVER_MS; ; await new Promise((wake) => setTimeout(wake, 200))) {
    const rows = await query<{ id: string }>(env, 'select event_id as id from mishap.events')
    const ids = rows.map(({ id }) => id.replaceAll('-', ''))
    if ((isThere(ids) && (await waiting(env)) === 0) || Date.now() > deadline) return ids
  }
}

async function waiting({ REDIS_URL = '' }: Environment): Promise<number> {
  const client = new Redis(REDIS_URL)
  try {
    return await client.xlen(`${KEYS}records`)
  } finally {
    client.disconnect()
  }
}

async function query<T extends object>({ DATABASE_URL }: Environment, sql: string): Promise<readonly T[]> {
  const client = new pg.Client(DATABASE_URL)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}
