// `npm run test:faults [-- --long --seed 7 --only journal,roles --kills 30]`: steady load from a real SDK and from plain
// HTTP, while servers, PostgreSQL, Redis, the disk and the clock fail. Asks in the end for every event that was
// acknowledged, and whether every counter says what the rows say. Short, it takes about 90 s; with `--long` outages take
// 60 s. `--soak 30` does nothing but send for as many minutes, and tells what the memory did. Prints a line for each scenario and all figures as a line of JSON. Ends only what it started itself.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomOf } from './faults/random.mjs'
import { clock } from './faults/scenarios/clock.mjs'
import { diskFull } from './faults/scenarios/disk-full.mjs'
import { journal } from './faults/scenarios/journal.mjs'
import { poison } from './faults/scenarios/poison.mjs'
import { roles } from './faults/scenarios/roles.mjs'
import { soak } from './faults/scenarios/soak.mjs'
import { stop } from './faults/scenarios/stop.mjs'
import { CLI } from './faults/server.mjs'
import { ownPostgres } from './faults/services.mjs'

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    kills: { type: 'string' },
    only: { type: 'string' },
    soak: { type: 'string' },
  },
})

/** Two rows of scenarios, each with a PostgreSQL of its own, one beside the other. */
const LANES =
  values.soak === undefined
    ? [
        { journal, clock, 'disk-full': diskFull, poison },
        { roles, stop },
      ]
    : [{ soak }]
const OUTAGE_MS = values.long ? 60_000 : 4_000
const KILLS = Math.max(1, Math.min(Number(values.kills ?? (values.long ? 40 : 8)), 500))

if (!existsSync(CLI)) {
  console.error('The server is not built: run `npm run build`.')
  process.exit(1)
}
const started = new Set()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, endEarly)
const wanted = values.only?.split(',')
const scenarios = (await Promise.all(LANES.map(runLane))).flat()
console.log(JSON.stringify({ seed: Number(values.seed), long: values.long, scenarios }))
const failed = scenarios.filter(({ fault }) => fault !== undefined)
console.log(
  failed.length === 0 ? 'every acknowledged event is there exactly once' : `${failed.length} scenarios failed`,
)
process.exit(failed.length === 0 && scenarios.length > 0 ? 0 : 1)

/** Whoever ends us early leaves nothing of ours running. */
async function endEarly() {
  for (const close of [...started].reverse()) await close()
  process.exit(130)
}

async function runLane(lane) {
  const names = Object.keys(lane).filter((name) => wanted === undefined || wanted.includes(name))
  if (names.length === 0) return []
  const postgres = await ownPostgres()
  started.add(postgres.stop)
  try {
    const results = []
    for (const name of names) results.push(await runScenario(name, lane[name], postgres))
    return results
  } finally {
    started.delete(postgres.stop)
    await postgres.stop()
  }
}

async function runScenario(name, scenario, postgres) {
  const closers = []
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse())
      try {
        await close()
      } catch (error) {
        // What else was started must end all the same.
        console.error(error)
      }
  }
  started.add(closeAll)
  const tempDir = () => {
    const dir = mkdtempSync(join(tmpdir(), 'mishap-faults-'))
    closers.unshift(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }))
    return dir
  }
  const random = randomOf(Number(values.seed))
  const from = performance.now()
  const seconds = () => Math.round((performance.now() - from) / 1000)
  try {
    const about = { postgres, random, kills: KILLS, outageMs: OUTAGE_MS, long: values.long, tempDir, closers }
    const figures = await scenario({ ...about, soakMinutes: Number(values.soak) })
    console.log(`ok     ${name} in ${seconds()} s: ${JSON.stringify(figures)}`)
    return { name, seconds: seconds(), ...figures }
  } catch (error) {
    console.log(`FAILED ${name} in ${seconds()} s, seed ${values.seed}: ${error.stack}`)
    return { name, seconds: seconds(), fault: String(error.message) }
  } finally {
    started.delete(closeAll)
    await closeAll()
  }
}
