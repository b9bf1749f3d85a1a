import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { makeDatabase, serverPid, storedBytes } from './database.mjs'
import { cpuSeconds, memory, resetPeak, treeCpuSeconds } from './process-figures.mjs'
import { countStored, makeProject, startServer } from './server.mjs'

const SENDER = fileURLToPath(new URL('./load.mjs', import.meta.url))
const WARM_UP_EVENTS = 500
const POLL_MS = 100
/** After the drain, before what has settled is read. */
const SETTLE_MS = 2_000
/** A drain that makes no headway for so long has lost something. */
const STALLED_MS = 15_000

/**
 * One size of event against one database, on a fresh server with fresh data: warm up, send, wait until everything
 * accepted is stored, and read what it cost. `cluster` is null for the embedded default.
 */
export async function runScenario({ target, cluster, sizeKb, options }) {
  const database = cluster === null ? null : await makeDatabase(cluster.url)
  const server = await startServer({ databaseUrl: database?.url ?? null, cpuProfileDir: options.cpuProfileDir })
  try {
    const project = await makeProject(server)
    const task = { dsn: project.dsn, bytes: sizeKb * 1000, issues: options.issues, connections: options.connections }
    const stored = () => countStored(server, project.organization, options.issues)
    const warmUp = await send({ ...task, seconds: 10, events: WARM_UP_EVENTS, perSecond: null })
    await drained(stored, warmUp.accepted)

    const postgresPid = await serverPid(server.databaseUrl())
    const before = await figures(server, postgresPid)
    resetPeak(server.pid)
    const startedAt = performance.now()
    const { seconds, events, perSecond } = options
    const sent = await send({ ...task, seconds, events, perSecond })
    await drained(stored, warmUp.accepted + sent.accepted)
    const drainedMs = performance.now() - startedAt
    await new Promise((wake) => setTimeout(wake, SETTLE_MS))
    const after = await figures(server, postgresPid)
    return report({ target, sizeKb, options, sent, drainedMs, before, after })
  } finally {
    await server.stop()
    await database?.drop()
  }
}

function report({ target, sizeKb, options, sent, drainedMs, before, after }) {
  const { accepted, elapsedMs, rawBytes, gzipBytes, statuses, p50Ms, p95Ms, p99Ms, maxMs } = sent
  const per10k = (from, to) => (from === null || to === null ? null : round(((to - from) / accepted) * 10_000, 2))
  const storedPerEvent = (after.bytes - before.bytes) / accepted
  return {
    target,
    sizeKb,
    gzipKb: round(gzipBytes / 1000, 1),
    loop: options.perSecond === null ? `closed, ${options.connections} connections` : `open, ${options.perSecond}/s`,
    accepted,
    refused: Object.fromEntries(Object.entries(statuses).filter(([status]) => status !== '200')),
    acceptedPerSecond: round((accepted / elapsedMs) * 1000),
    drainedPerSecond: round((accepted / drainedMs) * 1000),
    p50Ms,
    p95Ms,
    p99Ms,
    maxMs,
    serverCpuSecondsPer10k: per10k(before.serverCpu, after.serverCpu),
    postgresCpuSecondsPer10k: per10k(before.postgresCpu, after.postgresCpu),
    peakRssMb: after.memory.peak,
    settledRssMb: after.memory.now,
    storedBytesPerEvent: round(storedPerEvent),
    storedBytesPerRawByte: round(storedPerEvent / rawBytes, 3),
  }
}

async function figures(server, postgresPid) {
  return {
    serverCpu: cpuSeconds(server.pid),
    postgresCpu: postgresPid === null ? null : treeCpuSeconds(postgresPid),
    memory: memory(server.pid),
    bytes: await storedBytes(server.databaseUrl()),
  }
}

function send(task) {
  const child = spawn(process.execPath, [SENDER, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Error('the sender failed'))))
  })
}

/** Resolves when so many events are stored. Rejects when more are, or when none are added for a while. */
async function drained(stored, wanted) {
  let last = -1
  let movedAt = performance.now()
  for (;;) {
    const count = await stored()
    if (count === wanted) return
    if (count > wanted) throw new Error(`${count} events are stored, but only ${wanted} were accepted`)
    if (count !== last) movedAt = performance.now()
    if (performance.now() - movedAt > STALLED_MS)
      throw new Error(`${wanted} events were accepted, but only ${count} are stored`)
    last = count
    await new Promise((wake) => setTimeout(wake, POLL_MS))
  }
}

function round(value, digits = 0) {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
