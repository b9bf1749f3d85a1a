import { MARGIN_MS } from '../alerts/rules/look.js'
import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'
import { inTime } from '../in-time.js'
import type { NewEvent, OutcomeCount, PersistResult } from '../ports/ingest.js'
import type { IngestRecord } from '../ports/runtime.js'
import type { Refuse } from './aside.js'

/** Then it is noted that rules are to look at an issue: they may not find it by when it was seen, should this process die. */
const LATE_MS = MARGIN_MS / 2

/** An event with the record that it came in. */
export interface Entry {
  readonly record: IngestRecord
  readonly event: NewEvent
}

export interface Stored {
  readonly event: NewEvent
  readonly result: PersistResult
}

/**
 * Stores all events that can be stored. One that cannot is found by halving the batch, and `refuse` is told.
 * Rejects with `unavailable` when the storage does not answer at all: then the same entries may be given again.
 */
export async function storeBatch(
  context: Context,
  entries: readonly Entry[],
  outcomes: readonly OutcomeCount[],
  refuse: Refuse,
): Promise<readonly Stored[]> {
  // In one order everywhere, so that two batches never wait for each other's rows; events of one issue stay in theirs.
  const sorted = [...entries].sort(byIssue)
  try {
    return await persist(context, sorted, outcomes)
  } catch (error) {
    await mustAnswer(context, error)
    const stored = await storeHalves(context, sorted, error, refuse)
    if (outcomes.length > 0) await persist(context, [], outcomes)
    return stored
  }
}

const PING_TIMEOUT_MS = 5_000

function byIssue(a: Entry, b: Entry): number {
  return compare(a.event.projectId, b.event.projectId) || compare(a.event.hashes[0] ?? '', b.event.hashes[0] ?? '')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

async function persist(
  { storage, clock, metrics }: Context,
  entries: readonly Entry[],
  outcomes: readonly OutcomeCount[],
): Promise<readonly Stored[]> {
  if (entries.length === 0) {
    await inTime(clock, storage.ingest.addOutcomes(outcomes))
    countOutcomes(metrics, outcomes)
    return []
  }
  const events = entries.map(({ event }) => event)
  const lateBefore = new Date(clock.now().getTime() - LATE_MS)
  const results = await inTime(clock, storage.ingest.persist(events, outcomes, lateBefore))
  countOutcomes(metrics, outcomes)
  const accepted = results.filter(({ outcome }) => outcome !== 'duplicate' && outcome !== 'discarded')
  if (accepted.length > 0) metrics.ingest.items('error', 'accepted', '', accepted.length)
  return results.map((result, index) => ({ event: events[index]!, result }))
}

function countOutcomes({ ingest }: Context['metrics'], outcomes: readonly OutcomeCount[]): void {
  for (const { category, outcome, reason, quantity } of outcomes) ingest.items(category, outcome, reason, quantity)
}

async function storeHalves(
  context: Context,
  entries: readonly Entry[],
  error: unknown,
  refuse: Refuse,
): Promise<readonly Stored[]> {
  const middle = Math.ceil(entries.length / 2)
  // A single event gets a second chance: the fault may have been a passing one.
  const parts = entries.length === 1 ? [entries] : [entries.slice(0, middle), entries.slice(middle)]
  const stored: Stored[] = []
  for (const part of parts) {
    if (part.length === 0) continue
    try {
      stored.push(...(await persist(context, part, [])))
    } catch (again) {
      await mustAnswer(context, again)
      if (entries.length === 1) refuseEvent(entries[0]!, error, refuse)
      else stored.push(...(await storeHalves(context, part, again, refuse)))
    }
  }
  return stored
}

function refuseEvent({ record, event }: Entry, error: unknown, refuse: Refuse): void {
  // Its project was deleted after the request had been taken: nobody will ask for it.
  if (errorCode(error) === 'not_found') return
  const reason = error instanceof Error ? error.message : String(error)
  refuse({
    record,
    message: `event ${event.eventId}: ${reason}`,
    said: 'An event could not be stored and was set aside',
    about: { eventId: event.eventId, error },
  })
}

/** Tells a storage that is away from one that does not like what it was given. */
export async function mustAnswer({ storage, clock }: Context, cause: unknown): Promise<void> {
  // Its own word counts most: a full disk or a read-only standby answers questions, too.
  if (errorCode(cause) === 'unavailable') throw cause
  try {
    await inTime(clock, storage.ping(), PING_TIMEOUT_MS)
  } catch {
    // That it rejected is the answer; what made the batch fail says why.
    throw new AppError('unavailable', 'the storage does not answer', { cause, retryAfterMs: 10_000 })
  }
}
