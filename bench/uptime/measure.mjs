import { fork } from 'node:child_process'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createApp, nextSlot, nodeProber } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import { percentiles } from '../lib/load-parts.mjs'
import { memory } from '../lib/process-figures.mjs'

const HANGING = 1000
/** Before figures count: programs warm up, and hanging targets pile up. */
const WARM_UP_SECONDS = 20
const quiet = { debug() {}, info() {}, warn: console.error, error: console.error }

/** Watches for so many seconds and tells how much later than due checks began, of what answers and of what does not. */
export async function measureWatch(clusterUrl, { variant, monitors, intervalSeconds, seconds }) {
  const targets = await startTargets()
  const schema = `mishap_bench_uptime_${process.pid}`
  const pool = new pg.Pool({ connectionString: clusterUrl, max: 6 })
  try {
    const storage = pgStorage({ pool, schema })
    await storage.migrate()
    await storage.maintain({ now: new Date(), retentionDays: 2 })
    const organizationId = await anOrganization(storage)
    const urls = Array.from({ length: monitors }, (_, index) => urlOf(variant, index, targets))
    await fill(pool, schema, { organizationId, urls, intervalSeconds, base: storage })
    const late = { answering: [], silent: [] }
    const seen = watched(storage, late, targets.silent)
    const prober = nodeProber({ allowPrivate: true, ...(variant === 'dead-dns' && { nameServers: [targets.deaf] }) })
    const app = createApp({ url: 'http://localhost:8000', storage: seen.storage, prober, logger: quiet })
    await app.work()
    await sleep(WARM_UP_SECONDS * 1000)
    for (const all of Object.values(late)) all.length = 0
    seen.kept = 0
    const [cpu, startedAt] = [process.cpuUsage(), performance.now()]
    await sleep(seconds * 1000)
    const { user, system } = process.cpuUsage(cpu)
    const elapsed = (performance.now() - startedAt) / 1000
    const result = {
      ...{ scenario: 'uptime', variant, monitors, intervalSeconds, seconds: Math.round(elapsed) },
      checksPerSecond: Math.round(seen.kept / elapsed),
      wantedPerSecond: Math.round(monitors / intervalSeconds),
      late: percentiles(late.answering),
      lateOfSilent: late.silent.length === 0 ? null : percentiles(late.silent),
      cores: Math.round((user + system) / elapsed / 1e4) / 100,
      ...{ rssMb: memory(process.pid).now, load: loadavg()[0] },
    }
    await app.stop()
    return result
  } finally {
    targets.child.kill('SIGTERM')
    await pool.query(`drop schema if exists "${schema}" cascade`)
    await pool.end()
  }
}

function urlOf(variant, index, { port, silent }) {
  if (variant === 'hanging' && index < HANGING) return `http://127.0.0.1:${silent}/`
  // A name of its own each: nothing is gained by asking once for all of them.
  if (variant === 'dead-dns' && index % 2 === 0) return `http://m${index}.bench.test:${port}/`
  return `http://127.0.0.1:${port}/`
}

async function anOrganization(storage) {
  const about = { email: 'bench@example.com', name: 'Bench', passwordHash: null, isSuperuser: false }
  const { id: ownerId } = await storage.users.create(about)
  return (await storage.organizations.create({ name: 'Bench', slug: 'bench', ownerId })).id
}

/** The first is made as anybody makes one, the others are copies of it, each at its place in the interval. */
async function fill(pool, schema, { organizationId, urls, intervalSeconds, base }) {
  const setup = {
    ...{ projectId: null, name: 'm', type: 'GET', url: urls[0], intervalSeconds, timeoutSeconds: null },
    ...{ expectedStatus: 200, expectedBody: '', confirmationThreshold: 3, recoveryThreshold: 1, retrySeconds: null },
    ...{ degradedAfterMs: null, certificateDays: null, isPaused: false, request: null, assertions: [], group: '' },
    ...{ tags: [], parentId: null, remindSeconds: null, dns: null, cron: null },
  }
  const { id } = await base.monitors.create(organizationId, setup, new Date())
  const { rows } = await pool.query(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
     where table_schema = $1 and table_name = 'monitors' and column_name not in ('id', 'url', 'next_check_at')`,
    [schema],
  )
  const [{ columns }] = rows
  await pool.query(
    `insert into "${schema}".monitors (url, ${columns})
     select u.url, ${columns} from "${schema}".monitors m, unnest($2::text[]) as u(url) where m.id = $1`,
    [id, urls.slice(1)],
  )
  const all = await pool.query(`select id from "${schema}".monitors`)
  const slots = all.rows.map((row) => nextSlot(new Date(), { number: Number(row.id), intervalSeconds }))
  await pool.query(
    `update "${schema}".monitors m set next_check_at = u.at
     from unnest($1::bigint[], $2::timestamptz[]) as u(id, at) where m.id = u.id`,
    [all.rows.map((row) => row.id), slots],
  )
  await pool.query(`analyze "${schema}".monitors`)
}

/** The storage, with a look at what is claimed and kept. */
function watched(storage, late, silentPort) {
  const seen = {
    kept: 0,
    storage: {
      ...storage,
      monitors: {
        ...storage.monitors,
        async claimDue(...asked) {
          const due = await storage.monitors.claimDue(...asked)
          const at = Date.now()
          for (const { monitor, slot } of due) {
            const isSilent = monitor.url.includes('.bench.test') || monitor.url.endsWith(`:${silentPort}/`)
            late[isSilent ? 'silent' : 'answering'].push(at - slot.getTime())
          }
          return due
        },
        async record(checked) {
          const stale = await storage.monitors.record(checked)
          seen.kept += checked.length - stale.size
          return stale
        },
      },
    },
  }
  return seen
}

/** A process of its own: what answers, what never does, and a name server that is deaf. */
async function startTargets() {
  const child = fork(fileURLToPath(new URL('targets.mjs', import.meta.url)))
  const ports = await new Promise((ready) => child.once('message', ready))
  return { child, ...ports }
}
