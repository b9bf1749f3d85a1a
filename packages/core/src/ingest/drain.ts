import type { Context } from '../context.js'
import type { Claim, IngestRecord } from '../ports/runtime.js'
import type { OutcomeCount } from '../ports/storage.js'
import { announce } from './announce.js'
import { doorOf } from './door.js'
import { type ItemEntry, linkFeedbackToEvents, storeItems } from './items/store-items.js'
import { type Prepared, prepareRecord } from './prepare.js'
import { createProjectRules, type ProjectRules, type ProjectRulesCache } from './project-rules.js'
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

/** Preparing one claim overlaps with storing the other. */
const CLAIMS_AT_ONCE = 2
const CLAIM_RECORDS = 100
const CLAIM_BYTES = 4 * 1024 * 1024
const BATCH_EVENTS = 100
const BATCH_BYTES = 8 * 1024 * 1024
/** Then requests get their turn. */
const SLICE_MS = 4
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000
/** Those who stop processes kill them after ten seconds or more. */
const STOP_PATIENCE_MS = 5_000

/** The drain of an app. While the storage is away records stay in the buffer, and it is asked again after growing pauses. */
export function createDrain(context: Context): Drain {
  const { buffer, clock, logger } = context
  const rulesOf = createProjectRules(context)
  const stopping = new AbortController()
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
    try {
      await storeRecords(context, rulesOf, claim.records)
      await claim.done()
      if (failures > 0) logger.info('Events are stored again')
      failures = 0
      return null
    } catch (error) {
      // A buffer that cannot take them back hands them out again by itself after a restart.
      await claim.release(error).catch(() => {})
      return { error }
    }
  }

  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        const claim = await buffer.claim({ maxRecords: CLAIM_RECORDS, maxBytes: CLAIM_BYTES, signal: stopping.signal })
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
    const door = doorOf(context)
    door.close()
    await door.flush().catch((error: unknown) => logger.warn('Counts of refused requests were lost', { error }))
  }

  return {
    start: () => {
      if (loops.length === 0) loops = Array.from({ length: CLAIMS_AT_ONCE }, loop)
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

/** Rejects when they cannot be stored now; whatever of them was stored by then is known again by its ids. */
async function storeRecords(
  context: Context,
  rulesOf: ProjectRulesCache,
  records: readonly IngestRecord[],
): Promise<void> {
  const rules = await rulesOf(records.map(({ projectId }) => projectId))
  let entries: Entry[] = []
  let items: ItemEntry[] = []
  let outcomes: OutcomeCount[] = []
  let bytes = 0
  let sliceEnd = performance.now() + SLICE_MS

  const flush = async () => {
    for (let from = 0; from < Math.max(1, entries.length); from += BATCH_EVENTS) {
      announce(context, await storeBatch(context, entries.slice(from, from + BATCH_EVENTS), outcomes))
      outcomes = []
    }
    if (entries.length > 0) await linkFeedbackToEvents(context)
    if (items.length > 0) await storeItems(context, items)
    entries = []
    items = []
    bytes = 0
  }

  for (const record of records) {
    const prepared = await prepare(context, record, rules.get(record.projectId)!)
    for (const event of prepared.events) {
      entries.push({ record, event })
      bytes += event.payload.length
    }
    for (const item of prepared.items) {
      items.push({ record, item })
      if (item.kind === 'attachment') bytes += item.content.length
    }
    outcomes.push(...prepared.outcomes)
    if (entries.length >= BATCH_EVENTS || bytes >= BATCH_BYTES) await flush()
    if (performance.now() >= sliceEnd) {
      await new Promise((resolve) => setImmediate(resolve))
      sliceEnd = performance.now() + SLICE_MS
    }
  }
  await flush()
}

async function prepare(
  context: Context,
  record: IngestRecord,
  rules: ProjectRules,
): Promise<Pick<Prepared, 'events' | 'items' | 'outcomes'>> {
  try {
    const { events, items, outcomes, summary } = prepareRecord(record, {
      ...rules,
      hooks: context.hooks,
      limits: context.config.limits,
    })
    // Of what is not stored by design the answer to the request told already.
    for (const { outcome, reason } of outcomes)
      if (outcome === 'invalid' || (outcome === 'filtered' && reason !== 'not_stored'))
        doorOf(context).feed(record, outcome, () => ({ reason, ...summary, bytes: record.body.length }))
    return { events, items, outcomes }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await context.buffer.setAside(record, { message })
    context.logger.error('A request could not be read and was set aside', { projectId: record.projectId, error })
    return { events: [], items: [], outcomes: [] }
  }
}
