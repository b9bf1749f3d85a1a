import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, sleep, startServer, until } from '../server.mjs'

const HOUR_MS = 3_600_000
const STEPS_MS = [-HOUR_MS, -48 * HOUR_MS, 0]
const preload = new URL('../shift-clock.mjs', import.meta.url).href

/** The clock of the server steps back by an hour, then by two days, and forth again, with a kill at each. */
export async function clock({ postgres, long, tempDir, closers }) {
  const databaseUrl = await postgres.newDatabase('clock')
  const dataDir = tempDir()
  const file = join(dataDir, 'clock')
  writeFileSync(file, '0')
  const server = await startServer({
    args: ['--data', dataDir],
    env: { DATABASE_URL: databaseUrl, FAULTS_CLOCK_FILE: file },
    nodeArgs: ['--import', preload],
  })
  closers.push(server.stop)
  const ledger = createLedger()
  const load = startLoad({ urls: [server.url], project: await makeProject(server.url), ledger, closers })
  for (const step of STEPS_MS) {
    await sleep(long ? 5_000 : 1_500)
    writeFileSync(file, String(step))
    await sleep(long ? 5_000 : 1_000)
    // What is cut off is sent again, and known again only where it came by the same clock: the server must have looked.
    const taken = ledger.acknowledged.size
    await until(() => ledger.acknowledged.size > taken + 40, 90_000, 'a server whose clock was set takes events')
    await server.kill()
    await server.start()
  }
  await sleep(1_000)
  await load.stop()
  const figures = await compare({ databaseUrl, ledger, buffer: { MISHAP_DATA_DIR: dataDir } })
  return { stepsHours: STEPS_MS.map((ms) => ms / HOUR_MS), ...figures }
}
