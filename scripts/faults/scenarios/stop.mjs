import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, sleep, startServer } from '../server.mjs'
import { ownRedis } from '../services.mjs'

/** Servers of each buffer are stopped politely, under load: while all is well, and while PostgreSQL or Redis hangs. */
export async function stop({ postgres, tempDir, closers }) {
  const redis = await ownRedis()
  closers.push(redis.stop)
  const databaseUrl = await postgres.newDatabase('stop')
  const env = { DATABASE_URL: databaseUrl, MISHAP_DATA_DIR: tempDir() }
  const onRedis = { ...env, REDIS_URL: redis.url, MISHAP_DATA_DIR: tempDir() }
  const start = async (about) => {
    const server = await startServer(about)
    closers.push(server.stop)
    return server
  }
  const all = await start({ env })
  const web = await start({ args: ['--role', 'web'], env: onRedis })
  const worker = await start({ args: ['--role', 'worker'], env: onRedis })
  const ledger = createLedger()
  const load = startLoad({ urls: [all.url, web.url], project: await makeProject(all.url), ledger, closers })
  const stops = {}
  const endAll = async (name, servers) => {
    stops[name] = await Promise.all(servers.map((server) => server.stop()))
  }
  const restart = async () => {
    for (const server of [all, web, worker]) await server.start()
    await sleep(1_000)
  }
  await sleep(1_000)
  await endAll('well', [all, web, worker])
  await restart()
  await postgres.hung(1_000, () => endAll('postgresHung', [all, web, worker]))
  await restart()
  await redis.hung(1_000, () => endAll('redisHung', [all, web, worker]))
  await restart()
  await load.stop()
  for (const [when, ends] of Object.entries(stops))
    for (const { code, ms } of ends)
      if (code !== 0) throw new Error(`a stop (${when}) ended with ${code} after ${ms} ms`)
  const figures = await compare({ databaseUrl, ledger, buffer: env })
  const stopMs = Object.fromEntries(Object.entries(stops).map(([when, ends]) => [when, ends.map(({ ms }) => ms)]))
  return { stopMs, ...figures }
}
