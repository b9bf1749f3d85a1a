// The sender: a process of its own, so that what it costs is not counted to the server.
// Started with the DSN and the scenario as JSON in argv; makes its bodies, then takes one line of JSON with a number of
// requests for each round on its input, and answers each with its result as one line.
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { Connection } from './connection.mjs'
import { envelopeSource } from './envelopes.mjs'
import { percentiles } from './percentiles.mjs'

const { dsn, scenario } = JSON.parse(process.argv[2])
const target = new URL(dsn)
const path = `${target.pathname.replace(/\/([^/]+)$/, '/api/$1/envelope/')}?sentry_version=7&sentry_key=${target.username}`
const source = envelopeSource(scenario)
let next = 0

console.log(JSON.stringify({ ready: true }))
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await round(JSON.parse(line))))

async function round({ requests, perSecond }) {
  const latencies = []
  const statuses = {}
  const [from, to] = [next, next + requests]
  let [rawBytes, wireBytes, errors] = [0, 0, 0]
  const connect = () => new Connection({ host: target.hostname, port: Number(target.port || 80) })
  const pool = Array.from({ length: scenario.connections }, connect)
  const startedAt = performance.now()
  await Promise.all(pool.map(perSecond === null ? sendAtOnce : sendOnTime))
  const elapsedMs = performance.now() - startedAt
  for (const connection of pool) connection.close()
  return {
    requests,
    accepted: statuses[200] ?? 0,
    statuses,
    elapsedMs,
    rawBytes,
    wireBytes,
    errors,
    ...percentiles(latencies),
  }

  /** Closed loop: the next request follows the answer. Shows what the server can take. */
  async function sendAtOnce(connection) {
    while (next < to) await sendOne(connection, performance.now(), next++)
  }

  /**
   * Open loop: requests are due at fixed times whatever the server does. Where no connection was free in time, the
   * latency counts from the time the request was due, so a stall is felt by everybody who would have come during it.
   */
  async function sendOnTime(connection) {
    while (next < to) {
      const number = next++
      const dueAt = startedAt + ((number - from) * 1000) / perSecond
      const earlyMs = dueAt - performance.now()
      if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs))
      // A timer that wakes late is the sender's own fault.
      await sendOne(connection, earlyMs > 0 ? performance.now() : dueAt, number)
    }
  }

  async function sendOne(connection, since, number) {
    const { body, encoding } = source.next(number)
    const status = await connection.send(head(body.length, encoding), body)
    latencies.push(performance.now() - since)
    statuses[status] = (statuses[status] ?? 0) + 1
    rawBytes += source.rawBytes(number)
    wireBytes += body.length
    errors += source.isError(number) ? 1 : 0
  }
}

function head(length, encoding) {
  return (
    `POST ${path} HTTP/1.1\r\nhost: ${target.host}\r\nuser-agent: sentry.javascript.node/11.12.0\r\n` +
    `content-type: application/x-sentry-envelope\r\n${encoding === null ? '' : `content-encoding: ${encoding}\r\n`}` +
    `content-length: ${length}\r\n\r\n`
  )
}
