import { setTimeout as wait } from 'node:timers/promises'
import type { Claim, IngestBuffer } from '../ports/runtime.js'
import { burstOf } from './burst.js'

const CLAIM_RECORDS = 100
const CLAIM_BYTES = 4 * 1024 * 1024
/** How long the next claim waits for company after one that was not full: each batch costs its dozen statements. */
const GATHER_MS = 50

/** Milliseconds that never go back, and a way to let them pass until the signal is aborted. */
interface Pastime {
  now(): number
  wait(ms: number, signal: AbortSignal): Promise<unknown>
}

const REAL: Pastime = { now: () => performance.now(), wait: (ms, signal) => wait(ms, null, { signal }) }

/**
 * Claims for any number of takers, one after the other: what comes in a stream comes in few claims, what comes alone at
 * once, what comes in a burst when it is in. Nobody is kept waiting who waits for the drain itself. Null after `signal` is aborted.
 */
export function createClaims(
  buffer: IngestBuffer,
  signal: AbortSignal,
  time: Pastime = REAL,
): () => Promise<Claim | null> {
  let turn: Promise<unknown> = Promise.resolve()
  let dueAt = 0

  const letBurstIn = async () => {
    if (buffer.isDirect === true) return
    const burst = burstOf(buffer)
    for (let ms = burst.stepAsideMs(); ms > 0 && !signal.aborted; ms = burst.stepAsideMs())
      await time.wait(ms, signal).catch(() => {})
  }

  const take = async () => {
    await letBurstIn()
    const earlyMs = dueAt - time.now()
    // Rejects when the signal is aborted, and so does the buffer know then.
    if (earlyMs > 0) await time.wait(earlyMs, signal).catch(() => {})
    const claim = await buffer.claim({ maxRecords: CLAIM_RECORDS, maxBytes: CLAIM_BYTES, signal })
    const gathers = claim !== null && buffer.isDirect !== true && !isFull(claim)
    dueAt = gathers ? time.now() + GATHER_MS : 0
    return claim
  }

  return () => {
    const next = turn.then(take)
    turn = next.catch(() => {})
    return next
  }
}

function isFull({ records }: Claim): boolean {
  if (records.length >= CLAIM_RECORDS) return true
  return records.reduce((sum, { body }) => sum + body.length, 0) >= CLAIM_BYTES / 2
}
