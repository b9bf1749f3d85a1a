import { readFileSync } from 'node:fs'
import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, sleep, startServer } from '../server.mjs'

const SAMPLE_MS = 10_000
const MiB = 1024 * 1024

/** Nothing fails: steady load for as many minutes as were asked for, and what the memory of the process does meanwhile. */
export async function soak({ postgres, soakMinutes, tempDir, closers }) {
  const databaseUrl = await postgres.newDatabase('soak')
  const dataDir = tempDir()
  const server = await startServer({ args: ['--data', dataDir], env: { DATABASE_URL: databaseUrl } })
  closers.push(server.stop)
  const ledger = createLedger()
  const project = await makeProject(server.url)
  const load = startLoad({ urls: [server.url], project, ledger, closers })
  const samples = []
  for (const from = Date.now(); Date.now() - from < soakMinutes * 60_000; ) {
    await sleep(SAMPLE_MS)
    samples.push({ minutes: (Date.now() - from) / 60_000, mib: residentBytes(server.pid()) / MiB })
  }
  await load.stop()
  const figures = await compare({ databaseUrl, ledger, buffer: { MISHAP_DATA_DIR: dataDir } })
  // The first third is warming up.
  const settled = samples.slice(Math.floor(samples.length / 3))
  const mib = settled.map((sample) => Math.round(sample.mib))
  return {
    soakMinutes,
    residentMiB: { first: mib[0], last: mib.at(-1), least: Math.min(...mib), most: Math.max(...mib) },
    slopeMiBAnHour: Math.round(slope(settled) * 60 * 10) / 10,
    ...figures,
  }
}

function residentBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

/** Of the line of least squares, in MiB a minute. */
function slope(samples) {
  const mean = (key) => samples.reduce((sum, sample) => sum + sample[key], 0) / samples.length
  const [x, y] = [mean('minutes'), mean('mib')]
  const over = samples.reduce((sum, { minutes, mib }) => sum + (minutes - x) * (mib - y), 0)
  return over / samples.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0)
}
