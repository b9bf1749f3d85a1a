import type { Context } from '../context.js'
import { createRunNotes } from '../jobs/run-notes.js'
import type { OutcomeCount } from '../ports/ingest.js'
import type { Claim, IngestRecord } from '../ports/runtime.js'
import { announce } from './announce.js'
import { type Refuse, setAside, type Unstorable } from './aside.js'
import { createClaims } from './claims.js'
import { doorOf } from './door.js'
import { type ItemEntry, linkFeedbackToEvents, storeItems } from './items/store-items.js'
import type { Prepared } from './prepare.js'
import { type Preparer, prepareHere } from './preparing/preparer.js'
import { type PrepareThreads, prepareInThreads } from './preparing/threads.js'
import { createProjectRules, type ProjectRulesCache } from './project-rules.js'
import { type Entry, storeBatch } from './store-batch.js'

/** Takes records out of the ingest buffer, makes events of them and stores these. */
export interface Drain {
  /** Begins, in the background. */
  start(): void
  /**
   * Finishes what was begun and writes the counts that are in memory, in so far as the storage answers within seconds.
   * What waits stays in the buffer.
   */
  stop(): Promise<void>
  /** Resolves when nothing waits. Never, where nothing drains. */
  idle(): Promise<void>
}

const NAME = 'Storing events'
/** Preparing one claim, here or in each thread, overlaps with storing another. */
const CLAIMS_BESIDE = 1
const BATCH_EVENTS = 100
const BATCH_BYTES = 8 * 1024 * 1024
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000
/** Those who stop processes kill them after ten seconds or more. */
const STOP_PATIENCE_MS = 5_000

/** The drain of an app. While the storage is away records stay in the buffer, and it is asked again after growing pauses. */
export function createDrain(context: Context, threads: PrepareThreads | null = null): Drain {
  const { buffer, clock, logger, metrics } = context
  const preparer = createPreparer(context, threads)
  const rulesOf = createProjectRules(context)
  const notes = createRunNotes(context, NAME)
  const stopping = new AbortController()
  const claimNext = createClaims(buffer, stopping.signal)
  const settled = new Set<() => void>()
  let loops: readonly Promise<void>[] = []
  let active = 0
  let failures = 0

  const pause = async (error: unknown) => {
    if (failures === 0 && !stopping.signal.aborted)
      logger.warn('Events cannot be stored now and wait in the buffer', { error })
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
    failures = Math.min(failures + 1, 20)
    await clock.sleep(ms, stopping.signal)
  }

  const drainClaim = async (claim: Claim) => {
    const startedAt = clock.now()
    const end = metrics.jobs.begin(NAME, startedAt)
    try {
      await storeRecords(context, { rulesOf, preparer }, claim.records)
      await claim.done()
      tellStored(metrics, { startedAt, now: clock.now(), records: claim.records })
      await notes.note({ startedAt, done: claim.records.length })
      if (failures > 0) logger.info('Events are stored again')
      failures = 0
      return null
    } catch (error) {
      metrics.ingest.batch('failed', secondsBetween(startedAt, clock.now()))
      await notes.note({ startedAt, error, done: 0 })
      // A buffer that cannot take them back hands them out again by itself after a restart.
      await claim.release(error).catch(() => {})
      return { error }
    } finally {
      end()
    }
  }

  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        const claim = await claimNext()
        if (claim === null) return
        active += 1
        const failed = await drainClaim(claim)
        active -= 1
        for (const tell of settled) tell()
        if (failed !== null) await pause(failed.error)
      } catch (error) {
        await pause(error)
      }
    }
  }

  const finish = async () => {
    await Promise.all(loops)
    await preparer.close()
    const door = doorOf(context)
    door.close()
    await door.flush().catch((error: unknown) => logger.warn('Counts of refused requests were lost', { error }))
  }

  return {
    start: () => {
      if (loops.length === 0) loops = Array.from({ length: (threads?.count ?? 1) + CLAIMS_BESIDE }, loop)
    },
    stop: async () => {
      stopping.abort()
      const alarm = new AbortController()
      const late = clock.sleep(STOP_PATIENCE_MS, alarm.signal).then(() => 'late')
      if ((await Promise.race([finish(), late])) === 'late')
        logger.warn('The storage does not answer; what was being stored waits in the buffer for the next start')
      alarm.abort()
    },
    idle: async () => {
      for (;;) {
        let tell = () => {}
        const next = new Promise<void>((resolve) => {
          tell = resolve
        })
        settled.add(tell)
        try {
          if ((await buffer.waiting()).records === 0 && active === 0) return
          await next
        } finally {
          settled.delete(tell)
        }
      }
    },
  }
}

