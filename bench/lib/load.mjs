// The sender: a process of its own, so that what it costs is not counted to the server.
// Started by run.mjs with its task as JSON in argv; prints its result as one JSON line.
import { performance } from 'node:perf_hooks'
import { Connection } from './connection.mjs'
import { envelopeSource } from './envelopes.mjs'
import { percentiles } from './percentiles.mjs'

const task = JSON.parse(process.argv[2])
const { dsn, bytes, issues, connections, seconds, events, perSecond } = task
const target = new URL(dsn)
const path = `${target.pathname.replace(/\/([^/]+)$/, '/api/$1/envelope/')}?sentry_version=7&sentry_key=${target.username}`
const source = envelopeSource({ bytes, issues })
const latencies = []
const statuses = {}

const head = (length) =>
  `POST ${path} HTTP/1.1\r\nhost: ${target.host}\r\nuser-agent: sentry.javascript.node/11.12.0\r\n` +
  `content-type: application/x-sentry-envelope\r\ncontent-encoding: gzip\r\ncontent-length: ${length}\r\n\r\n`

const pool = Array.from(
  { length: connections },
  () => new Connection({ host: target.hostname, port: Number(target.port || 80) }),
)

const startedAt = performance.now()
const endAt = startedAt + seconds * 1000
let sent = 0
await Promise.all(pool.map(perSecond === null ? sendAtOnce : sendOnTime))
const elapsedMs = performance.now() - startedAt
for (const connection of pool) connection.close()

console.log(
  JSON.stringify({
    sent,
    accepted: statuses[200] ?? 0,
    statuses,
    elapsedMs,
    rawBytes: source.rawBytes,
    gzipBytes: source.gzipBytes,
    ...percentiles(latencies),
  }),
)

/** Closed loop: the next request follows the answer. Shows what the server can take. */
async function sendAtOnce(connection) {
  while (sent < events && performance.now() < endAt) await sendOne(connection, performance.now(), sent++)
}

/**
 * Open loop: requests are due at fixed times whatever the server does. Where no connection was free in time, the
 * latency counts from the time the request was due, so a stall is felt by everybody who would have come during it.
 */
async function sendOnTime(connection) {
  while (sent < events) {
    const number = sent++
    const dueAt = startedAt + (number * 1000) / perSecond
    if (dueAt >= endAt) {
      sent -= 1
      return
    }
    const earlyMs = dueAt - performance.now()
    if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs))
    await sendOne(connection, earlyMs > 0 ? performance.now() : dueAt, number)
  }
}

async function sendOne(connection, from, number) {
  const body = source.next(number)
  const status = await connection.send(head(body.length), body)
  latencies.push(performance.now() - from)
  statuses[status] = (statuses[status] ?? 0) + 1
}
