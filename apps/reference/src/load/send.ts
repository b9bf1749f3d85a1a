import { performance } from 'node:perf_hooks'
import type { Dsn } from '../dsn.js'
import { Connection, type Target } from './connection.js'
import type { EnvelopeSource } from './envelopes.js'
import type { Kind } from './items.js'
import { type Percentiles, percentiles } from './percentiles.js'

export interface LoadTask {
  readonly target: Pick<Dsn, 'endpoint' | 'publicKey'>
  readonly source: EnvelopeSource
  /** Keep-alive connections, each with one request at a time. */
  readonly connections: number
  /** The number of the first request. */
  readonly from: number
  readonly requests: number
  /** Requests are due at this rate whatever the server does; null: the next one follows the answer. */
  readonly perSecond: number | null
  /** Nothing is begun after so long; what is left counts as not sent. */
  readonly maxMs?: number
}

export interface LoadResult extends Percentiles {
  readonly requests: number
  /** Those that were sent, whatever came of them. */
  readonly sent: number
  /** Those that were answered 200. */
  readonly accepted: number
  readonly acceptedKinds: Partial<Record<Kind, number>>
  /** How often each status came; 0: no answer. */
  readonly statuses: Record<string, number>
  readonly elapsedMs: number
  /** Bytes of the bodies, before compression and as they went. */
  readonly rawBytes: number
  readonly wireBytes: number
  /** How late the sender itself began requests for which a connection was free: of 99 in 100, in milliseconds. */
  readonly senderLagP99Ms: number
}

const ANSWER_TIMEOUT_MS = 30_000

/**
 * Sends requests and tells what came of them. With a rate, each latency counts from when the request was due: a stall
 * is felt by everybody who would have come during it, and so is a sender that wakes late, which is told beside it.
 */
export async function sendLoad(task: LoadTask): Promise<LoadResult> {
  const { source, perSecond, from, requests, maxMs = Number.POSITIVE_INFINITY } = task
  const { endpoint, publicKey } = task.target
  const url = new URL(`${endpoint}?sentry_version=7&sentry_key=${publicKey}`)
  const latencies: number[] = []
  const lags: number[] = []
  const statuses: Record<string, number> = {}
  const acceptedKinds: Partial<Record<Kind, number>> = {}
  let [next, sent, rawBytes, wireBytes] = [from, 0, 0, 0]
  const pool = Array.from({ length: task.connections }, () => new Connection(targetOf(url), ANSWER_TIMEOUT_MS))
  const startedAt = performance.now()
  const isOver = () => next >= from + requests || performance.now() - startedAt >= maxMs
  await Promise.all(pool.map(perSecond === null ? sendAtOnce : (one) => sendOnTime(one, perSecond)))
  const elapsedMs = performance.now() - startedAt
  for (const connection of pool) connection.close()
  return {
    ...{ requests, sent, accepted: statuses[200] ?? 0, acceptedKinds, statuses, elapsedMs, rawBytes, wireBytes },
    ...percentiles(latencies),
    senderLagP99Ms: percentiles(lags).p99Ms,
  }

  async function sendAtOnce(connection: Connection): Promise<void> {
    while (!isOver()) await sendOne(connection, performance.now(), next++)
  }

  async function sendOnTime(connection: Connection, rate: number): Promise<void> {
    while (!isOver()) {
      const number = next++
      const dueAt = startedAt + ((number - from) * 1000) / rate
      const earlyMs = dueAt - performance.now()
      if (earlyMs > 0) {
        await new Promise((resolve) => setTimeout(resolve, earlyMs))
        lags.push(performance.now() - dueAt)
      }
      await sendOne(connection, dueAt, number)
    }
  }

  async function sendOne(connection: Connection, since: number, number: number): Promise<void> {
    const { body, encoding } = source.next(number)
    const status = await connection.send(headOf(url, body.length, encoding), body)
    latencies.push(performance.now() - since)
    statuses[status] = (statuses[status] ?? 0) + 1
    sent += 1
    rawBytes += source.rawBytes(number)
    wireBytes += body.length
    const kind = source.kind(number)
    if (status === 200) acceptedKinds[kind] = (acceptedKinds[kind] ?? 0) + 1
  }
}

function targetOf({ protocol, hostname, port }: URL): Target {
  const isSecure = protocol === 'https:'
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || (isSecure ? 443 : 80)), isSecure }
}

function headOf({ pathname, search, host }: URL, length: number, encoding: string | null): string {
  return (
    `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nuser-agent: sentry.javascript.node/11.12.0\r\n` +
    `content-type: application/x-sentry-envelope\r\n${encoding === null ? '' : `content-encoding: ${encoding}\r\n`}` +
    `content-length: ${length}\r\n\r\n`
  )
}