function tellStored(
  { ingest }: Context['metrics'],
  { startedAt, now, records }: { readonly startedAt: Date; readonly now: Date; readonly records: Claim['records'] },
): void {
  ingest.batch('ok', secondsBetween(startedAt, now))
  for (const { receivedAt } of records) ingest.stored(secondsBetween(receivedAt, now))
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1000
}

/** Hooks are functions of this thread, so with one of them it prepares everything itself. */
function createPreparer({ config, hooks, scrubRules, logger }: Context, threads: PrepareThreads | null): Preparer {
  const here = prepareHere({ limits: config.limits, hooks })
  if (threads === null || hooks.beforeStore !== undefined || hooks.fingerprint !== undefined) return here
  return prepareInThreads(threads, { limits: config.limits, scrubRules }, { here, logger })
}

/**
 * Rejects when they cannot be stored now; whatever of them was stored by then is known again by its ids. What can never
 * be stored is set aside when all others are stored.
 */
async function storeRecords(
  context: Context,
  { rulesOf, preparer }: { readonly rulesOf: ProjectRulesCache; readonly preparer: Preparer },
  records: readonly IngestRecord[],
): Promise<void> {
  const rules = await rulesOf(records.map(({ projectId }) => projectId))
  const refused: Unstorable[] = []
  const refuse = (one: Unstorable) => refused.push(one)
  let jobs = records.map((record) => ({ record, rules: rules.get(record.projectId)! }))
  while (jobs.length > 0) {
    const results = await preparer.prepare(jobs)
    const prepared: PreparedRecord[] = []
    for (const [index, result] of results.entries()) {
      const { record } = jobs[index]!
      if ('fault' in result) refuse({ record, message: result.fault, said: UNREADABLE })
      else prepared.push({ record, ...result.prepared })
    }
    tellRefusals(context, prepared)
    await store(context, prepared, refuse)
    jobs = jobs.slice(results.length)
  }
  await setAside(context, refused)
}

const UNREADABLE = 'A request could not be read and was set aside'

interface PreparedRecord extends Prepared {
  readonly record: IngestRecord
}

async function store(context: Context, prepared: readonly PreparedRecord[], refuse: Refuse): Promise<void> {
  const entries: readonly Entry[] = prepared.flatMap(({ record, events }) => events.map((event) => ({ record, event })))
  const items: readonly ItemEntry[] = prepared.flatMap(({ record, items }) => items.map((item) => ({ record, item })))
  let outcomes: readonly OutcomeCount[] = prepared.flatMap((one) => one.outcomes)
  for (const batch of batchesOf(entries)) {
    announce(context, await storeBatch(context, batch, outcomes, refuse))
    outcomes = []
  }
  if (entries.length > 0) await linkFeedbackToEvents(context)
  if (items.length > 0) await storeItems(context, items, refuse)
}

/** At least one, for outcomes are written with it. */
function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [[]]
  let bytes = 0
  for (const entry of entries) {
    if (batches.at(-1)!.length >= BATCH_EVENTS || bytes >= BATCH_BYTES) {
      batches.push([])
      bytes = 0
    }
    batches.at(-1)!.push(entry)
    bytes += entry.event.payload.length
  }
  return batches
}

/** Of what is not stored by design the answer to the request told already. */
function tellRefusals(context: Context, prepared: readonly PreparedRecord[]): void {
  for (const { record, outcomes, summary } of prepared)
    for (const { outcome, reason } of outcomes)
      if (outcome === 'invalid' || (outcome === 'filtered' && reason !== 'not_stored'))
        doorOf(context).feed(record, outcome, () => ({ reason, ...summary, bytes: record.body.length }))
}
