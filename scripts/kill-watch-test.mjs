// `node scripts/kill-watch-test.mjs [--seconds 45]`, part of `npm run test:kill`: two processes watch 500 monitors and are
// killed with -9 at random. No slot of a monitor may be checked twice, and none be lost but by a kill while it was checked.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { nextSlot } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import { obtainCluster } from '../bench/lib/cluster.mjs'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '45' } } })
const SECONDS = Math.min(Math.max(Number(values.seconds), 25), 600)
const MONITORS = 500
/** Longer than a claim of who has died lasts: eleven seconds with this timeout. */
const INTERVAL_MS = 12_000
const TIMEOUT_SECONDS = 1
/** So long a check is on its way, so that kills hit some. */
const ANSWER_MS = 250
/** From when it is due until a check is begun and kept, beside what the machine is seen to be behind. */
const SLACK_MS = 5_000
const LEAST_KILLS = 3

const schema = `mishap_kill_watch_${process.pid}`
const cluster = await obtainCluster()
const pool = new pg.Pool({ connectionString: cluster.url, max: 4 })
// A pool that has ended may still be closing a connection when its server stops.
pool.on('error', () => undefined)
const asked = []
const target = createServer(({ url }, response) => {
  asked.push({ id: url.slice(1), at: Date.now() })
  setTimeout(() => response.end('ok'), ANSWER_MS)
}).listen(0, '127.0.0.1')
const watchers = [null, null]
try {
  await once(target, 'listening')
  const ids = await makeMonitors(target.address().port)
  const startedAt = Date.now()
  await Promise.all(watchers.map((_, index) => startWatcher(index)))
  const kills = await killForAWhile()
  const endedAt = Date.now()
  await sleep(SLACK_MS)
  await compare(ids, { startedAt, endedAt, kills })
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const child of watchers) child?.kill('SIGKILL')
  target.closeAllConnections()
  target.close()
  await pool.query(`drop schema if exists "${schema}" cascade`)
  await pool.end()
  await cluster.stop()
}

async function makeMonitors(port) {
  const storage = pgStorage({ pool, schema })
  await storage.migrate()
  await storage.maintain({ now: new Date(), retentionDays: 2 })
  const owner = { email: 'kill@example.com', name: 'Kill', passwordHash: null, isSuperuser: false }
  const { id: ownerId } = await storage.users.create(owner)
  const { id: organizationId } = await storage.organizations.create({ name: 'Kill', slug: 'kill', ownerId })
  const setup = {
    ...{ projectId: null, name: 'm', type: 'GET', url: 'http://127.0.0.1/', intervalSeconds: INTERVAL_MS / 1000 },
    ...{ timeoutSeconds: TIMEOUT_SECONDS, expectedStatus: 200, expectedBody: '', confirmationThreshold: 1 },
    ...{ recoveryThreshold: 1, retrySeconds: null, degradedAfterMs: null, certificateDays: null, isPaused: false },
    ...{ request: null, assertions: [], cron: null, dns: null, group: '', tags: [], parentId: null },
    remindSeconds: null,
  }
  const ids = []
  for (let index = 0; index < MONITORS; index++)
    ids.push((await storage.monitors.create(organizationId, setup, new Date())).id)
  const slots = ids.map((id) => nextSlot(new Date(Date.now() + 5_000), slotsOf(id)))
  await pool.query(
    `update "${schema}".monitors m set url = 'http://127.0.0.1:${port}/' || m.id, next_check_at = u.at
     from unnest($1::bigint[], $2::timestamptz[]) as u(id, at) where m.id = u.id`,
    [ids, slots],
  )
  return ids
}

function slotsOf(id) {
  return { number: Number(id), intervalSeconds: INTERVAL_MS / 1000 }
}

async function startWatcher(index) {
  const child = fork(fileURLToPath(new URL('kill-watch/watcher.mjs', import.meta.url)), [cluster.url, schema])
  watchers[index] = child
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('it ended')))])
}

/** When each was killed. */
async function killForAWhile() {
  const kills = []
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end || kills.length < LEAST_KILLS) {
    await sleep(1000 + Math.random() * 3000)
    const index = Math.floor(Math.random() * watchers.length)
    const exited = once(watchers[index], 'exit')
    watchers[index].kill('SIGKILL')
    kills.push(Date.now())
    await exited
    await startWatcher(index)
  }
  return kills
}

async function compare(ids, { startedAt, endedAt, kills }) {
  const { rows } = await pool.query(`select monitor_id as id, at from "${schema}".monitor_checks`)
  const kept = countBySlot(rows.map(({ id, at }) => ({ id, at: at.getTime() })))
  const begun = countBySlot(asked)
  const twice = [...kept, ...begun].filter(([, count]) => count > 1)
  const lost = ids.flatMap((id) =>
    slotsBetween(id, startedAt + INTERVAL_MS, endedAt - SLACK_MS).filter((slot) => !kept.has(`${id} ${slot}`)),
  )
  const slackMs = SLACK_MS + Math.max(0, ...rows.map(({ id, at }) => at.getTime() - slotOf(id, at.getTime())))
  const unexplained = lost.filter((slot) => !kills.some((at) => at >= slot && at <= slot + slackMs))
  console.log(
    `${rows.length} checks kept of ${asked.length} begun, ${kills.length} kills, ${lost.length} slots lost by them`,
  )
  if (rows.length === 0) throw new Error('nothing was checked')
  if (twice.length > 0) throw new Error(`${twice.length} slots were checked twice, such as ${twice[0][0]}`)
  if (unexplained.length > 0) throw new Error(`${unexplained.length} slots were lost without a kill`)
  console.log('no slot was checked twice, and none was lost but to a kill: the next one is another process’s')
}

function countBySlot(checks) {
  const counts = new Map()
  for (const { id, at } of checks) {
    const slot = slotOf(id, at)
    counts.set(`${id} ${slot}`, (counts.get(`${id} ${slot}`) ?? 0) + 1)
  }
  return counts
}

/** The one that a check of that moment was for. */
function slotOf(id, at) {
  return nextSlot(new Date(at), slotsOf(id)).getTime() - INTERVAL_MS
}

function slotsBetween(id, start, end) {
  const slots = []
  for (let slot = nextSlot(new Date(start), slotsOf(id)).getTime(); slot < end; slot += INTERVAL_MS) slots.push(slot)
  return slots
}
