import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, sleep, startServer } from '../server.mjs'
import { ownRedis } from '../services.mjs'

const ROLES = ['web', 'worker', 'web', 'worker']

/** Two web and two worker processes on Redis are killed in turns of chance; then PostgreSQL and Redis go away. */
export async function roles({ postgres, random, kills, outageMs, tempDir, closers }) {
  const databaseUrl = await postgres.newDatabase('roles')
  const redis = await ownRedis()
  closers.push(redis.stop)
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url }
  const dataDir = tempDir()
  const servers = []
  for (const role of ROLES) {
    const server = await startServer({ args: ['--role', role, '--data', dataDir], env })
    closers.push(server.stop)
    servers.push(server)
  }
  const urls = servers.filter((_, index) => ROLES[index] === 'web').map(({ url }) => url)
  const ledger = createLedger()
  const load = startLoad({ urls, project: await makeProject(urls[0]), ledger, closers })
  for (let kill = 0; kill < kills; ) {
    await sleep(random.between(200, 800))
    // Now and then all that can store, or all that can take, or everything at once.
    const first = random.below(ROLES.length)
    const victims = random.below(4) === 0 ? [first, (first + 1 + random.below(3)) % ROLES.length] : [first]
    await Promise.all(victims.map((victim) => servers[victim].kill()))
    await Promise.all(victims.map((victim) => servers[victim].start()))
    kill += victims.length
  }
  await sleep(1_500)
  await postgres.stopped(outageMs)
  await sleep(1_000)
  await redis.stopped(outageMs)
  await sleep(1_000)
  await Promise.all([postgres.killed(), redis.killed(500)])
  await sleep(1_000)
  await redis.hung(Math.min(outageMs, 5_000))
  await sleep(1_000)
  await load.stop()
  const figures = await compare({ databaseUrl, ledger, buffer: { ...env, MISHAP_BUFFER: 'redis' } })
  return { kills, outageMs, ...figures }
}
