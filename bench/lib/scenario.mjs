import { performance } from 'node:perf_hooks'
import { countEvents, countOutcomes, makeDatabase, serverPid, storedBytes } from './database.mjs'
import { cpuSeconds, memory, resetPeak, treeCpuSeconds } from './process-figures.mjs'
import { startSender } from './sender.mjs'
import { makeProject, startServer } from './server.mjs'
import { yardstickUs } from './yardstick.mjs'

const POLL_MS = 50
/** A drain that makes no headway for so long has lost something. */
const STALLED_MS = 30_000

/**
 * One scenario against one database, on a fresh server with fresh data: warm up, then each round: send, wait until
 * everything accepted is dealt with, and read what it cost. Figures are medians of the rounds. `cluster` is null for the
 * embedded default.
 */
export async function runScenario({ target, cluster, scenario, options }) {
  const database = cluster === null ? null : await makeDatabase(cluster.url)
  const server = await startServer({ databaseUrl: database?.url ?? null, ...options })
  let sender = null
  try {
    const { dsn } = await makeProject(server)
    sender = await startSender({ dsn, scenario })
    const about = {
      server,
      sender,
      scenario,
      postgresPid: await serverPid(server.databaseUrl()),
      accepted: 0,
      errors: 0,
    }
    await oneRound(about, scenario.warmUp, null)
    const rounds = []
    for (let round = 0; round < scenario.rounds; round += 1)
      rounds.push(await oneRound(about, scenario.requests, scenario.perSecond))
    await mustBeStoredOnce(about)
    return {
      target,
      scenario: scenario.name,
      ...describe(scenario, rounds),
      ...medians(rounds),
      ...(await resting(about)),
    }
  } finally {
    sender?.stop()
    await server.stop()
    await database?.drop()
  }
}

async function oneRound(about, requests, perSecond) {
  const { server, sender, postgresPid } = about
  const yardstick = yardstickUs()
  const before = await figures(server, postgresPid)
  resetPeak(server.pid)
  const startedAt = performance.now()
  const sent = await sender.send(requests, perSecond)
  about.accepted += sent.accepted
  about.errors += sent.errors
  await drained(server, about.accepted)
  const drainedMs = performance.now() - startedAt
  const after = await figures(server, postgresPid)
  const per10k = (from, to) => (from === null || to === null ? null : ((to - from) / sent.accepted) * 10_000)
  return {
    refused: requests - sent.accepted,
    rawKb: sent.rawBytes / requests / 1000,
    wireKb: sent.wireBytes / requests / 1000,
    acceptedPerSecond: (sent.accepted / sent.elapsedMs) * 1000,
    drainedPerSecond: (sent.accepted / drainedMs) * 1000,
    p50Ms: sent.p50Ms,
    p99Ms: sent.p99Ms,
    maxMs: sent.maxMs,
    serverCpuSecondsPer10k: per10k(before.serverCpu, after.serverCpu),
    postgresCpuSecondsPer10k: per10k(before.postgresCpu, after.postgresCpu),
    peakRssMb: after.memory.peak,
    storedBytesPerRawByte: (after.bytes - before.bytes) / sent.rawBytes,
    yardstickUs: (yardstick + yardstickUs()) / 2,
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

/** Resolves when so many items are dealt with. Rejects when more are, or when none are added for a while. */
async function drained(server, wanted) {
  let last = -1
  let movedAt = performance.now()
  for (;;) {
    const count = await countOutcomes(server.databaseUrl())
    if (count === wanted) return
    if (count > wanted) throw new Error(`${count} items were dealt with, but only ${wanted} accepted`)
    if (count !== last) movedAt = performance.now()
    if (performance.now() - movedAt > STALLED_MS)
      throw new Error(`${wanted} items were accepted, but only ${count} dealt with`)
    last = count
    await new Promise((wake) => setTimeout(wake, POLL_MS))
  }
}

async function mustBeStoredOnce({ server, errors, accepted, scenario }) {
  const stored = await countEvents(server.databaseUrl())
  if (scenario.kinds.error === 1 && stored !== accepted)
    throw new Error(`${accepted} events were accepted and ${stored} are stored`)
  if (stored > errors) throw new Error(`${errors} events were sent and ${stored} are stored`)
}

/** Memory when nothing is left to do. */
async function resting({ server, scenario }) {
  await new Promise((wake) => setTimeout(wake, scenario.restSeconds * 1000))
  return { settledRssMb: memory(server.pid).now }
}

function describe({ connections, perSecond, issues, requests }, rounds) {
  const loop = perSecond === null ? `closed, ${connections} connections` : `open, ${perSecond}/s`
  return { loop, issues, requests, rounds: rounds.length }
}

function medians(rounds) {
  const medianOf = (name) => rounds.map((round) => round[name]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)]
  return Object.fromEntries(Object.keys(rounds[0]).map((name) => [name, threeDigits(medianOf(name))]))
}

function threeDigits(value) {
  if (value === null) return null
  return value >= 1000 ? Math.round(value) : Number(value.toPrecision(3))
}
