import type { LoadResult } from '../load/send.js'
import type { Arrival } from './arrival.js'

/** What one run tells, and what `--json` prints. */
export interface BenchReport {
  readonly url: string
  readonly rate: number
  readonly connections: number
  readonly seconds: number
  /** Requests that should have been sent; fewer were where the server kept the sender waiting. */
  readonly due: number
  readonly sent: number
  readonly accepted: number
  /** By status, those that were not answered 200; 0: no answer. */
  readonly rejected: Readonly<Record<string, number>>
  readonly acceptedPerSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly senderLagP99Ms: number
  readonly rawBytes: number
  readonly wireBytes: number
  /** Null where no token was given. */
  readonly arrival: Arrival | null
  /** Bounds that were exceeded, in words; empty: it passed. */
  readonly exceeded: readonly string[]
}

export interface Bounds {
  readonly maxP99?: number
  /** In percent of what was due. */
  readonly maxErrors?: number
}

export function reportOf(
  about: Pick<BenchReport, 'url' | 'rate' | 'connections' | 'arrival'>,
  load: LoadResult,
  bounds: Bounds,
): BenchReport {
  const { 200: _, ...rejected } = load.statuses
  const { sent, accepted, p50Ms, p95Ms, p99Ms, maxMs, senderLagP99Ms, rawBytes, wireBytes } = load
  return {
    ...{ url: about.url, rate: about.rate, connections: about.connections },
    seconds: round(load.elapsedMs / 1000),
    ...{ due: load.requests, sent, accepted, rejected },
    acceptedPerSecond: round((accepted / load.elapsedMs) * 1000),
    ...{ p50Ms, p95Ms, p99Ms, maxMs, senderLagP99Ms, rawBytes, wireBytes },
    arrival: about.arrival,
    exceeded: exceededOf(load, about.arrival, bounds),
  }
}

function exceededOf(load: LoadResult, arrival: Arrival | null, { maxP99, maxErrors }: Bounds): string[] {
  const exceeded: string[] = []
  const percent = round(((load.requests - load.accepted) / load.requests) * 100)
  if (maxP99 !== undefined && load.p99Ms > maxP99)
    exceeded.push(`p99: wanted at most ${maxP99} ms, found ${load.p99Ms}`)
  if (maxErrors !== undefined && percent > maxErrors)
    exceeded.push(`errors: wanted at most ${maxErrors} %, found ${percent}`)
  if (arrival !== null && arrival.missing > 0)
    exceeded.push(`arrival: ${arrival.missing} accepted requests were not dealt with`)
  return exceeded
}

/** For people. */
export function reportText(report: BenchReport): string {
  const { due, sent, accepted, rejected, arrival, exceeded } = report
  const refusals = Object.entries(rejected).map(([status, count]) => `${count} × ${status === '0' ? 'none' : status}`)
  const lines = [
    ['sent', `${sent} of ${due} due, in ${report.seconds} s over ${report.connections} connections`],
    ['accepted', `${accepted}, ${report.acceptedPerSecond} a second`],
    ['other answers', refusals.join(', ') || 'none'],
    ['latency', `p50 ${report.p50Ms}, p95 ${report.p95Ms}, p99 ${report.p99Ms}, max ${report.maxMs} ms from when due`],
    ['sender', `began up to ${report.senderLagP99Ms} ms late by itself (p99)`],
    ['bytes', `${mb(report.wireBytes)} MB sent, ${mb(report.rawBytes)} MB before compression`],
    ...(arrival === null ? [] : [['arrived', arrivalText(arrival)]]),
    ...exceeded.map((text) => ['EXCEEDED', text]),
  ]
  return lines.map(([name = '', text = '']) => `${name.padEnd(14)}${text}`).join('\n')
}

function arrivalText({ dealtWith, storedErrors, missing, drainMs }: Arrival): string {
  return `${dealtWith} dealt with, ${storedErrors} errors stored, ${missing} missing; done ${drainMs} ms after the last answer`
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
