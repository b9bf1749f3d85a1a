import { join } from 'node:path'
import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, sleep, startServer } from '../server.mjs'
import { spoilJournal } from '../spoil.mjs'

/** A server with a journal is killed, again and again, the end of its journal spoiled; then PostgreSQL goes away. */
export async function journal({ postgres, random, kills, outageMs, tempDir, closers }) {
  const databaseUrl = await postgres.newDatabase('journal')
  const dataDir = tempDir()
  const server = await startServer({ args: ['--data', dataDir], env: { DATABASE_URL: databaseUrl } })
  closers.push(server.stop)
  const ledger = createLedger()
  const load = startLoad({ urls: [server.url], project: await makeProject(server.url), ledger, closers })
  const spoiled = {}
  for (let kill = 0; kill < kills; kill++) {
    await sleep(random.between(200, 1_200))
    await server.kill()
    const what = spoilJournal(join(dataDir, 'journal'), random)
    spoiled[what] = (spoiled[what] ?? 0) + 1
    await server.start()
  }
  // A server remembers keys that it has seen, and so takes events without the database.
  await sleep(1_500)
  await postgres.stopped(outageMs)
  await sleep(1_000)
  await postgres.killed()
  await sleep(1_000)
  await load.stop()
  const figures = await compare({ databaseUrl, ledger, buffer: { MISHAP_DATA_DIR: dataDir } })
  return { kills, spoiled, outageMs, ...figures }
}
