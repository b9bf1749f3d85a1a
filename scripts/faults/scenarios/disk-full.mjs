import { join } from 'node:path'
import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, sleep, startServer, until } from '../server.mjs'
import { smallDisk } from '../small-disk.mjs'

/** The disk of the journal fills up under load: nothing is taken until there is room again, and then everything is. */
export async function diskFull({ postgres, long, tempDir, closers }) {
  const databaseUrl = await postgres.newDatabase('disk_full')
  const dataDir = tempDir()
  const disk = smallDisk(join(dataDir, 'journal'))
  closers.push(disk.close)
  const server = await startServer({ args: ['--data', dataDir], env: { DATABASE_URL: databaseUrl } })
  closers.push(server.stop)
  const ledger = createLedger()
  const load = startLoad({
    urls: [server.url],
    project: await makeProject(server.url),
    ledger,
    closers,
    withSdk: false,
  })
  const fills = long ? 8 : 2
  for (let fill = 0; fill < fills; fill++) {
    await sleep(1_000)
    disk.fill(server.pid())
    const refused = () => ledger.refusals()[429] ?? 0
    const before = refused()
    await until(() => refused() > before + 20, 90_000, 'a full disk refuses')
    // A server that dies while the disk is full starts again, and takes nothing.
    if (fill % 2 === 1) {
      await server.kill()
      await server.start()
      disk.fill(server.pid())
      await sleep(500)
    }
    disk.empty(server.pid())
    const taken = ledger.acknowledged.size
    await until(() => ledger.acknowledged.size > taken + 20, 90_000, 'a disk with room again takes events')
  }
  await load.stop()
  const figures = await compare({ databaseUrl, ledger, buffer: { MISHAP_DATA_DIR: dataDir } })
  return { disk: disk.kind, fills, ...figures }
}
